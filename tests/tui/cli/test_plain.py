"""``dateline --plain``: a line of plain words for each dispatch, as it comes in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.jobs import commit_poll, set_read
from store.models import Tags
from store.reader import Reader
from store.writer import Writer
from tests.store.make import IRPIN, KYIV, MAYOR, NOON, add_feed, draft, event, figure, outcome, place, store
from tui.cli import main
from tui.spoken import dispatch, revised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.models import Article, ArticleDraft, FeedState

RUN = """
import sys
import time
from pathlib import Path
from tui.commands.plain import run
from tui.config import load
child = [sys.executable, "-c", "import sys; sys.stdin.read()"]
sys.exit(run(load(Path(sys.argv[2])), archive=Path(sys.argv[1]), child=child))
"""


class Stream:
    """A running ``dateline --plain``."""

    def __init__(self, archive: Path, rest: str = "") -> None:
        environment = {**os.environ, "TZ": "UTC", "XDG_STATE_HOME": str(archive.parent / "state")}
        config = archive.with_name("config.toml")
        config.write_text(f"feeds = []\n{rest}", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(archive), str(config)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def line(self) -> str:
        """Give the next line; the test's own time limit ends a wait in vain."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode().rstrip("\n")

    def stop(self, number: int) -> tuple[int, str, str]:
        self.process.send_signal(number)
        out, words = self.process.communicate(timeout=60)
        return self.process.returncode, out.decode(), words.decode()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with Writer(tmp_path / "archive.db") as made:
        yield made


@pytest.fixture
def feed(writer: Writer) -> FeedState:
    return add_feed(writer)


def stored(writer: Writer, feed: FeedState, made: ArticleDraft) -> Article:
    store(writer, feed, made)
    with Reader(writer.path) as reader:
        article = reader.article(1)
        assert article is not None
        return article


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_what_is_there_and_then_what_comes_until_told_to_stop(
    writer: Writer, feed: FeedState, number: int
) -> None:
    for count in range(12):
        store(writer, feed, draft(f"{count}", title=f"Dispatch {count}"))
    stream = Stream(writer.path)
    try:
        assert [stream.line() for _ in range(10)] == [
            f"28 March 2022, 11:50, Wire: Dispatch {count}. Article {count + 1}." for count in range(2, 12)
        ]
        store(writer, feed, draft("late", title="Something happened!"), draft("later", title="And more"))
        assert stream.line() == "28 March 2022, 11:50, Wire: Something happened! Article 13."
        assert stream.line() == "28 March 2022, 11:50, Wire: And more. Article 14."
    finally:
        code, rest, words = stream.stop(number)
    assert (code, rest) == (0, "")
    assert "Dateline. 0 feeds, 12 articles. Ctrl+C ends it." in words


def test_what_is_muted_is_not_told(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("cup", title="Cup final"), draft("rail", title="Rail line cut"))
    stream = Stream(writer.path, '[[mute]]\nquery = "cup"\n')
    try:
        assert stream.line().endswith("Rail line cut. Article 2.")
        store(writer, feed, draft("later", title="Cup final over"), draft("then", title="Trains run"))
        store(writer, feed, draft("cup", title="Cup final put off", body="Another text."))
        store(writer, feed, draft("last", title="And more"))
        assert stream.line().endswith("Trains run. Article 4.")
        assert stream.line().endswith("And more. Article 5.")
    finally:
        stream.stop(signal.SIGTERM)


def test_a_revision_is_told_once_and_a_mark_is_not(writer: Writer, feed: FeedState) -> None:
    store(writer, feed, draft("a", title="Ten are missing"), draft("b", title="Quiet night"))
    stream = Stream(writer.path)
    try:
        assert stream.line().endswith("Article 1.")
        assert stream.line().endswith("Article 2.")
        writer.submit(set_read([2], read=True)).result()
        later = outcome(feed.id, draft("a", title="Twelve are missing"), at=datetime.now(UTC))
        writer.submit(commit_poll(later)).result()
        assert stream.line() == "Revised, version 2. 28 March 2022, 11:50, Wire: Twelve are missing. Article 1."
        store(writer, feed, draft("c", title="The last"))
        assert stream.line() == "28 March 2022, 11:50, Wire: The last. Article 3."
    finally:
        code, _, _ = stream.stop(signal.SIGTERM)
    assert code == 0


def test_a_line_tells_where_what_happened_who_says_so_and_how_many(writer: Writer, feed: FeedState) -> None:
    title = "Irpin is free"
    happened = event(IRPIN, title, status="claimed", by=MAYOR.name, start=0, end=13)
    tags = Tags(
        (place(IRPIN),), (), (happened, event(KYIV, type="strike", status="reported", start=30, end=40)), (figure(6),)
    )
    line = dispatch(stored(writer, feed, draft("a", title=title, tags=tags)), NOON)
    assert line.endswith(
        "Wire: Irpin is free. Irpin: control, claimed by Oleksandr Markushyn; 12 people killed."
        " Kyiv: strike, reported. Article 1."
    )


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the test where local time is UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOON, "11:50, Wire"),
        (NOON + timedelta(days=1), "28 March, 11:50, Wire"),
        (NOON + timedelta(days=365), "28 March 2022, 11:50, Wire"),
    ],
)
def test_a_line_names_the_day_of_what_is_not_of_today(
    writer: Writer, feed: FeedState, now: datetime, said: str
) -> None:
    assert dispatch(stored(writer, feed, draft("a")), now).startswith(said)


def test_more_than_three_places_are_counted(writer: Writer, feed: FeedState) -> None:
    events = tuple(replace(event(KYIV), place=f"P{number}", place_id=f"geo:{number}") for number in range(5))
    line = dispatch(stored(writer, feed, draft("a", tags=Tags(events=events))), NOON)
    assert line.endswith("P2: control, claimed. 2 more places. Article 1.")


def test_a_line_is_one_line_of_clean_text(writer: Writer, feed: FeedState) -> None:
    evil = "\x1b]0;own\x07Evil\r\nInjected\u202e\u2028line\x9b31m"
    tags = Tags(events=(event(replace(KYIV, name=evil), by=evil),))
    article = stored(writer, feed, draft("a", title=evil, tags=tags))
    for words in (dispatch(replace(article, source=evil), NOON), revised(article, NOON)):
        assert not set("\x1b\x07\r\n\u202e\u2028\x9b") & set(words)


def test_plain_is_for_the_desk_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--plain", "search", "x"]) == 2
    assert "--plain is for the desk" in capsys.readouterr().err
