"""What polls say about ourselves, before they are stored and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feeds.standstill import Standstill
from store.errors import ArchiveBusy, ArchiveFull
from store.models import FeedState, PollOutcome
from store.models import Standstill as Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.errors import ArchiveError

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def feed(number: int) -> FeedState:
    url = f"https://h{number}.example/"
    return FeedState(
        *(number, url, f"Feed {number}", "auto", "ok", "", "", None, None, None, 600, 0, None),
        *(None, None, None, None, None, 0),
    )


def outcome(number: int, at: datetime = NOON, *, ok: bool = False) -> PollOutcome:
    error = None if ok else "connection refused"
    return PollOutcome(number, at, at + MINUTE, 600, "ok" if ok else "failing", int(not ok), error, None, ok=ok)


class Watch:
    """A standstill with an archive that may be full."""

    def __init__(self, hosts: int) -> None:
        self.now = NOON
        self.forgiven: list[Sequence[FeedState]] = []
        self.told: list[Note | None] = []
        self.trouble: ArchiveError | None = None
        self.still = Standstill(hosts, self.forgive, lambda: 0.0, lambda: 0.5, self.tell, lambda: self.now)

    async def forgive(self, states: Sequence[FeedState]) -> None:
        self.write()
        self.forgiven.append(states)

    async def tell(self, note: Note | None) -> None:
        self.write()
        self.told.append(note)

    def write(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    async def silent(self, number: int, at: datetime = NOON) -> bool:
        """Poll in vain; give whether the poll is excused."""
        result = outcome(number, at)
        if (await self.still.weigh(feed(number), f"h{number}", result)).excused:
            return True
        await self.still.judge(feed(number), f"h{number}", result)
        return False

    async def answered(self, number: int) -> None:
        result = outcome(number, ok=True)
        assert not (await self.still.weigh(feed(number), f"h{number}", result)).excused
        await self.still.judge(feed(number), f"h{number}", result)


async def test_the_poll_that_tells_of_an_outage_is_not_stored_and_those_before_it_are_taken_back() -> None:
    watch = Watch(3)
    assert [await watch.silent(number) for number in (1, 2, 3)] == [False, False, True]
    assert [{state.id for state in states} for states in watch.forgiven] == [{1, 2, 3}]
    assert watch.told == [Note(NOON, "connection refused")]


async def test_a_probe_in_vain_is_excused_and_costs_no_write() -> None:
    watch = Watch(3)
    for number in (1, 2, 3):
        await watch.silent(number)
    watch.forgiven.clear()
    assert await watch.silent(2, NOON + MINUTE)
    assert (watch.forgiven, len(watch.told)) == ([], 1)
    await watch.answered(2)
    assert watch.still.reason is None
    assert watch.told[-1] is None


async def test_an_outage_that_is_noticed_by_feeds_long_silent_begins_now() -> None:
    watch = Watch(12)
    await watch.silent(0)
    await watch.answered(1)
    await watch.answered(2)
    for number in range(3, 11):
        await watch.silent(number)
    assert watch.still.reason is None
    later = NOON + 40 * MINUTE
    assert await watch.silent(0, later)
    assert watch.told == [Note(later, "connection refused")]
    assert watch.forgiven == [], "what was silent long before is as silent as ever"


async def test_an_answer_of_whatever_kind_is_never_excused() -> None:
    watch = Watch(3)
    for number in (1, 2, 3):
        await watch.silent(number)
    refusal = replace(outcome(1), http_status=500, error="HTTP 500")
    assert not (await watch.still.weigh(feed(1), "h1", refusal)).excused


async def test_why_the_archive_could_not_be_written_is_written_once_it_can() -> None:
    watch = Watch(3)
    watch.trouble = ArchiveFull("disk is full")
    await watch.still.stuck(watch.trouble)
    watch.now += MINUTE
    await watch.still.stuck(watch.trouble)
    assert watch.still.reason == "archive"
    assert watch.told == []
    watch.trouble = None
    watch.now += MINUTE
    await watch.answered(1)
    assert watch.told == [Note(NOON, "disk is full", "archive", NOON + 2 * MINUTE), None]
    assert watch.still.reason is None


async def test_a_few_bytes_are_tried_on_a_full_disk_and_not_on_a_locked_archive() -> None:
    watch = Watch(3)
    await watch.still.stuck(ArchiveBusy("locked"))
    assert watch.told == []
    await watch.still.stuck(ArchiveFull("disk is full"))
    assert watch.told == [Note(NOON, "locked", "archive")]


async def test_an_archive_that_fills_up_again_before_its_note_is_written_keeps_the_time_it_began() -> None:
    watch = Watch(3)
    await watch.still.stuck(ArchiveBusy("locked"))
    watch.trouble = ArchiveFull("disk is full")
    await watch.answered(1)
    watch.now += MINUTE
    await watch.still.stuck(watch.trouble)
    watch.trouble = None
    watch.now += MINUTE
    await watch.answered(1)
    assert watch.told[0] == Note(NOON, "locked", "archive", NOON + 2 * MINUTE)


async def test_while_the_archive_is_stuck_every_poll_tries_it_and_the_first_that_is_stored_ends_it() -> None:
    watch = Watch(3)
    await watch.still.stuck(ArchiveBusy("locked"))
    assert not await watch.silent(1)
    assert watch.still.reason is None
