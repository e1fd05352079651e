"""A small archive that was written by the real jobs, and a way to run the command line on it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest

from store import jobs
from store.models import (
    Actor,
    ArticleDraft,
    Event,
    FeedSettings,
    Figure,
    KnownName,
    Place,
    PollOutcome,
    Tags,
)
from store.writer import Writer
from tui.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

NOW = datetime.now(UTC).replace(microsecond=0)
FEED = "https://wire.example/rss"
BROKEN = "https://broken.example/rss"
IRPIN = KnownName(
    "geonames:707753", "place", "Irpin", "city", country="UA", lat=50.52, lon=30.25, aliases=("Ірпінь", "Irpen")
)
MAYOR = KnownName("dateline:markushyn", "actor", "Oleksandr Markushyn", "person", aliases=("Markushyn",))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the developer's own files out of the tests, and ours out of his."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("DATELINE_CONFIG", "DATELINE_ARCHIVE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "home"


def draft(key: str, title: str, summary: str, *, published: datetime = NOW, tags: Tags | None = None) -> ArticleDraft:
    return ArticleDraft(
        key=f"guid:{key}",
        content_hash=blake2b(f"{title}\n{summary}".encode(), digest_size=16).digest(),
        guid=key,
        url=f"https://wire.example/{key}",
        title=title,
        author=None,
        published=published,
        published_raw=published.isoformat(),
        updated=None,
        lang="en",
        summary=summary,
        body=None,
        links=(),
        tags=tags or Tags(),
    )


def irpin(key: str, title: str, *, published: datetime = NOW) -> ArticleDraft:
    """Give a draft about Irpin, with one of everything the tagger finds."""
    summary = "Irpin is ours, Markushyn said. At least 100 people were killed."
    start = len(title) + 2
    place = Place(
        start, start + 5, "Irpin", IRPIN.id, "Irpin", "UA", "city", 50.52, 30.25, "location", event_place=True
    )
    actor = Actor(start + 15, start + 24, "Markushyn", MAYOR.id, MAYOR.name, "person", "mayor of Irpin")
    event = Event(
        "Irpin", IRPIN.id, "control", "claimed", MAYOR.name, start, start + 30, "Irpin is ours, Markushyn said.", None
    )
    figure = Figure(
        start + 31,
        start + 62,
        "At least 100 people were killed",
        100.0,
        "at_least",
        "killed",
        "people",
        "Irpin",
        None,
        "reported",
    )
    return draft(key, title, summary, published=published, tags=Tags((place,), (actor,), (event,), (figure,)))


def commit(archive: Path, *drafts: ArticleDraft, url: str = FEED, error: str | None = None) -> None:
    """Store one poll of a feed, as the archiver does."""
    with Writer(archive) as writer:
        feeds = writer.submit(
            jobs.sync_feeds([FeedSettings(FEED, "Wire"), FeedSettings(BROKEN, "Broken")], NOW)
        ).result()
        feed_id = next(feed.id for feed in feeds if feed.url == url)
        outcome = PollOutcome(
            feed_id=feed_id,
            polled_at=NOW,
            next_poll=NOW + timedelta(minutes=10),
            interval_s=600,
            state="failing" if error else "ok",
            failures=3 if error else 0,
            error=error,
            http_status=404 if error else 200,
            etag=None if error else '"abc"',
            ok=error is None,
            drafts=drafts,
            names=(IRPIN, MAYOR),
        )
        writer.submit(jobs.commit_poll(outcome)).result()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Give an archive with three articles, one of them revised, and a feed in trouble."""
    path = tmp_path / "war.db"
    yesterday = NOW - timedelta(days=3)
    commit(path, draft("a", "Talks go on in Istanbul", "Nothing was agreed.", published=yesterday))
    commit(path, irpin("b", "Irpin retaken"), draft("c", "Rail line cut", "A bridge fell."))
    commit(path, draft("c", "Rail line cut near Lviv", "A bridge fell. Trains go round.\n\nNobody was hurt."))
    commit(path, url=BROKEN, error="HTTP 404 Not Found")
    return path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def dateline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run the command line in this process."""

    def run(*words: str, stdin: str | bytes = b"") -> Outcome:
        body = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body), encoding="utf-8"))
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


def spawn(*words: str, extra: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start the command line as a process of its own, as a shell would in the foreground.

    A shell has what it starts in the background ignore Ctrl+C, and whoever runs the tests there passes that on.
    """
    return subprocess.Popen(
        [sys.executable, *extra, "-m", "tui", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
