"""What is read of stories: a list with one row for each, how much there is of them, and the reports of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.headline_reading import HeadlineReading
from store.models import Report, Story, StoryCount, StoryRow
from store.muting import asked
from store.origins import COPY
from store.search import select
from store.selection import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.models import Headline
    from store.query import Filter

_CHUNK = 300
"""Stories or articles that one statement asks for."""
_COUNTS = (
    "SELECT h.story, COUNT(*), COUNT(DISTINCT h.feed_id), MAX(1, COUNT(DISTINCT o.origin)), MAX(h.id)"
    " FROM headlines h INDEXED BY headlines_story LEFT JOIN origins o ON o.article = h.id"
    " WHERE h.story IS NOT NULL AND h.story IN ({}) GROUP BY h.story"
)
_NEWER = (
    "SELECT story, id FROM headlines INDEXED BY headlines_story WHERE story IS NOT NULL AND story IN ({}) AND id > ?"
)


class StoryReading(HeadlineReading):
    """The part of the reader that knows stories."""

    def grouped(
        self, where: Filter, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> list[StoryRow]:
        """Give a page of the list in which a story is one row: its newest report that matches; newest arrival first.

        Args:
            where: which reports.
            before: the rows next older than this id.
            after: the rows next newer than this id.
            limit: how many at most.
        """
        kept: list[Headline] = []
        while len(kept) < limit:
            page = self.headlines(where, before=before, after=after, limit=limit)
            shown = self._newest(page, where)
            if after is None:
                kept += shown
                before = page[-1].id if page else None
            else:
                kept = shown + kept
                after = page[0].id if page else None
            if len(page) < limit:
                break
        kept = kept[:limit] if after is None else kept[-limit:]
        counts = self.stories([row.story for row in kept if row.story is not None])
        return [StoryRow(row, None if row.story is None else counts.get(row.story)) for row in kept]

    def stories(self, ids: Iterable[int]) -> dict[int, StoryCount]:
        """Give how much there is of those of `ids` that are ids of stories."""
        found: dict[int, StoryCount] = {}
        wanted = list(dict.fromkeys(ids))
        with self._reading():
            for start in range(0, len(wanted), _CHUNK):
                chunk = wanted[start : start + _CHUNK]
                for story, reports, outlets, origins, latest in self._connection.execute(
                    _marked(_COUNTS, chunk), chunk
                ):
                    found[story] = StoryCount(story, reports, outlets, max(1, origins), latest)
        return found

    def story(self, article_id: int) -> Story | None:
        """Give the story that holds an article; None where it stands alone or is gone."""
        with self._reading():
            row = self._connection.execute("SELECT story FROM headlines WHERE id = ?", (article_id,)).fetchone()
            if row is None or row[0] is None:
                return None
            rows = self._connection.execute(
                "SELECT h.id, o.origin, o.reason FROM headlines h LEFT JOIN origins o ON o.article = h.id"
                " WHERE h.story = ? ORDER BY h.id",
                row,
            ).fetchall()
            known = {headline.id: headline for headline in self.headlines_by_id([one[0] for one in rows])}
            reports = (_report(known[one], origin, reason) for one, origin, reason in rows if one in known)
            return Story(row[0], tuple(reports))

    def _newest(self, page: Sequence[Headline], where: Filter) -> list[Headline]:
        """Give those rows of which no newer report of the same story matches."""
        told = {row.story for row in page if row.story is not None}
        if not told:
            return list(page)
        stories, oldest = sorted(told), min(row.id for row in page)
        newer: list[tuple[int, int]] = []
        with self._reading():
            for start in range(0, len(stories), _CHUNK):
                chunk = stories[start : start + _CHUNK]
                newer += self._connection.execute(_marked(_NEWER, chunk), (*chunk, oldest)).fetchall()
        unknown = [article for _, article in newer]
        matching = set(unknown) if asked(where) is None else self._matching(where, unknown)
        latest: dict[int, int] = {}
        for story, article in newer:
            if article in matching:
                latest[story] = max(article, latest.get(story, 0))
        return [row for row in page if row.story is None or latest.get(row.story, 0) <= row.id]

    def _matching(self, where: Filter, ids: Sequence[int]) -> set[int]:
        """Give those of `ids` whose article matches."""
        found: set[int] = set()
        with self._reading():
            for start in range(0, len(ids), _CHUNK):
                chosen = select(self._connection, where, ids[start : start + _CHUNK])
                sql, values = union(chosen, after=None, before=None)
                found.update(row[0] for row in self._connection.execute(sql, values))
        return found


def _report(headline: Headline, origin: str | None, reason: str | None) -> Report:
    if origin is None or reason is None:
        return Report(headline, headline.source, "own")
    if reason.startswith(COPY):
        return Report(headline, origin, "copy", int(reason.removeprefix(COPY)))
    return Report(headline, origin, "credit" if reason == "credit" else "own")


def _marked(sql: str, values: Sequence[int]) -> str:
    return sql.format(", ".join("?" * len(values)))
