"""A proxy that is down is nobody's fault: the feeds that are asked through it wait, and no other way is taken."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from feeds import outage
from feeds.detours import Detours
from feeds.fulltext import FullTexts, Parts
from feeds.pipeline import Polled
from feeds.poller import Poller
from feeds.subscription import Subscription
from store.models import FeedSettings, PollOutcome, Standstill
from store.reader import Reader
from store.writer import Writer
from tagger.settings import TaggerSettings
from tests.feeds.documents import item, numbered, rss
from tests.feeds.proxies import SocksProxy
from tests.feeds.test_archiver import FIRST_S, POLLING, Running, once, settings, state
from tests.feeds.test_fulltext import PAGE
from tests.feeds.test_holdups import standstill, until
from tests.feeds.test_standstill import feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feeds.pipeline import Pipeline
    from store.models import FeedState
    from tests.feeds.crews import Crews
    from tests.feeds.loopback import Loopback

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def proxy(loopback: Loopback) -> Iterator[SocksProxy]:
    with SocksProxy({"far.example": loopback.port}) as socks:
        yield socks


async def test_feeds_wait_for_a_proxy_that_is_down_and_are_asked_once_it_is_back(
    loopback: Loopback, path: Path, proxy: SocksProxy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outage, "_FIRST_S", 0.1)
    monkeypatch.setattr(outage, "_LONGEST_S", 0.4)
    near = loopback.serve("/near", numbered(1))
    through = f"socks5h://me:s3cret@127.0.0.1:{proxy.port}"
    far = [FeedSettings(f"http://far.example/far?{n}", proxy=through) for n in range(3)]
    for n in range(3):
        loopback.serve(f"/far?{n}", numbered(2))
    proxy.stop()
    polling = replace(POLLING, full_text="never")  # pages would be asked for through the proxy, too
    running = Running(replace(settings(path, polling=polling), feeds=(FeedSettings(near, interval_s=60), *far)))
    await asyncio.wait_for(running.reports.get(), FIRST_S)
    await until(lambda: standstill(path) is not None, FIRST_S)
    still = standstill(path)
    assert still is not None
    assert still.reason == f"the proxy socks5h://127.0.0.1:{proxy.port} does not answer: connection refused"
    await until(lambda: state(path, near).articles == 1, FIRST_S)  # another way is open as ever
    assert [state(path, one.url).failures for one in far] == [0, 0, 0]
    assert [seen.path for seen in loopback.seen] == ["/near"]
    proxy.start()
    await until(lambda: all(state(path, one.url).articles == 2 for one in far), FIRST_S)
    await until(lambda: standstill(path) is None)
    await running.finish()
    assert sorted(proxy.asked) == ["far.example:80"] * 3
    assert caplog.text.count("the feeds that are asked through it wait") == 1
    assert "s3cret" not in caplog.text


async def test_a_single_run_says_which_feeds_were_not_asked_and_counts_no_failure(
    loopback: Loopback, path: Path, proxy: SocksProxy
) -> None:
    url = "http://far.example/far"
    proxy.stop()
    polling = replace(POLLING, proxy=f"socks5h://127.0.0.1:{proxy.port}")
    summary, reports = await once(settings(path, url, polling=polling))
    assert (summary.polled, summary.failed, summary.detained) == (0, 0, 1)
    assert "does not answer: connection refused" in reports[url].words
    assert (state(path, url).failures, state(path, url).last_poll, state(path, url).state) == (0, None, "ok")
    assert loopback.seen == []


async def test_a_server_that_the_proxy_can_not_reach_fails_as_ever(path: Path, proxy: SocksProxy) -> None:
    url = "http://nobody.example/feed"
    summary, _ = await once(settings(path, url, polling=replace(POLLING, proxy=f"socks5h://127.0.0.1:{proxy.port}")))
    assert (summary.failed, summary.detained) == (1, 0)
    assert state(path, url).error == "the proxy gives no connection: connection refused"


async def test_feeds_that_are_asked_while_it_is_written_down_that_a_proxy_is_back_are_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outage, "_FIRST_S", 0.05)
    monkeypatch.setattr(outage, "_LONGEST_S", 0.1)
    asked: Counter[int] = Counter()
    down, both, written = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Scripted:
        async def poll(self, _: FeedSettings, state: FeedState, __: object) -> Polled:
            now = datetime.now(UTC)
            outcome = PollOutcome(state.id, now, now + timedelta(hours=1), 600, "ok", 0, None, None, ok=True)
            if not down.is_set():
                down.set()
                return Polled(state, outcome, "the proxy does not answer", 0, 0, 0.0, stored=False, detained=True)
            asked[state.id] += 1
            if len(asked) == 2:  # the first one takes so long that a second one tries
                both.set()
            await both.wait()
            return Polled(replace(state, last_poll=now, next_poll=outcome.next_poll), outcome, "1 new", 0, 0, 0.0)

    async def tell(note: Standstill | None) -> None:
        if note is None:
            await written.wait()

    items = [subscribed(number) for number in (1, 2, 3)]
    poller = Poller(cast("Pipeline", Scripted()), items, POLLING, lambda *_: None, tell=tell)
    running = asyncio.create_task(poller.run())
    await until(lambda: len(asked) == 3)
    written.set()
    await until(lambda: len(poller._timetable) == 3)
    due = poller._timetable.first()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert asked == {1: 1, 2: 1, 3: 1}
    assert due is not None
    assert due > datetime.now(UTC) + timedelta(minutes=30)


# --- Pages -------------------------------------------------------------------------------------------------------


async def test_pages_go_the_way_of_their_feed_robots_txt_included(
    loopback: Loopback, path: Path, proxy: SocksProxy, crews: Crews
) -> None:
    own = f"socks5h://127.0.0.1:{proxy.port}"
    loopback.serve("/1", PAGE, "text/html")
    loopback.serve("/feed", rss(item("1", title="Fire in Kharkiv", link="http://far.example/1", body="Fire.")))
    subscribed = FeedSettings("http://far.example/feed", proxy=own)
    await once(replace(settings(path), feeds=(subscribed,)))
    proxy.asked.clear()
    later = datetime.now(UTC)
    writer = Writer(path)
    parts = Parts(path, POLLING, writer, crews.crew(TaggerSettings()), lambda: later, pause_s=0.0, proxies={1: own})
    proxy.stop()
    assert await FullTexts(parts).round() == 1
    assert len(loopback.seen) == 1, "nothing went past the proxy"
    later += timedelta(hours=1)
    proxy.start()
    assert await FullTexts(parts).round() == 1
    await asyncio.to_thread(writer.close)
    assert proxy.asked == ["far.example:80"] * 2
    assert [seen.path for seen in loopback.seen] == ["/feed", "/robots.txt", "/1"]
    with Reader(path) as reader:
        article = reader.article(1)
    assert article is not None
    assert article.body is not None


async def test_pages_of_a_feed_that_is_configured_no_longer_wait_until_somebody_asks(
    loopback: Loopback, path: Path, crews: Crews
) -> None:
    url = loopback.serve("/feed", rss(item("1", title="Fire in Kharkiv", link=loopback.url("/1"), body="Fire.")))
    await once(settings(path, url))
    await once(settings(path))
    later = datetime.now(UTC) + timedelta(hours=1)
    writer = Writer(path)
    texts = FullTexts(Parts(path, POLLING, writer, crews.crew(TaggerSettings()), lambda: later, pause_s=0.0))
    assert await texts.round() == 0
    await asyncio.to_thread(writer.close)


# --- Which feeds wait, and how long ------------------------------------------------------------------------------


class Way:
    """The proxies of feeds, on a clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.told: list[Standstill | None] = []
        self.detours = Detours("socks5h://a.example:1", lambda: self.now_s, lambda: 0.5, self.tell)

    async def tell(self, note: Standstill | None) -> None:
        self.told.append(note)

    async def polled(self, number: int, proxy: str = "", *, detained: bool) -> set[int]:
        result = PollOutcome(number, NOON, NOON, 600, "ok", 0, None, None)
        words = "the proxy does not answer" if detained else "1 new"
        polled = Polled(feed(number), result, words, 0, 0, 0.1, stored=not detained, detained=detained)
        waited = set(self.detours.note(subscribed(number, proxy), polled, NOON))
        await self.detours.write_down()
        return waited


def subscribed(number: int, proxy: str = "") -> Subscription:
    return Subscription(FeedSettings(f"https://h{number}.example/", proxy=proxy), feed(number))


async def test_one_feed_at_a_time_tries_a_proxy_ever_less_often() -> None:
    way = Way()
    await way.polled(1, detained=True)
    tries: list[float] = []
    while len(tries) < 6:
        waits = {number: way.detours.wait_s(subscribed(number)) for number in (1, 2, 3)}
        way.now_s += max(waits.values())
        assert [way.detours.may_ask(subscribed(number)) for number in (1, 2, 3)] == [True, False, False]
        tries.append(way.now_s)
    assert tries == [10, 30, 70, 150, 310, 610]
    assert way.detours.due_after(subscribed(3), NOON) == NOON + timedelta(seconds=300)


async def test_feeds_that_go_another_way_do_not_wait() -> None:
    way = Way()
    await way.polled(1, detained=True)
    assert not way.detours.may_ask(subscribed(2))
    assert way.detours.may_ask(subscribed(2, "none"))
    assert way.detours.may_ask(subscribed(2, "socks5h://b.example:1"))
    assert await way.polled(2, "none", detained=False) == set()
    assert not way.detours.may_ask(subscribed(1))


async def test_once_a_proxy_answers_whoever_waited_for_it_waits_no_longer() -> None:
    way = Way()
    await way.polled(1, detained=True)
    way.detours.may_ask(subscribed(2))
    assert await way.polled(3, detained=False) == {1, 2}
    assert way.detours.may_ask(subscribed(2))
    assert way.told == [Standstill(NOON, "the proxy does not answer"), None]


async def test_of_two_proxies_that_are_down_the_one_still_down_is_told_of() -> None:
    way = Way()
    await way.polled(1, detained=True)
    await way.polled(2, "http://b.example:1", detained=True)
    await way.polled(1, detained=False)
    assert way.told[-1] == Standstill(NOON, "the proxy does not answer")
    await way.polled(2, "http://b.example:1", detained=False)
    assert way.told[-1] is None
