"""The pages behind articles whose whole text is wanted: which they are, and what came of each.

The list of wanted pages stands in the archive, so that it outlives the program. It is bounded: of more than
`MOST_WAITING`, those that wait longest are given up.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from store import documents
from store.connection import connect_reader, translate
from store.identities import key_hash, look_up
from store.models import WantedPage
from store.times import moment, seconds

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from store.models import PollOutcome
    from store.writer import Job

MOST_WAITING = 20_000
"""Pages that wait to be fetched, at most."""
_GIVEN_UP = "too many pages were waiting"
_WAITING = (
    "SELECT p.article, h.url, h.title, h.published, p.tries, e.content_hash, d.data, f.country, f.id FROM pages p"
    " JOIN headlines h ON h.id = p.article JOIN entries e ON e.article = p.article"
    " JOIN documents d ON d.id = p.article JOIN feeds f ON f.id = h.feed_id"
    " WHERE {} AND h.url IS NOT NULL ORDER BY {} LIMIT ?"
)
# Of a feed that is configured no longer, nobody knows which way it was asked: its pages wait until somebody asks.
_DUE = ("p.due <= ? AND p.asked IS NULL AND f.configured = 1", "p.due DESC, p.article DESC")
# The plus keeps SQLite on the index of wishes, of which there are few.
_ASKED = ("+p.due <= ? AND p.asked IS NOT NULL", "p.asked")


class WantedPages:
    """Reads the list of wanted pages through one read-only connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it can't be read.
        """
        try:
            self._connection = connect_reader(path)
        except sqlite3.Error as error:
            raise translate(error, path) from error
        self._path = path

    def __enter__(self) -> WantedPages:
        """Give the list itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._connection.close()

    def due(self, now: datetime, limit: int) -> list[WantedPage]:
        """Give pages that may be fetched by `now` and that nobody waits for, at most `limit`; the newest ones first.

        Raises:
            ArchiveError: the archive can't be read.
        """
        return self._waiting(_DUE, now, limit)

    def asked(self, now: datetime, limit: int) -> list[WantedPage]:
        """Give pages that somebody asked for, at most `limit`, in the order of asking.

        Raises:
            ArchiveError: the archive can't be read.
        """
        return self._waiting(_ASKED, now, limit)

    def _waiting(self, which: tuple[str, str], now: datetime, limit: int) -> list[WantedPage]:
        try:
            rows = self._connection.execute(_WAITING.format(*which), (seconds(now), limit)).fetchall()
            return [self._wanted(*row) for row in rows]
        except sqlite3.Error as error:
            raise translate(error, self._path) from error

    def _wanted(
        self,
        article: int,
        url: str,
        title: str,
        published: int,
        tries: int,
        version: bytes,
        data: bytes,
        country: str,
        feed_id: int,
    ) -> WantedPage:
        document = documents.readable(data, self._connection)
        text, lang = ("", None) if document is None else (document.body or document.summary, document.lang)
        return WantedPage(
            *(article, url, title, text, moment(published), lang, country, tries, version, feed_id),
            damaged=document is None,
        )


def due(path: Path, limit: int, now: datetime) -> list[WantedPage]:
    """Give what `WantedPages.due` gives, over a connection of its own, for a thread that may outlive its caller.

    Raises:
        ArchiveError: the archive can't be read.
    """
    with WantedPages(path) as wanted:
        return wanted.due(now, limit)


def wishes(path: Path, limit: int, now: datetime) -> list[WantedPage]:
    """Give what `WantedPages.asked` gives, over a connection of its own, for a thread that may outlive its caller.

    Raises:
        ArchiveError: the archive can't be read.
    """
    with WantedPages(path) as wanted:
        return wanted.asked(now, limit)


def want(connection: sqlite3.Connection, outcome: PollOutcome) -> None:
    """Note within a poll's transaction which of its articles want their page; a changed one wants it anew."""
    wanted = [key_hash(draft.key) for draft in outcome.drafts if draft.wants_page]
    if not wanted:
        return
    now = seconds(outcome.polled_at)
    found = look_up(connection, outcome.feed_id, wanted).values()
    connection.executemany(
        "INSERT OR REPLACE INTO pages(article, due, tries, words) VALUES (?, ?, 0, NULL)",
        [(entry.article_id, now) for entry in found],
    )


def ask(article_id: int) -> Job[None]:
    """Give the job that asks for the page of an article now; a running archiver begins within a second.

    Without one, the wish stands until the next archiver runs.

    Raises:
        LookupError: (the job) there is no such article, or it has no link.
    """

    def job(connection: sqlite3.Connection) -> None:
        found = connection.execute("SELECT 1 FROM headlines WHERE id = ? AND url IS NOT NULL", (article_id,)).fetchone()
        if found is None:
            raise LookupError(f"no article with a link has the id {article_id}")
        connection.execute(
            "INSERT OR REPLACE INTO pages(article, due, asked) VALUES (?, unixepoch(), unixepoch())", (article_id,)
        )
        connection.execute("UPDATE meta SET control = control + 1")
        _show_again(connection, article_id)

    return job


def give_up() -> Job[int]:
    """Give the job that gives those up that wait longest, where more wait than `MOST_WAITING`; it gives how many."""

    def job(connection: sqlite3.Connection) -> int:
        return connection.execute(
            "UPDATE pages SET due = NULL, words = ? WHERE article IN"
            " (SELECT article FROM pages WHERE due IS NOT NULL AND asked IS NULL ORDER BY article DESC"
            " LIMIT -1 OFFSET ?)",
            (_GIVEN_UP, MOST_WAITING),
        ).rowcount

    return job


def put_off(page: WantedPage, due: datetime, tries: int, words: str) -> Job[None]:
    """Give the job that tries a page again at `due`, and notes how often it was tried.

    Whoever asked for it waits no longer: it learns in `words` why nothing came.
    """

    def job(connection: sqlite3.Connection) -> None:
        article = page.article_id
        sql = "UPDATE pages SET asked = NULL, words = ? WHERE article = ? AND asked IS NOT NULL"
        if connection.execute(sql, (words, article)).rowcount:
            _show_again(connection, article)
        sql = "UPDATE pages SET due = ?, tries = ? WHERE article = ? AND due IS NOT NULL"
        connection.execute(sql, (seconds(due), tries, article))

    return job


def settle(page: WantedPage, words: str) -> Job[None]:
    """Give the job that notes why an article has no text from its page, in `words`."""

    def job(connection: sqlite3.Connection) -> None:
        article = page.article_id
        sql = "UPDATE pages SET due = NULL, asked = NULL, words = ? WHERE article = ?"
        if connection.execute(sql, (words, article)).rowcount:
            _show_again(connection, article)

    return job


def _show_again(connection: sqlite3.Connection, article: int) -> None:
    connection.execute("UPDATE headlines SET rev = (SELECT rev + 1 FROM meta) WHERE id = ?", (article,))
    connection.execute("UPDATE meta SET rev = rev + 1")
