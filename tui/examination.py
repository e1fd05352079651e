"""What `dateline doctor` looks at: each check gives a finding in words, and never fails itself."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING

from store.errors import ArchiveError
from tui.archive_checks import Finding, look_at
from tui.arguments import home_path
from tui.errors import ConfigError
from tui.wording import count_of, in_trouble, size, state_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.models import FeedState
    from tui.config import Config

LEAST_FREE = 200 << 20
"""Bytes that must be free beside the archive: a few days of feeds, and room for the write-ahead log."""
_NAMED = 3
"""So many feeds in trouble are named."""
SMALLEST = (60, 15)
"""Columns and lines below which the desk can't show anything."""


def examine(config_file: str | None, archive_file: str | None, *, full: bool = False) -> Iterator[Finding]:
    """Look at config, gazetteer, archive, disk, feeds, proxies and terminal, in that order.

    Without a config that can be used, only the archive that is named and the terminal are looked at besides.

    Args:
        config_file: The config, or None for the usual one.
        archive_file: The archive, or None for the config's.
        full: True to read all of the archive.
    """
    from tui import proxies
    from tui.config import load

    try:
        config = load(home_path(config_file) if config_file else None)
    except ConfigError as error:
        yield Finding("config", ok=False, words=str(error))
        if archive_file:
            yield from look_at(home_path(archive_file), full=full)
    else:
        source = config.source or "no file of your own; the defaults hold"
        yield Finding("config", ok=True, words=f"{source}; {count_of(len(config.feeds), 'feed')}")
        yield _gazetteer(config)
        archive = config.archive_path(archive_file)
        yield from look_at(archive, full=full)
        yield _disk(archive)
        yield from _feeds(archive)
        yield from proxies.look_at(config)
    yield _terminal()


def _gazetteer(config: Config) -> Finding:
    from tagger.tagger import Tagger

    try:
        tagger = Tagger.load(config.tagger)
    except ValueError as error:
        return Finding("gazetteer", ok=False, words=str(error))
    return Finding("gazetteer", ok=True, words=f"version {tagger.version}")


def _disk(archive: Path) -> Finding:
    folder = next(folder for folder in archive.absolute().parents if os.path.isdir(folder))  # noqa: PTH112 - the method raises
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding("disk", ok=False, words=f"{folder}: can't be written")
    return Finding("disk", ok=free >= LEAST_FREE, words=f"{folder}: {size(free)} free")


def _feeds(archive: Path) -> Iterator[Finding]:
    """Look at the feeds, where there is an archive that can be read."""
    from store.reader import Reader

    try:
        with Reader(archive) as reader:
            feeds = reader.feeds()
    except ArchiveError:
        return
    trouble = [f"{feed.name} ({feed.error or feed.state})" for feed in feeds if in_trouble(feed)]
    if not trouble:
        yield Finding("feeds", ok=True, words=_in_order(feeds))
        return
    named = ", ".join(trouble[:_NAMED])
    more = f", and {len(trouble) - _NAMED} more: see `dateline status`" if len(trouble) > _NAMED else ""
    yield Finding("feeds", ok=False, words=f"{len(trouble)} of {len(feeds)} in trouble: {named}{more}")


def _in_order(feeds: Sequence[FeedState]) -> str:
    """Say how feeds are of which none is in trouble."""
    words = Counter("well" if feed.state == "ok" and feed.last_poll else state_word(feed) for feed in feeds)
    if words.keys() <= {"well"}:
        return f"all {len(feeds)} well"
    told = (("paused", "paused"), ("new", "not asked yet"), ("well", "well"))
    return ", ".join(f"{words[state]} {said}" for state, said in told if words[state])


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", ok=True, words="standard output is none")
    columns, lines = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    name = os.environ.get("TERM", "")
    wrong = [
        f"{columns}x{lines} is too small, the desk needs {SMALLEST[0]}x{SMALLEST[1]}"
        if columns < SMALLEST[0] or lines < SMALLEST[1]
        else "",
        f"its encoding is {encoding or 'unknown'}, not UTF-8" if encoding != "utf8" else "",
        "TERM is not set, or dumb" if name in ("", "dumb") else "",
    ]
    complaints = [words for words in wrong if words]
    return Finding("terminal", ok=not complaints, words="; ".join(complaints) or f"{name}, {columns}x{lines}, UTF-8")
