"""``dateline feeds offers|follow|dismiss``: the live blogs that articles link to, and what a person says to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from store.models import FeedSettings
from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import Styled, put, put_json, say

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from store.models import OfferedBlog
    from tui.config.edit import FeedsFile


def add_arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the subcommands."""
    listing = commands.add_parser("offers", help="print the live blogs that articles link to")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    following = commands.add_parser("follow", help="add an offered live blog to your config")
    following.add_argument("--as-is", action="store_true", help="without looking what is there")
    dismissing = commands.add_parser("dismiss", help="have a live blog offered no more")
    for one in (following, dismissing):
        one.add_argument("number", type=int, metavar="NUMBER", help="as `dateline feeds offers` prints it")


def offers(args: argparse.Namespace) -> int:
    """Print what is offered, what was linked to last first."""
    found = _offered(_archive(args))
    for one in found:
        if args.json:
            put_json(_shape(one))
        else:
            put(Styled(str(one.id), "bold"), f"  {one.title}", Styled(f"  {one.source}", "dim"))
            put(Styled(f"   {' ' * len(str(one.id))}{one.url}", "cyan"))
    if not found and not args.json:
        put("No live blogs are offered.")
    return 0


def follow(args: argparse.Namespace) -> int:
    """Add an offered live blog to the config."""
    archive = _archive(args)
    blog = _one(archive, args.number)
    file = feeds_file(home_path(args.config) if args.config else None)
    feed = FeedSettings(blog.url, proxy=file.proxy(blog.feed))
    if not args.as_is and feed.url not in file.urls():
        from tui.adding import find

        feed = find(feed, load_config(args).polling)
    say(put_down(file, feed))
    decide(archive, blog.id, "followed")
    return 0


def dismiss(args: argparse.Namespace) -> int:
    """Have a live blog offered no more."""
    archive = _archive(args)
    blog = _one(archive, args.number)
    decide(archive, blog.id, "dismissed")
    say(f"{blog.url} is offered no more.")
    return 0


def put_down(file: FeedsFile, feed: FeedSettings) -> str:
    """Write a live blog into the config, where it is not there, and say so.

    Raises:
        ConfigError: The change would make the config unusable; it is left as it was.
        UsageError: The config can't be written.
    """
    if feed.url in file.urls():
        return f"{feed.url} is in {file.path} already."
    file.add([feed])
    file.write()
    return f"Followed from now on: added to {file.path}."


def decide(archive: Path, number: int, state: Literal["followed", "dismissed"]) -> None:
    """Note what a person says to an offer.

    Raises:
        ArchiveError: The archive can't be written.
    """
    from store import offers as stored
    from store.writer import Writer

    with Writer(archive) as writer:
        writer.submit(stored.decide(number, state)).result()


def feeds_file(path: Path | None) -> FeedsFile:
    """Open the feeds of the config at `path`, or of the usual one.

    Raises:
        ConfigError: The file can't be used as it is.
        UsageError: It can't be changed by a program.
    """
    from tui.config.edit import FeedsFile

    return FeedsFile(path)


def _one(archive: Path, number: int) -> OfferedBlog:
    for one in _offered(archive):
        if one.id == number:
            return one
    raise UsageError(f"no live blog is offered as number {number}")


def _offered(archive: Path) -> list[OfferedBlog]:
    from store.reader import Reader

    with Reader(archive) as reader:
        return reader.offered_blogs()


def _archive(args: argparse.Namespace) -> Path:
    from store.schema import inspect

    archive = load_config(args).archive_path(args.archive)
    inspect(archive)
    return archive


def _shape(one: OfferedBlog) -> dict[str, object]:
    from tui.jsonshape import stamp

    return {
        "number": one.id,
        "url": one.url,
        "title": one.title,
        "source": one.source,
        "first_seen": stamp(one.first_seen),
        "last_seen": stamp(one.last_seen),
    }
