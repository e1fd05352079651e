"""Runs a case through the real archiver, into an archive of its own, and says what is not right about it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.archiver import ArchiverSettings, archive
from feeds.settings import PollingSettings
from store.models import FeedSettings
from store.query import EVERYTHING
from store.reader import Reader
from store.text import strip_controls
from tagger.settings import TaggerSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from feeds.reports import PollReport
    from store.models import Article, FeedState

    from .catalogue import Case, HostileServer

_WATCH_S = 22.0
"""How long a case about the schedule is watched from its first poll on; the longest gap that is asked for is 20 s."""
_START_S = 60.0
"""How long a first poll may take."""
_EAGER_S = 12
"""The interval where nothing holds us back: below every gap that a server asks for, above that of a plain backoff."""
_SECRETS = ("s3cr3t-pw-Zk81",)
_PAGE = 1_000
_WORDS = {
    "B09": "refused",
    "B10": "refused",
    "B11": "refused",
    "B15": "refused",
    "C11": "credentials",
    "C12": "browser check",
    "N09": "certificate",
}
"""What the recorded error must say where the catalogue asks for words; B09 only where it is really served."""


@dataclass(slots=True)
class Result:
    """What came of a case."""

    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    rows: int = 0
    words: list[str] = field(default_factory=list)
    """What each poll came to."""


async def run(case: Case, server: HostileServer, allowed: Sequence[str], folder: Path) -> Result:
    """Poll a case as often as it wants and check everything the catalogue asks for."""
    result = Result()
    path = folder / f"{case.id}.db"
    settings = ArchiverSettings(
        archive=path, feeds=(FeedSettings(case.url),), polling=_polling(case, allowed), tagger=TaggerSettings()
    )
    reports: list[PollReport] = []
    started = time.monotonic()
    with _collected_logs() as logs:
        try:
            if case.scheduled:
                await _watch(settings, reports)
            else:
                for _ in range(case.polls):
                    await archive(settings, once=True, report=reports.append, stop=asyncio.Event())
        except Exception as error:  # noqa: BLE001 - whatever escapes is the finding
            result.wrong.append(f"the archiver raised {type(error).__name__}: {error}")
    result.seconds = time.monotonic() - started
    result.words = [report.words for report in reports]
    if result.wrong:
        return result
    with Reader(path) as reader:
        feed = reader.feeds()[0]
        articles = _articles(reader)
        versions = [text for article in articles for text in _texts(reader, article)]
    result.rows = len(articles)
    result.wrong += [
        *_slow(case, result.seconds),
        *_ending(case, feed),
        *_content(case, feed, articles, versions),
        *_safety(case, feed, articles, versions, [*logs, *result.words]),
        *await asyncio.to_thread(_wire, case, server),
    ]
    return result


def _polling(case: Case, allowed: Sequence[str]) -> PollingSettings:
    if case.scheduled:
        return PollingSettings(
            interval_s=_EAGER_S, min_interval_s=_EAGER_S, max_interval_s=_EAGER_S, allow_private_networks=tuple(allowed)
        )
    return PollingSettings(allow_private_networks=tuple(allowed))


async def _watch(settings: ArchiverSettings, reports: list[PollReport]) -> None:
    stop = asyncio.Event()
    polled = asyncio.Event()

    def take(report: PollReport) -> None:
        reports.append(report)
        polled.set()

    work = asyncio.ensure_future(archive(settings, once=False, report=take, stop=stop))
    with suppress(TimeoutError):  # on a busy machine the workers take long to start, and only then there is a schedule
        await asyncio.wait_for(polled.wait(), _START_S)
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(work), _WATCH_S)
    stop.set()
    await work


def _slow(case: Case, seconds: float) -> Iterator[str]:
    if not case.scheduled and seconds > case.deadline_s * case.polls:
        yield f"took {seconds:.1f} s, and may take {case.deadline_s:g} s a poll"


def _ending(case: Case, feed: FeedState) -> Iterator[str]:
    if case.outcome == "ok" and (feed.error or feed.state != "ok"):
        yield f"the last poll must be a success, but says {feed.error!r}"
    if case.outcome == "error" and (feed.state == "ok" or not feed.error):
        yield f"the last poll must be a recorded error, but the state is {feed.state} {feed.error!r}"
    if feed.error is not None and feed.error.startswith("internal error"):
        yield f"only the net under all feeds caught it: {feed.error}"
    expected = _WORDS.get(case.id, "")
    if case.id == "B09" and feed.http_status is not None:
        return  # not served where other networks are up
    if expected and expected not in (feed.error or ""):
        yield f"the error must say {expected!r}, but says {feed.error!r}"


def _content(case: Case, feed: FeedState, articles: Sequence[Article], versions: Sequence[str]) -> Iterator[str]:
    whole = "\n".join(versions)
    missing = [text for text in case.want if text not in whole]
    if case.all_or_error and articles and missing:
        yield f"a silent part: {len(articles)} articles"
    may_lack = case.outcome == "any" and feed.error is not None
    if missing and not may_lack:
        yield f"missing {missing}"
    if case.max_rows is not None and len(articles) > case.max_rows:
        yield f"{len(articles)} articles, where at most {case.max_rows} are right"
    if len(articles) < case.min_rows and not may_lack:
        yield f"{len(articles)} articles, where {case.min_rows} are right"
    yield from (f"holds {text!r}" for text in case.never if text in whole)


def _safety(
    case: Case, feed: FeedState, articles: Sequence[Article], versions: Sequence[str], said: Sequence[str]
) -> Iterator[str]:
    """Check what holds for every feed there is: nothing a terminal acts on, no link but a web link, no secret told."""
    shown = [*versions, feed.name, feed.error or ""]
    yield from (f"unsafe text stored: {text[:60]!r}" for text in shown if strip_controls(text) != text)
    yield from (f"unsafe words: {text[:60]!r}" for text in said if strip_controls(text).split() != text.split())
    for article in articles:
        for link in (article.url, *article.links):
            if link is not None and not link.startswith(("http://", "https://")):
                yield f"unsafe link {link[:60]!r}"
    for secret in _SECRETS:
        yield from (f"a password is told: {text[:80]!r}" for text in (*shown, *said) if secret in text)


def _wire(case: Case, server: HostileServer) -> list[str]:
    if not case.wire:
        return []
    right, why = server.verdict(case)
    fine = right or (right is None and ("fine" in why or case.scheduled))
    return [] if fine else [f"on the wire: {why}"]


def _articles(reader: Reader) -> list[Article]:
    found: list[Article] = []
    before: int | None = None
    while page := reader.headlines(EVERYTHING, before=before, limit=_PAGE):
        found += reader.articles([headline.id for headline in page])
        before = page[-1].id
    return found


def _texts(reader: Reader, article: Article) -> Iterator[str]:
    for text in (article.title, article.summary, article.body, article.author, article.url, *article.links):
        yield text or ""
    if article.revisions > 1:
        for revision in reader.revisions(article.id):
            yield from (revision.title, revision.summary, revision.body or "")


@contextmanager
def _collected_logs() -> Iterator[list[str]]:
    """Collect what is logged meanwhile, by this case or by others at the same time: none of it may tell a secret."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    collector = Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(collector)
