"""The thread that reads the archive, and the marks on their way into it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from store.errors import ArchiveError
from store.query import EVERYTHING, parse
from store.reader import Reader
from tui.data import ArchiveThread
from tui.marks import Marks

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import ready

if TYPE_CHECKING:
    from store.writer import Writer


async def test_answers_come_from_one_thread_of_their_own(archive: Writer) -> None:
    data = ArchiveThread(Reader(archive.path))
    names = await asyncio.gather(*(data.ask(lambda _: threading.current_thread().name) for _ in range(5)))
    data.close()
    assert len(set(names)) == 1
    assert names[0] != threading.current_thread().name


async def test_a_superseded_question_is_interrupted_and_the_next_one_answered(archive: Writer) -> None:
    data = ArchiveThread(Reader(archive.path))
    started = threading.Event()
    outcomes: list[str] = []

    def endless(reader: Reader) -> None:
        started.set()
        sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
        try:
            reader._connection.execute(sql).fetchone()
        except Exception as error:
            outcomes.append(str(error))
            raise

    asking = asyncio.ensure_future(data.ask(endless))
    await asyncio.to_thread(started.wait, 5)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert len(await data.ask(lambda reader: reader.headlines(EVERYTHING, limit=5))) == 5
    assert outcomes == ["interrupted"]
    data.close()


async def test_a_question_that_still_waits_is_dropped_without_being_asked(archive: Writer) -> None:
    data = ArchiveThread(Reader(archive.path))
    gate = threading.Event()
    asked: list[int] = []
    first = asyncio.ensure_future(data.ask(lambda _: gate.wait(5)))
    second = asyncio.ensure_future(data.ask(lambda _: asked.append(2)))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.set()
    assert await first
    assert asked == []
    data.close()


async def test_closing_ends_a_question_that_runs(archive: Writer) -> None:
    data = ArchiveThread(Reader(archive.path))
    started = threading.Event()

    def endless(reader: Reader) -> object:
        started.set()
        sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
        return reader._connection.execute(sql).fetchone()

    asking = asyncio.ensure_future(data.ask(endless))
    await asyncio.to_thread(started.wait, 5)
    await asyncio.to_thread(data.close)
    with pytest.raises(Exception, match="interrupted"):
        await asking


async def test_changes_are_seen_once(archive: Writer) -> None:
    data = ArchiveThread(Reader(archive.path))
    assert await data.changes() is None
    add(archive, dispatch(100))
    changes = await data.changes()
    assert changes is not None
    assert changes.inserted == 1
    assert await data.changes() is None
    data.close()


async def test_marks_are_in_the_archive_once_awaited(archive: Writer) -> None:
    marks = Marks(archive.path)
    await marks.set_read([1, 2], True)
    await marks.set_starred([3], True)
    marks.close()
    with Reader(archive.path) as reader:
        assert [row.id for row in reader.headlines(parse("is:read"))] == [2, 1]
        assert [row.id for row in reader.headlines(parse("is:starred"))] == [3]


async def test_a_mark_that_can_not_be_written_is_taken_back_and_said(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ArchiveError("the disk is full")

    monkeypatch.setattr(Marks, "set_starred", fail)
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("s")
        await desk.shows("the disk is full")
        assert "★" not in desk.lines()[2]
