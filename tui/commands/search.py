"""``dateline search``: articles that match a query, newest arrival first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.arguments import positive
from tui.muting import by_wish
from tui.opening import load_config, open_reader
from tui.output import Styled, put_json, say, table
from tui.wording import count_of, moment

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from store.models import Headline
    from store.query import Filter
    from store.reader import Reader
    from tui.output import Piece

PAGE = 200
"""Rows that one read asks for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the query, the limit and the forms of output."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="see docs/commands.md; empty finds everything")
    parser.add_argument("--limit", type=positive, default=50, metavar="N", help="at most N articles (50)")
    parser.add_argument("--count", action="store_true", help="only how many match")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print what matches.

    Raises:
        QueryError: With the column at which the query stops making sense.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.query import parse

    where = by_wish(parse(" ".join(args.query)), partial(load_config, args))
    with open_reader(args) as reader:
        if args.count:
            _print_count(reader.count(where).value, as_json=args.json)
        elif args.json:
            _print_json(reader, where, args.limit)
        else:
            _print_rows(reader, where, args.limit)
    return 0


def pages(reader: Reader, where: Filter, limit: int) -> Iterator[list[Headline]]:
    """Give at most `limit` matching headlines, newest first, in pages, so that no read takes long."""
    before: int | None = None
    while limit > 0:
        page = reader.headlines(where, before=before, limit=min(limit, PAGE))
        if not page:
            return
        yield page
        limit -= len(page)
        before = page[-1].id


def _print_count(matches: int, *, as_json: bool) -> None:
    from tui.output import put

    if as_json:
        put_json({"count": matches})
    else:
        put(str(matches))


def _print_json(reader: Reader, where: Filter, limit: int) -> None:
    from tui import jsonshape

    for page in pages(reader, where, limit):
        for article in reader.articles([headline.id for headline in page]):
            put_json(jsonshape.article(article))


def _print_rows(reader: Reader, where: Filter, limit: int) -> None:
    rows = [_row(headline) for page in pages(reader, where, limit) for headline in page]
    table(rows, right=frozenset({0}))
    if not rows:
        say("No article matches.")
        for term, meant in reader.unknown_names(where).items():
            hint = f" Did you mean {' or '.join(meant)}?" if meant else ""
            say(f"No {term.field} called {term.value} is in the archive.{hint}")
    elif len(rows) == limit:
        total = reader.count(where, cap=10_000)
        if total.value > limit:
            say(f"The newest {limit} of {total} articles; --limit N prints more.")
    else:
        say(f"{count_of(len(rows), 'article')}.")


def _row(headline: Headline) -> tuple[Piece, ...]:
    marks = ("★" if headline.starred else "") + ("" if headline.read else "●")
    revised = f" (revision {headline.revisions})" if headline.revisions > 1 else ""
    return (
        Styled(str(headline.id), "dim"),
        moment(headline.published),
        Styled(headline.source, "cyan"),
        headline.dateline or "",
        Styled(marks, "yellow"),
        f"{headline.title}{revised}",
    )
