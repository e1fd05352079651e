"""Read and starred marks: drawn at once, written behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

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
            await self.set_all_read([headline], read=read)

    async def headlines(self, article_ids: Sequence[int]) -> list[Headline]:
        """Give the headlines of those articles that are still there."""
        shown = {row.id: row for row in self._view.window.rows}
        others = [one for one in article_ids if one not in shown]
        read = await self._session.data.ask(lambda reader: reader.headlines_by_id(others)) if others else []
        found = {**shown, **{row.id: row for row in read}}
        return [found[one] for one in article_ids if one in found]

    async def set_all_read(self, headlines: Sequence[Headline], *, read: bool) -> None:
        """Mark articles read or unread.

        Raises:
            store.errors.ArchiveError: it could not be written; what is drawn is put back.
        """
        ids = [headline.id for headline in headlines]
        after = [replace(headline, read=read) for headline in headlines]
        await self._mark(headlines, after, lambda: self._session.marks.set_read(ids, read))

    async def set_all_starred(self, headlines: Sequence[Headline], *, starred: bool) -> None:
        """Star articles or take their stars away.

        Raises:
            store.errors.ArchiveError: it could not be written; what is drawn is put back.
        """
        ids = [headline.id for headline in headlines]
        after = [replace(headline, starred=starred) for headline in headlines]
        await self._mark(headlines, after, lambda: self._session.marks.set_starred(ids, starred))

    async def _mark(
        self, before: Sequence[Headline], after: Sequence[Headline], write: Callable[[], Awaitable[None]]
    ) -> None:
        """Draw `after`, write it, and draw `before` again should that fail; nothing at all where there is nothing."""
        if not after:
            return
        self.draw(after)
        written = False
        try:
            await write()
            written = True
        finally:
            if not written:
                self.draw(before)

    def draw(self, headlines: Sequence[Headline]) -> None:
        """Draw articles' marks in the list and in the reader."""
        self._view.patch(headlines)
        shown = self._reader.article
        headline = next((one for one in headlines if shown is not None and one.id == shown.id), None)
        if shown is not None and headline is not None:
            self._reader.show(replace(shown, read=headline.read, starred=headline.starred))
