"""Markdown notes: one file for each article, in a new folder, under names that are harmless everywhere."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from typing import TYPE_CHECKING

from store.text import strip_controls
from tui.exporting import note

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.models import Article

_MOST_BYTES = 120
"""Of a name's middle part: file systems take 255 bytes, some that encrypt 143."""
_NO_WORD = re.compile(r"[\W_]+")


def name_of(article: Article) -> str:
    """Give a file name such as ``2022-03-28-irpin-is-free-17.md``.

    It begins with a date and ends with the article's id, so that it is no name of a device (``CON``), never hidden, and
    like no other, whatever case the file system keeps. Only letters and digits stand in between.
    """
    words = _NO_WORD.sub("-", strip_controls(article.title).lower()).strip("-")
    middle = words.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip("-")
    return "-".join(filter(None, (f"{article.published:%Y-%m-%d}", middle, str(article.id)))) + ".md"


def write(articles: Iterable[Article], folder: Path) -> int:
    """Write each article into a file of its own, in a folder that is new or empty; give how many there were.

    Raises:
        FileExistsError: there is something in the folder.
        OSError: it can't be written; nothing is left of it.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    draft.mkdir()
    try:
        count = 0
        for article in articles:
            with (draft / name_of(article)).open("x", encoding="utf-8", newline="") as file:
                file.write(note(article))
            count += 1
        draft.rename(folder)  # only ever over an empty folder (POSIX, rename)
    except OSError:
        with contextlib.suppress(OSError):
            shutil.rmtree(draft)
        raise
    return count
