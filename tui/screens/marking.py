"""Read and starred marks: drawn at once, written behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from store.models import Headline
    from tui.session import Session
    from tui.widgets.headlines import HeadlineList
    from tui.widgets.reader import Reader


class Marking:
    """Marks articles in the list, the reader and the archive."""

    def __init__(self, session: Session, view: HeadlineList, reader: Reader) -> None:
        """Take the session, and the panes that show marks."""
        self._session = session
        self._view = view
        self._reader = reader

    async def headline(self, article_id: int) -> Headline | None:
        """Give an article's headline: the row that is shown, else from the archive."""
        index = self._view.window.index_of(article_id)
        if index is not None:
            return self._view.window.rows[index]
        rows = await self._session.data.ask(lambda reader: reader.headlines_by_id([article_id]))
        return rows[0] if rows else None

    async def set_read(self, headline: Headline, *, read: bool) -> None:
        """Mark an article read or unread; a mark that changes nothing writes nothing.

        Raises:
            store.errors.ArchiveError: it could not be written; what is drawn is put back.
        """
        if headline.read != read:
            await self._mark(
                headline,
                replace(headline, read=read),
                lambda: self._session.marks.set_read([headline.id], read),
            )

    async def toggle_star(self, headline: Headline) -> bool:
        """Star an article or take its star away; gives whether it is starred now.

        Raises:
            store.errors.ArchiveError: it could not be written; what is drawn is put back.
        """
        starred = not headline.starred
        await self._mark(
            headline,
            replace(headline, starred=starred),
            lambda: self._session.marks.set_starred(headline.id, starred),
        )
        return starred

    async def _mark(self, before: Headline, after: Headline, write: Callable[[], Awaitable[None]]) -> None:
        """Draw `after`, write it, and draw `before` again should that fail."""
        self._draw(after)
        written = False
        try:
            await write()
            written = True
        finally:
            if not written:
                self._draw(before)

    def _draw(self, headline: Headline) -> None:
        """Draw an article's marks in the list and in the reader."""
        self._view.patch([headline])
        shown = self._reader.article
        if shown is not None and shown.id == headline.id:
            self._reader.show(replace(shown, read=headline.read, starred=headline.starred))
