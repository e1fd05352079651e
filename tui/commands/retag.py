"""``dateline retag``: every article tagged again, after the tagger or the gazetteer changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.errors import UsageError
from tui.opening import load_config
from tui.output import say
from tui.wording import count_of

if TYPE_CHECKING:
    import argparse

    from feeds.retag import Retagged


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: the whole archive is tagged."""


def run(args: argparse.Namespace) -> int:
    """Tag the archive again, with progress on standard error.

    Gives:
        0, or 1 where some articles could not be tagged and keep their old tags.

    Raises:
        UsageError: The tagger can't start.
        ConfigError, ArchiveError: Config or archive can't be used, or an archiver holds the archive.
    """
    import asyncio

    from feeds.errors import FeedError
    from feeds.retag import retag_all
    from store.schema import inspect

    config = load_config(args)
    archive = config.archive_path(args.archive)
    inspect(archive)
    bar = _Progress()
    try:
        done = asyncio.run(retag_all(archive, config.tagger, bar))
    except FeedError as error:
        raise UsageError(str(error)) from None
    except KeyboardInterrupt:
        bar.end()
        say("Stopped. What is done stays done; `dateline retag` goes on from there.")
        raise
    bar.end()
    say(_words(done))
    return 1 if done.failed else 0


class _Progress:
    """One line on a terminal that says how far it has come; nothing elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if self._live and total:
            sys.stderr.write(f"\rTagged {done:,} of {count_of(total, 'article')} ({done * 100 // total} %)")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            sys.stderr.write("\n")
            self._shown = False


def _words(done: Retagged) -> str:
    words = f"{count_of(done.articles, 'article')} tagged again, {done.changed:,} with other tags than before."
    if done.resumed:
        words += " An earlier run had tagged the rest."
    if done.failed:
        words += f" {count_of(done.failed, 'article')} could not be tagged and keep their old tags."
    return words
