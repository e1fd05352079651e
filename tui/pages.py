"""Pages of the headline list as the desk asks for them: every report a row, or every story one. Pure but for asking."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.models import Headline, RowDetail
    from store.query import Filter
    from store.reader import Reader

PAGE: Final = 200
"""Headlines asked for at a time."""
FIRST: Final = 128
"""Headlines of a filter that are asked for first: what is in sight, and so much more that a page down needs no other
page; whoever types a filter waits for these."""


@record
class Page:
    """Rows of the list, newest first, with what else stands on their lines."""

    rows: Sequence[Headline] = ()
    details: Mapping[int, RowDetail] = field(default_factory=dict)
    reports: Mapping[int, int] = field(default_factory=dict)
    """How many other reports there are of a row's story, for rows that have any."""
    asked: int = PAGE
    """How many rows were asked for: there are no more of them where fewer came."""

    @property
    def last(self) -> bool:
        """Whether there are no more rows beyond these."""
        return len(self.rows) < self.asked


def read_page(
    reader: Reader,
    where: Filter,
    *,
    grouped: bool,
    before: int | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> Page:
    """Read a page.

    Args:
        reader: the archive's.
        where: which articles.
        grouped: whether a story is one row, its newest report.
        before: the rows next older than this id.
        after: the rows next newer than this id.
        limit: how many at most.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    if grouped:
        found = reader.grouped(where, before=before, after=after, limit=limit)
        reports = {one.headline.id: one.story.reports - 1 for one in found if one.story is not None}
        return Page(rows := [one.headline for one in found], reader.details([row.id for row in rows]), reports, limit)
    return whole(reader, reader.headlines(where, before=before, after=after, limit=limit), limit)


def oldest_page(reader: Reader, where: Filter, *, grouped: bool) -> Page:
    """Read the last page.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    if grouped:
        return read_page(reader, where, grouped=True, after=0)
    return whole(reader, reader.oldest(where, PAGE))


def page_around(reader: Reader, where: Filter, article_id: int, *, grouped: bool) -> tuple[Page, int]:
    """Read the rows around an article, and give how many of them are above it.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    above = read_page(reader, where, grouped=grouped, after=article_id, limit=PAGE // 2)
    below = read_page(reader, where, grouped=grouped, before=article_id + 1)
    page = Page([*above.rows, *below.rows], {**above.details, **below.details}, {**above.reports, **below.reports})
    return page, len(above.rows)


def rows_again(reader: Reader, ids: Sequence[int]) -> Page:
    """Read those rows of `ids` that are still there.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    return whole(reader, reader.headlines_by_id(ids))


def reports_below(reader: Reader, headline: Headline) -> Page:
    """Read the other reports of an article's story, newest first.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    story = reader.story(headline.id)
    rows = [one.headline for one in story.reports if one.headline.id != headline.id][::-1] if story else []
    return Page(rows, reader.details([row.id for row in rows]))


def whole(reader: Reader, rows: Sequence[Headline], asked: int = PAGE) -> Page:
    """Give `rows`, of so many `asked` for, with what else stands on their lines."""
    stories = reader.stories({row.story for row in rows if row.story is not None})
    told = {row.id: stories[row.story].reports - 1 for row in rows if row.story is not None and row.story in stories}
    return Page(rows, reader.details([row.id for row in rows]), told, asked)
