"""An article as a text to copy or page through, and as a Markdown file of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from store.text import clean_block, clean_line
from tui.exporting import note
from tui.notes import name_of
from tui.widgets.cells import wrap
from tui.widgets.reader_text import MEASURE
from tui.wording import moment

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import Article

MOST_COPIED: Final = 50_000
"""Bytes of UTF-8 that are copied: xterm and tmux take some 74,000 of base64 at a time (OSC 52), and drop a longer
text."""
_SAME_NAME: Final = 100


class CannotSave(Exception):  # noqa: N818 - reads as a state
    """The file can't be written; the message says why, in words for people."""


def as_text(article: Article) -> str:
    """Give an article as plain text: headline, source, time, link, paragraphs."""
    said = f"{clean_line(article.source)}, {moment(article.published)} UTC"
    link = [clean_line(article.url, 4_000)] if article.url else []
    body = clean_block(article.body or article.summary)
    return "\n".join([clean_line(article.title), "", said, *link, "", body]).rstrip() + "\n"


def in_lines(text: str, width: int = MEASURE) -> str:
    """Give `text` with its paragraphs in lines of at most `width` cells: pagers break lines within words."""
    return "\n".join(_folded(line, width) for line in text.split("\n"))


def to_copy(text: str) -> tuple[str, bool]:
    """Give as much of `text` as a clipboard takes from a terminal, and whether that is all."""
    data = text.encode("utf-8", "replace")
    return data[:MOST_COPIED].decode("utf-8", "ignore"), len(data) <= MOST_COPIED


def save(article: Article, folder: Path) -> Path:
    """Write an article as Markdown into `folder`, which is made if it is missing, and give the file.

    A file with the very same content is left as it is; another one of that name is never overwritten.

    Raises:
        CannotSave: it can't be written.
    """
    return save_text(note(article), folder, name_of(article))


def save_text(text: str, folder: Path, name: str) -> Path:
    """Write `text` into a new file called `name` in `folder`, or `name` with a number; see `save`.

    Raises:
        CannotSave: it can't be written.
    """
    data = text.encode("utf-8", "replace")
    stem, _, suffix = name.rpartition(".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _SAME_NAME):
            file = folder / (name if number == 1 else f"{stem}-{number}.{suffix}")
            if _written(file, data):
                return file
    except OSError as error:
        raise CannotSave(f"It could not be saved in {folder}: {error.strerror}.") from error
    raise CannotSave(f"It could not be saved in {folder}: too many files are called {name}.")


def _folded(line: str, width: int) -> str:
    return "\n".join(line[start:end].rstrip() for start, end in wrap(line, width))


def _written(file: Path, data: bytes) -> bool:
    """Write a new file; give False where another one has its name, True also where that holds the same."""
    # O_EXCL follows no link, so a link that somebody put there leads nowhere.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(file, flags, 0o644)
    except FileExistsError:
        return file.is_file() and not file.is_symlink() and file.read_bytes() == data
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    return True
