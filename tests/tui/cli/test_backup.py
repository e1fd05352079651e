"""``backup``: a whole copy at any time, in words that name the right file where there is none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from store import jobs
from store.doctor import examine
from store.query import EVERYTHING
from store.reader import Reader
from store.writer import Writer
from tests.store.make import add_feed, draft, outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_an_archiver_that_never_rests_does_not_keep_a_backup_from_its_end(
    dateline: Run, archive: Path, tmp_path: Path
) -> None:
    done, committed = threading.Event(), threading.Event()

    def work(writer: Writer) -> None:
        read = False
        while not done.is_set():
            read = not read
            writer.submit(jobs.set_read([1], read)).result()
            committed.set()

    with Writer(archive) as writer:
        writer.submit(lambda own: own.execute("INSERT INTO raw_bodies VALUES (x'00', 1, zeroblob(96 << 20))")).result()
        worker = threading.Thread(target=work, args=(writer,))
        worker.start()
        committed.wait()
        try:
            found = dateline("backup", str(tmp_path / "copy.db"), "--archive", str(archive))
        finally:
            done.set()
            worker.join()
    assert found.code == 0
    assert dateline("search", "--count", "--archive", str(tmp_path / "copy.db")).out == "3\n"


def test_a_copy_made_under_an_archiver_is_whole_up_to_one_commit(dateline: Run, tmp_path: Path) -> None:
    """Each commit brings three articles and a validator that vouches for them."""
    archive = tmp_path / "war.db"
    done, committed = threading.Event(), threading.Event()
    with Writer(archive) as writer:
        feed = add_feed(writer)

        def work() -> None:
            poll = 0
            while not done.is_set():
                drafts = [draft(f"{poll}-{number}", f"Poll {poll}", body="word " * 200) for number in range(3)]
                writer.submit(jobs.commit_poll(outcome(feed.id, *drafts, etag=str(poll)))).result()
                poll += 1
                committed.set()

        worker = threading.Thread(target=work)
        worker.start()
        try:
            for number in range(3):
                committed.clear()
                assert committed.wait(60)
                target = tmp_path / f"copy{number}.db"
                with Reader(archive) as reader:
                    before = reader.rev()
                    assert dateline("backup", str(target), "--archive", str(archive)).code == 0
                    after = reader.rev()
                with Reader(target) as copy:
                    assert before <= copy.rev() <= after
                    etag = copy.feeds()[0].etag
                    assert copy.status().articles == copy.count(EVERYTHING).value == 3 * (int(etag or "x") + 1)
                assert [one.faults for one in examine(target, full=True) if one.faults] == []
        finally:
            done.set()
            worker.join()


def test_an_archive_that_is_damaged_is_named_and_not_its_copy(dateline: Run, archive: Path, tmp_path: Path) -> None:
    pages = bytearray(archive.read_bytes())
    pages[4096:] = b"\x5a" * (len(pages) - 4096)
    archive.write_bytes(pages)
    found = dateline("backup", str(tmp_path / "copy.db"), "--archive", str(archive))
    assert found.code == 3
    assert found.err.startswith(f"dateline: {archive}: ")
    assert ".part" not in found.err
    assert [file.name for file in tmp_path.iterdir() if "copy" in file.name] == []


def test_a_copy_that_has_no_room_is_named_by_the_name_that_was_given(
    dateline: Run, archive: Path, tmp_path: Path
) -> None:
    target = tmp_path / "none" / "copy.db"
    found = dateline("backup", str(target), "--archive", str(archive))
    assert (found.code, found.err) == (2, f"dateline: {target.parent}: no such folder\n")
