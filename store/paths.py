"""Files on systems that may not tell what is there, or that know no links."""

from __future__ import annotations

import contextlib
import errno
import os
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


def move_new(draft: Path, target: Path) -> None:
    """Move a finished file to a name that nothing has yet; where something has, both stay as they are.

    Raises:
        FileExistsError: something has that name.
        OSError: the file can't be moved there.
    """
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # Memory sticks (exFAT) and some network drives know no links: there the name is taken first, then filled.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        draft.replace(target)
    else:
        with contextlib.suppress(OSError):
            draft.unlink()
