"""``dateline --plain``: the desk as a stream, one line of plain words for each dispatch, without a screen.

Nothing is drawn, moved or coloured, so a screen reader reads each line once, as it comes.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.output import put, say
from tui.spoken import dispatch, revised
from tui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from store.models import Article
    from store.query import Filter
    from store.reader import Reader
    from tui.child import ArchiverState
    from tui.config import Config

RECENT = 10
"""Dispatches told at the beginning, the oldest first."""
PAUSE_S = 0.25
_PAGE = 200


def run(config: Config, *, archive: Path, child: Sequence[str]) -> int:
    """Tell the newest dispatches, and then each as it comes in, until Ctrl+C or SIGTERM.

    Raises:
        ArchiveError: the archive can't be used (exit code 3).
    """
    from store.query import Filter
    from store.reader import Reader
    from store.schema import prepare
    from tui.commands.desk import supervisor
    from tui.muting import nodes

    prepare(archive)
    keeper = supervisor(child, archive)
    try:
        if keeper is not None:
            keeper.start()
        with Reader(archive) as reader, _until_told_to_stop() as stop:
            feeds = count_of(len(config.feeds), "feed")
            say(f"Dateline. {feeds}, {count_of(reader.status().articles, 'article')}. Ctrl+C ends it.")
            shown = Filter(muted=nodes(config.mutes))
            _follow(reader, shown, stop, (lambda: keeper.state) if keeper is not None else None)
    finally:
        if keeper is not None:
            keeper.stop()
    return 0


def _follow(reader: Reader, shown: Filter, stop: threading.Event, archiver: Callable[[], ArchiverState] | None) -> None:
    """Print what of `shown` is there and what comes, and say when the archiver changes."""
    from store.changes import ChangeWatcher

    since, told = datetime.now(UTC), set[tuple[int, int]]()
    watcher = ChangeWatcher(reader)
    newest = reader.headlines(shown, limit=RECENT)
    last = newest[0].id if newest else 0
    _tell(reader, [row.id for row in reversed(newest)])
    words = ""
    while not stop.is_set():
        if archiver is not None and (now := archiver().words()) != words:
            words = now
            say(f"{words[:1].upper()}{words[1:]}.")
        changes = watcher.poll()
        if changes is None:
            stop.wait(PAUSE_S)
            continue
        while fresh := reader.headlines(shown, after=last, limit=_PAGE):
            last = fresh[0].id
            _tell(reader, [row.id for row in reversed(fresh)])
        changed = [one for one in changes.changed_ids[::-1] if reader.headlines(shown, after=one - 1, before=one + 1)]
        for article in reader.articles(changed):
            if _changed_since(reader, article, since) and (article.id, article.revisions) not in told:
                told.add((article.id, article.revisions))
                _print(revised(article, datetime.now(UTC)))


def _changed_since(reader: Reader, article: Article, since: datetime) -> bool:
    """Whether an article that changed got another text, and not only a mark of its reader."""
    if article.revisions < 2:
        return False
    return reader.revisions(article.id)[-1].seen_at >= since.replace(microsecond=0)


def _tell(reader: Reader, ids: Sequence[int]) -> None:
    for article in reader.articles(ids):
        _print(dispatch(article, datetime.now(UTC)))


def _print(words: str) -> None:
    put(words)
    sys.stdout.flush()


@contextmanager
def _until_told_to_stop() -> Iterator[threading.Event]:
    """Give what is set by SIGINT and SIGTERM, as the desk ends by them: in good order, with exit code 0."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
