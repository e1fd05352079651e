"""``dateline feeds``: the list of feeds, as the config has it and as the archive knows it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from store.models import FeedSettings
from tui import offering
from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import put, put_json, say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse

    from store.models import FeedState, Standstill
    from tui.config import Config
    from tui.config.edit import FeedsFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    commands = parser.add_subparsers(dest="what", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="print the configured feeds and how each is")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    adding = commands.add_parser("add", help="add a feed to your config: its URL, or that of a page of its site")
    adding.add_argument("url", metavar="URL")
    adding.add_argument("--as-is", action="store_true", help="add just this URL, without looking what is there")
    for key, words in (
        ("name", "what to call it; else its own title"),
        ("kind", "auto, feed, sitemap, liveblog, telegram or page"),
        ("country", "ISO code of the outlet's country"),
        ("affiliation", "independent, state, party, military or agency"),
        ("interval", "a fixed interval, such as 5m"),
    ):
        adding.add_argument(f"--{key}", metavar=key.upper(), default="", help=words)
    removing = commands.add_parser("remove", help="take a feed off your config; its articles stay")
    removing.add_argument("url", metavar="URL", help="or its name")
    checking = commands.add_parser("check", help="fetch the feeds (or one URL) and say what each gives; stores nothing")
    checking.add_argument("url", nargs="?", metavar="URL")
    checking.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, words in (
        ("pause", "stop polling a feed until it is resumed"),
        ("resume", "go on polling a paused feed"),
        ("poll", "have the running archiver poll a feed now"),
    ):
        commands.add_parser(name, help=words).add_argument("url", metavar="URL", help="or its name")
    offering.add_arguments(commands)
    reparsing = commands.add_parser("reparse", help="read the kept bodies again, after a parser got better")
    reparsing.add_argument("url", nargs="?", metavar="URL", help="only of this feed")
    importing = commands.add_parser("import", help="add the feeds of an OPML file")
    importing.add_argument("file", metavar="OPML", help="- is standard input")
    commands.add_parser("export", help="print the configured feeds as OPML")


def run(args: argparse.Namespace) -> int:
    """Do the subcommand.

    Gives:
        0, or from ``check`` 1 if a feed is not as it should be.

    Raises:
        UsageError: No such feed, or a feed that is there already.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from tui import feedcontrol

    return {
        "list": _list,
        "add": _add,
        "remove": _remove,
        "check": _check,
        "pause": feedcontrol.pause,
        "resume": feedcontrol.resume,
        "poll": feedcontrol.poll,
        "reparse": feedcontrol.reparse,
        "offers": offering.offers,
        "follow": offering.follow,
        "dismiss": offering.dismiss,
        "import": _import,
        "export": _export,
    }[args.what](args)


def _list(args: argparse.Namespace) -> int:
    config = load_config(args)
    path = config.archive_path(args.archive)
    known = _known(path)
    states = tuple(known.get(feed.url) or _unpolled(feed, config) for feed in config.feeds)
    if args.json:
        from tui import jsonshape

        for state in states:
            put_json(jsonshape.feed(state))
    else:
        from tui.commands.status import print_feeds, print_standstill

        print_standstill(_standstill(path))
        print_feeds(states)
    return 0


def _standstill(archive: Path) -> Standstill | None:
    """Give what holds a running archiver up; None where there is none."""
    from store.lease import holder
    from store.paths import is_there
    from store.reader import Reader

    if not is_there(archive) or holder(archive) is None:
        return None
    with Reader(archive) as reader:
        return reader.status().standstill


def _known(archive: Path) -> dict[str, FeedState]:
    """Give what the archive knows of each feed; nothing where there is no archive yet."""
    from store.paths import is_there
    from store.reader import Reader

    if not is_there(archive):
        return {}

    with Reader(archive) as reader:
        return {state.url: state for state in reader.feeds()}


def _unpolled(feed: FeedSettings, config: Config) -> FeedState:
    """Give the state of a feed that no archiver has met yet."""
    from store.models import FeedState

    return FeedState(
        id=0,
        url=feed.url,
        name=feed.name,
        kind=feed.kind,
        state="ok",
        country=feed.country,
        affiliation=feed.affiliation,
        last_poll=None,
        last_success=None,
        next_poll=None,
        interval_s=feed.interval_s or config.polling.interval_s,
        failures=0,
        error=None,
        http_status=None,
        etag=None,
        last_modified=None,
        body_hash=None,
        retry_after=None,
        articles=0,
    )


def _add(args: argparse.Namespace) -> int:
    feed = _feed_from(args)
    file = _feeds_file(args)
    _refuse_known(feed.url, file)
    if not args.as_is and feed.kind in ("auto", "feed"):
        from tui.adding import find

        feed = find(feed, load_config(args).polling)
        _refuse_known(feed.url, file)
    file.add([feed])
    file.write()
    say(f"Added to {file.path}.{_copied(file.copied_defaults)}")
    return 0


def _refuse_known(url: str, file: FeedsFile) -> None:
    if url in file.urls():
        raise UsageError(f"{url}: already there, in {file.path}")


def _feed_from(args: argparse.Namespace) -> FeedSettings:
    """Read the new feed's keys just as the config's are read."""
    from tui.config.schema import FEEDS

    values = {}
    for key in FEEDS:
        given = getattr(args, key.name, "")
        if given:
            try:
                values[key.field or key.name] = key.read(given)
            except ValueError as error:
                option = "URL" if key.name == "url" else f"--{key.name}"
                raise UsageError(f"{option}: {error}") from None
    return FeedSettings(**values)


def _remove(args: argparse.Namespace) -> int:
    file = _feeds_file(args)
    url = file.remove(args.url)
    file.write()
    say(f"Removed {url} from {file.path}; its articles stay.{_copied(file.copied_defaults)}")
    return 0


def _copied(defaults: bool) -> str:
    return " The default feeds were copied there first, so that they stay." if defaults else ""


def _feeds_file(args: argparse.Namespace) -> FeedsFile:
    return offering.feeds_file(home_path(args.config) if args.config else None)


def _check(args: argparse.Namespace) -> int:
    from tui.checking import check_feeds

    config = load_config(args)
    known = {feed.url: feed for feed in config.feeds}
    feeds = config.feeds
    if args.url:
        feeds = (known.get(args.url) or _feed_from(args),)
    return check_feeds(feeds, config.polling, as_json=args.json)


def _import(args: argparse.Namespace) -> int:
    from feeds.errors import FeedError
    from feeds.opml import read_opml

    try:
        body = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
        found = read_opml(body)
    except OSError as error:
        raise UsageError(f"{args.file}: {error.strerror}") from None
    except FeedError as error:
        raise UsageError(f"{args.file}: {error}") from None
    file = _feeds_file(args)
    there = set(file.urls())
    new = [feed for feed in found if feed.url not in there]
    if new:
        file.add(new)
        file.write()
    copied = _copied(file.copied_defaults and bool(new))
    say(f"{count_of(len(new), 'feed')} added to {file.path}, {len(found) - len(new)} were there already.{copied}")
    return 0


def _export(args: argparse.Namespace) -> int:
    from feeds.opml import write_opml

    put(write_opml(load_config(args).feeds).rstrip("\n"))
    return 0
