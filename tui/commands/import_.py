"""``dateline import``: articles and feeds from elsewhere: our own exports, newsboat's cache and list of feeds."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import tempfile
from typing import IO, TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feeds.importing import Imported
    from feeds.incoming import Incoming
    from feeds.newsboat import Urls
    from store.models import FeedSettings
    from tui.config import Config

_MOST_NAMED = 5
_LARGEST_LIST = 10 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="an export in jsonl (- for standard input), newsboat's cache.db, or newsboat's urls",
    )


def run(args: argparse.Namespace) -> int:
    """Take each file over; what it is shows in it.

    Gives:
        0, or 1 if a line of a file could not be used.

    Raises:
        UsageError: A file can't be read, or is none of these.
        ConfigError, ArchiveError: Config or archive can't be used, or an archiver is running.
    """
    from feeds.errors import ParseError

    config = load_config(args)
    well = True
    for name in args.files:
        try:
            with _opened(name) as file:
                well &= _import(name, file, config, args)
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from None
        except ParseError as error:
            raise UsageError(str(error)) from None
    return 0 if well else 1


@contextlib.contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file that can be sought in; standard input is first copied to one."""
    if name != "-":
        with home_path(name).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.seek(0)
        yield copy


def _import(name: str, file: IO[bytes], config: Config, args: argparse.Namespace) -> bool:
    """Take one file over; give False where parts of it could not be used."""
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"SQLite format 3\0"):
        return _import_cache(home_path(name), config, args)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _import_lines(name, file, config, args)
    if text.startswith(b"<"):
        raise UsageError(f"{name}: this looks like a list of feeds in OPML: `dateline feeds import` reads those")
    return _import_urls(name, file.read(_LARGEST_LIST), args)


def _import_cache(path: Path, config: Config, args: argparse.Namespace) -> bool:
    from feeds.newsboat import Cache

    with Cache(path) as cache:
        result = _store(cache.articles(), cache.count, config, args)
    say(_told(str(path), result))
    return True


def _import_lines(name: str, file: IO[bytes], config: Config, args: argparse.Namespace) -> bool:
    from tui.jsonread import lines_backwards, read_article

    wrong: list[str] = []

    def articles() -> Iterator[Incoming]:
        for number, line in lines_backwards(file):
            try:
                yield read_article(line)
            except ValueError as error:
                wrong.append(f"{name}:{number}: {error}")

    result = _store(articles(), None, config, args)
    for words in wrong[:_MOST_NAMED]:
        say(words)
    if wrong[_MOST_NAMED:]:
        say(f"{count_of(len(wrong) - _MOST_NAMED, 'more line')} of {name} could not be used.")
    say(_told(name, result))
    return not wrong


def _store(items: Iterable[Incoming], total: int | None, config: Config, args: argparse.Namespace) -> Imported:
    from feeds.importing import import_articles

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            of = "" if total is None else f" of {total:,}"
            sys.stderr.write(f"\r{done:,}{of} articles read")
            sys.stderr.flush()

    countries = {feed.url: feed.country for feed in config.feeds}
    archive = config.archive_path(args.archive)
    try:
        return asyncio.run(import_articles(archive, config.tagger, items, progress, countries))
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


def _told(name: str, result: Imported) -> str:
    were = "was" if result.known == 1 else "were"
    return f"{name}: {count_of(result.new, 'new article')}, {result.known:,} {were} there already."


def _import_urls(name: str, text: bytes, args: argparse.Namespace) -> bool:
    """Put the feeds of a newsboat ``urls`` file into the config; their tags become comments."""
    from feeds.newsboat import read_urls
    from tui.config.edit import FeedsFile

    try:
        urls = read_urls(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{name}: neither JSON lines nor an SQLite file nor a list of feeds in UTF-8") from None
    if not urls.feeds:
        raise UsageError(f"{name}: no feed on the web is listed there, and it is no other file that can be imported")
    file = FeedsFile(home_path(args.config) if args.config else None)
    there = set(file.urls())
    new = [feed for feed in urls.feeds if feed.url not in there]
    if new:
        file.add(new, {url: f"tags: {tags}" for url, tags in urls.tags.items()})
        file.write()
    _tell_urls(name, file.path, urls, new, copied=file.copied_defaults and bool(new))
    return True


def _tell_urls(name: str, config: Path, urls: Urls, new: list[FeedSettings], *, copied: bool) -> None:
    for words in urls.skipped[:_MOST_NAMED]:
        say(f"{name}: {words}; left out.")
    if urls.skipped[_MOST_NAMED:]:
        say(f"{count_of(len(urls.skipped) - _MOST_NAMED, 'more line')} left out.")
    were = "was" if len(urls.feeds) - len(new) == 1 else "were"
    say(f"{count_of(len(new), 'feed')} added to {config}, {len(urls.feeds) - len(new)} {were} there already.")
    if copied:
        say("The default feeds were copied there first, so that they stay.")
    if urls.tags:
        say("Their tags stand beside them as comments; filters such as city: and source: do their work here.")
