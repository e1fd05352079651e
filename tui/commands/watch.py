"""``dateline watch``: what is watched for, and a try of how a watch tells of it."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store.query import parse
from tui import jsonshape
from tui.errors import UsageError
from tui.muting import watched
from tui.opening import load_config, open_reader
from tui.output import Styled, json_line, put, put_json, say
from tui.wording import moment

if TYPE_CHECKING:
    import argparse

    from feeds.watching.settings import WatchSettings
    from store.models import Article
    from tui.config import Config

TRIED_DAYS = 7
"""Days that `test` looks back."""
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="list|test")
    listing = parts.add_parser("list", help="the watches of the config")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    test = parts.add_parser("test", help="what a watch would have found lately; tells of the newest")
    test.add_argument("name", metavar="NAME", help="the watch's name")
    test.add_argument("--dry-run", action="store_true", help="ring, show and run nothing")


def run(args: argparse.Namespace) -> int:
    """Do the command.

    Gives:
        0; 1 where a way of telling failed.

    Raises:
        ConfigError, ArchiveError: Config or archive can't be used.
        UsageError: There is no watch of that name.
    """
    config = load_config(args)
    if args.part == "list":
        return _list(config, as_json=args.json)
    watch = next((one for one in config.watch if one.name == args.name), None)
    if watch is None:
        names = ", ".join(one.name for one in config.watch) or "there is none"
        raise UsageError(f"no watch is called {args.name}; in the config: {names}")
    return _test(args, config, watch)


def _list(config: Config, *, as_json: bool) -> int:
    for watch in config.watch:
        if as_json:
            put_json(jsonshape.watch(watch))
            continue
        quiet = f", quiet {watch.quiet}" if watch.quiet else ""
        put(
            Styled(watch.name, "yellow"),
            f"  {watch.query}  ",
            Styled(f"{', '.join(watch.notify) or '–'}{quiet}", "dim"),
        )
    if not config.watch and not as_json:
        say("No watch is in your config: docs/watches.md tells how.")
    return 0


def _test(args: argparse.Namespace, config: Config, watch: WatchSettings) -> int:
    since = (datetime.now(UTC) - timedelta(days=TRIED_DAYS)).strftime("%Y-%m-%d")
    query = watched(watch.query, config.mutes)
    with open_reader(args, config) as reader:
        where = parse(f"({query}) since:{since}")
        count, newest = reader.count(where, 1_000), reader.headlines(where, limit=_SHOWN)
        latest = newest or reader.headlines(parse(query), limit=1)
        article = reader.article(latest[0].id) if latest else None
    found = "1 article" if str(count) == "1" else f"{count} articles"
    verb = "matches" if str(count) == "1" else "match"
    put(Styled(watch.name, "yellow"), f": {found} of the last {TRIED_DAYS} days {verb}")
    for one in newest:
        put(Styled(moment(one.published), "dim"), "  ", Styled(one.source, "cyan"), " · ", one.title)
    if article is None:
        say("Nothing in the archive matches, so there is nothing to tell of.")
        return 0
    if args.dry_run:
        return 0
    return asyncio.run(_tell(watch, article))


async def _tell(watch: WatchSettings, article: Article) -> int:
    """Tell of an article in every way that the watch asks for, quiet hours or not; say how that went."""
    from feeds.watching.desktop import Desktop
    from feeds.watching.telling import run_command

    results: list[tuple[str, str | None]] = []
    if "bell" in watch.notify:
        terminal = sys.stderr.isatty()
        if terminal:
            sys.stderr.write("\a")
            sys.stderr.flush()
        results.append(("bell", None if terminal else "there is no terminal to ring"))
    if "desktop" in watch.notify:
        words = await Desktop().try_out(f"{watch.name}: {article.title}", article.source)
        results.append(("desktop", words))
    if "command" in watch.notify:
        results.append(("command", await run_command(watch, json_line(jsonshape.article(article)), 0)))
    for kind, words in results:
        say(f"{kind}: ", Styled(words, "red") if words else "done")
    if not results:
        say("It tells of nothing: its alerts only stand in the alerts pane.")
    return 1 if any(words for _, words in results) else 0
