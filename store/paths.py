"""Whether a file is there, on systems that may not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_there(path: Path) -> bool:
    """Tell whether there is anything at `path`.

    Where a folder on the way may not be entered, or links go in a circle, it counts as there: opening it then says
    what is wrong, instead of something being made in its place.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
