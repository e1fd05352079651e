"""Articles with all that another archive needs to take them over: what exports have and other readers don't need."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import deeds, rows
from store.connection import ADVICE, translate
from store.deeds import NOTHING, Deeds
from store.documents import decode
from store.errors import ArchiveCorrupt
from store.schema import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from store.models import Article, Revision


@dataclass(frozen=True, slots=True)
class Dump:
    """One article, whole."""

    article: Article
    guid: str | None
    published_raw: str | None
    """The date exactly as the feed wrote it."""
    content_hash: bytes
    """By it the next poll knows that nothing has changed."""
    versions: tuple[Revision, ...]
    """Every version, the first one first; empty where there is only one."""
    deeds: Deeds = NOTHING
    """What people and their watches did with it."""


class DumpReader:
    """Reads articles whole, through one read-only connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new.
        """
        self._connection = open_reader(path)
        self._path = path

    def __enter__(self) -> DumpReader:
        """Give the reader itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def dumps(self, ids: Sequence[int]) -> Iterator[Dump]:
        """Give those of `ids` that exist, in the order of `ids`.

        Raises:
            ArchiveError: the archive can't be read.
        """
        try:
            for one in ids:
                dump = self._dump(one)
                if dump is not None:
                    yield dump
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:
            raise ArchiveCorrupt(f"{self._path}: damaged: article {one} makes no sense ({error}); {ADVICE}") from error

    def _dump(self, article_id: int) -> Dump | None:
        article = rows.article(self._connection, article_id)
        if article is None:
            return None
        sql = "SELECT d.data, e.content_hash FROM documents d LEFT JOIN entries e ON e.article = d.id WHERE d.id = ?"
        data, content_hash = self._connection.execute(sql, (article_id,)).fetchone()
        document = decode(data, self._connection)
        return Dump(
            article=article,
            guid=document.guid,
            published_raw=document.published_raw,
            content_hash=content_hash or b"",
            versions=tuple(rows.revisions(self._connection, article_id)) if article.revisions > 1 else (),
            deeds=deeds.of(self._connection, article_id),
        )
