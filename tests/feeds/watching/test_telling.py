"""What watches find is told of once, in the ways that they ask for, and not in their quiet hours."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import tempfile
from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.watching import programs, telling
from feeds.watching.settings import Quiet, WatchSettings, read_quiet
from feeds.watching.watching import Watching
from store.jobs import prune_articles
from tests.store.make import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.models import Article

    from .conftest import Newsroom

IRPIN = WatchSettings("Irpin", "irpin", ())


async def test_each_alert_rings_is_shown_and_runs_its_command_once(newsroom: Newsroom) -> None:
    watch = replace(IRPIN, notify=("bell", "desktop", "command"), command=newsroom.noting)
    async with newsroom.watching(watch) as watching:
        newsroom.arrive("Irpin is free", "Rain in Lviv")
        for _ in range(2):
            await watching.finish()
    assert newsroom.rings == [1]
    assert newsroom.desktop.shown == [("Irpin: Irpin is free", "Wire")]
    assert newsroom.noted() == [{"id": 1, "title": "Irpin is free"}]


async def test_a_watch_is_told_of_only_in_the_ways_it_asks_for(newsroom: Newsroom) -> None:
    async with newsroom.watching(IRPIN, WatchSettings("bell", "irpin", ("bell",))) as watching:
        newsroom.arrive("Irpin is free")
        await watching.finish()
        assert len(newsroom.rings) == 1
        assert newsroom.desktop.shown == []
        with newsroom.reader() as reader:
            assert len(reader.alerts()) == 2
            assert reader.untold_alerts(10) == reader.unrun_alerts(10) == []


async def test_what_was_left_untold_is_told_by_the_next_archiver(newsroom: Newsroom) -> None:
    watch = replace(IRPIN, notify=("desktop", "command"), command=newsroom.noting)
    async with newsroom.watching(watch) as watching:
        newsroom.arrive("Irpin is free")
        assert await watching.look() == 1
    assert newsroom.noted() == []
    async with newsroom.watching(watch) as watching:
        await watching.finish()
    assert (len(newsroom.noted()), len(newsroom.desktop.shown)) == (1, 1)


async def test_a_burst_gives_one_notification(newsroom: Newsroom) -> None:
    watches = (replace(IRPIN, notify=("desktop",)), WatchSettings("Free", "free", ("desktop",)))
    async with newsroom.watching(*watches) as watching:
        newsroom.arrive(*(f"Irpin {number}" for number in range(20)), "Kyiv is free")
        await watching.finish()
    ((summary, body),) = newsroom.desktop.shown
    assert summary == "21 alerts"
    assert body == "Irpin 20, Free 1. The newest: Kyiv is free"


async def test_between_two_rounds_of_notifications_alerts_gather(newsroom: Newsroom) -> None:
    means = replace(newsroom.means(), every_s=3600.0)
    watch = replace(IRPIN, notify=("desktop",))
    async with Watching((watch,), newsroom.writer, means, lambda: NOON) as watching:
        newsroom.arrive("Irpin 1")
        await watching.look()
        assert not await watching._teller.round()
        newsroom.arrive("Irpin 2")
        await watching.look()
        assert await watching._teller.round(), "it is still to be told of"
        assert len(newsroom.desktop.shown) == 1
        await watching.finish()
    assert [summary for summary, _ in newsroom.desktop.shown] == ["Irpin: Irpin 1", "Irpin: Irpin 2"]


async def test_in_quiet_hours_alerts_are_kept_and_nobody_is_told(newsroom: Newsroom) -> None:
    quiet = replace(
        IRPIN, notify=("bell", "desktop", "command"), command=newsroom.noting, quiet=read_quiet("22:00-07:00")
    )
    newsroom.local = time(23, 30)
    async with newsroom.watching(quiet) as watching:
        newsroom.arrive("Irpin is free")
        await watching.finish()
        newsroom.local = time(9)
        await watching.finish()
        assert (newsroom.rings, newsroom.desktop.shown, newsroom.noted()) == ([], [], [])
        with newsroom.reader() as reader:
            assert [alert.seen for alert in reader.alerts()] == [None]
        newsroom.arrive("Irpin wakes")
        await watching.finish()
    assert len(newsroom.rings) == 1


@pytest.mark.parametrize(
    ("hours", "quiet", "loud"),
    [
        ("22:00-07:00", ("22:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "21:59")),
        ("9:00-17:30", ("09:00", "17:29"), ("17:30", "08:59", "00:00")),
        ("00:00-00:00", ("00:00", "12:00"), ()),
    ],
)
def test_quiet_hours_go_past_midnight(hours: str, quiet: tuple[str, ...], loud: tuple[str, ...]) -> None:
    read = read_quiet(hours)
    assert all(read.holds(time.fromisoformat(one)) for one in quiet)
    assert not any(read.holds(time.fromisoformat(one)) for one in loud)
    assert read_quiet(str(read)) == read


@pytest.mark.parametrize("text", ["", "22-7", "24:00-07:00", "22:00", "22:00-07:60", "at night", "22:00-07:00 CET"])
def test_other_words_are_no_quiet_hours(text: str) -> None:
    with pytest.raises(ValueError, match="no hours of the day"):
        read_quiet(text)
    assert Quiet(time(22), time(7)) == read_quiet("22:00-07:00")


async def test_a_command_that_fails_is_named_in_the_log_and_stops_nothing(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    watches = (
        WatchSettings("broken\x1b[31m", "irpin", ("command",), newsroom.command("echo no such phone >&2; exit 3")),
        WatchSettings("missing", "irpin", ("command",), ("/no/such/program",)),
        WatchSettings("well", "irpin", ("command",), newsroom.noting),
    )
    with caplog.at_level(logging.WARNING):
        async with newsroom.watching(*watches) as watching:
            newsroom.arrive("Irpin is free")
            await watching.finish()
    assert len(newsroom.noted()) == 1
    words = sorted(record.getMessage() for record in caplog.records)
    assert words[0] == "watch broken: its command failed for article 1: exit status 3: no such phone"
    assert words[1].startswith("watch missing: its command failed for article 1: /no/such/program can't be started")


async def test_a_command_that_takes_too_long_is_ended_with_all_it_started(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "COMMAND_S", 0.5)
    slow = newsroom.command('sleep 60 & echo $! > "$0/child"; wait')
    async with newsroom.watching(WatchSettings("slow", "irpin", ("command",), slow)) as watching:
        newsroom.arrive("Irpin is free")
        await watching.finish()
    assert "took longer than" in caplog.text
    child = int((newsroom.folder / "child").read_text())
    await _until(lambda: not _alive(child))


async def test_only_some_commands_run_at_once_and_every_one_runs(newsroom: Newsroom) -> None:
    count = 3 * telling.AT_ONCE
    script = 'mkdir "$0/run.$$"; ls -d "$0"/run.* | wc -l >> "$0/most"; sleep 0.05; rmdir "$0/run.$$"'
    async with newsroom.watching(WatchSettings("a", "irpin", ("command",), newsroom.command(script))) as watching:
        newsroom.arrive(*(f"Irpin {number}" for number in range(count)))
        await watching.finish()
    most = [int(line) for line in (newsroom.folder / "most").read_text().split()]
    assert len(most) == count
    assert max(most) <= telling.AT_ONCE


async def test_a_command_knows_no_secrets(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_TOKEN", "hunter2")
    printing = newsroom.command('env > "$0/environment"')
    async with newsroom.watching(WatchSettings("a", "irpin", ("command",), printing)) as watching:
        newsroom.arrive("Irpin is free")
        await watching.finish()
    known = (newsroom.folder / "environment").read_text()
    assert "hunter2" not in known
    assert "DATELINE_WATCH=a\n" in known
    assert "DATELINE_ALERT=1\n" in known
    assert f"PATH={os.environ['PATH']}\n" in known


async def test_no_word_of_an_article_reaches_a_shell(newsroom: Newsroom) -> None:
    title = 'Irpin $(touch "$0/owned"); `id` \x1b]52;c;aGk=\x07'
    watch = replace(IRPIN, notify=("command",), command=newsroom.noting)
    async with newsroom.watching(watch) as watching:
        newsroom.arrive(title)
        await watching.finish()
    assert [one["title"] for one in newsroom.noted()] == [title]
    assert not (newsroom.folder / "owned").exists()


async def test_an_article_that_is_gone_needs_no_command(newsroom: Newsroom) -> None:
    watch = replace(IRPIN, notify=("command",), command=newsroom.noting)
    async with newsroom.watching(watch) as watching:
        newsroom.arrive("Irpin is free")
        await watching.look()
        newsroom.writer.submit(prune_articles(NOON + timedelta(days=1))).result()
        await watching.finish()
    assert newsroom.noted() == []


async def test_the_lasting_watch_tells_as_articles_come(newsroom: Newsroom) -> None:
    watch = replace(IRPIN, notify=("bell", "command"), command=newsroom.noting)
    async with newsroom.watching(watch) as watching:
        work = asyncio.ensure_future(watching.run())
        for number in range(3):
            newsroom.arrive(f"Irpin {number}")
            await _until(lambda: len(newsroom.noted()) > number)  # noqa: B023 - asked within this turn
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    assert len(newsroom.noted()) == 3


async def test_an_article_that_can_not_be_written_out_stops_nothing(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(article: Article) -> str:
        raise ValueError(article.title)

    watch = replace(IRPIN, notify=("command",), command=newsroom.noting)
    async with Watching((watch,), newsroom.writer, replace(newsroom.means(), as_json=broken), lambda: NOON) as watching:
        newsroom.arrive("Irpin is free")
        await watching.finish()
    assert "watch Irpin: its command was not run for article 1" in caplog.text


async def test_a_full_disk_for_the_input_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert (
        await programs.run(("/bin/true",), b"", {}, 5.0) == "it could not be given its input: No space left on device"
    )


async def _until(condition: Callable[[], bool]) -> None:
    """Wait for another process's doing, which no event of ours can tell."""
    async with asyncio.timeout(45):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
