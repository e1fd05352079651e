"""What is saved of an archive whose pages are damaged."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from store.doctor import examine
from store.errors import ArchiveCorrupt, ArchiveError, ArchiveTooNew
from store.models import Tags
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.salvage import salvage
from store.writer import Writer

from .make import IRPIN, add_feed, draft, event, place, store

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = 250


def untold(*_: int) -> None:
    """Take the progress that nobody watches."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive of many pages, which the tests only copy."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    words, tags = random.Random(1), Tags((place(IRPIN),), (), (event(IRPIN),))
    with Writer(path) as writer:
        feed = add_feed(writer)
        bodies = [" ".join(f"w{words.randrange(10**6)}" for _ in range(100)) for _ in range(ARTICLES)]
        drafts = [draft(str(n), f"Dispatch {n}", body=body, tags=tags) for n, body in enumerate(bodies)]
        store(writer, feed, *drafts)
        store(writer, feed, *(draft(str(n), f"Dispatch {n} again", tags=tags) for n in range(20)))
    return path


@pytest.fixture
def archive(whole: Path, path: Path) -> Path:
    path.write_bytes(whole.read_bytes())
    return path


def leaves(path: Path, table: str) -> list[int]:
    """Give the numbers of the pages that hold rows of a table (see https://sqlite.org/dbstat.html)."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,))
            return [row[0] for row in rows]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell which pages a table has")


def page_size(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:18], "big")  # https://sqlite.org/fileformat.html#page_size


def spoil(path: Path, *pages: int) -> bytes:
    data, size = bytearray(path.read_bytes()), page_size(path)
    for page in pages:
        data[(page - 1) * size : page * size] = random.Random(page).randbytes(size)
    path.write_bytes(data)
    return bytes(data)


def saved(path: Path, target: Path) -> dict[str, tuple[int, int]]:
    tables = {one.table: (one.rows, one.gaps) for one in salvage(path, target, untold)[0]}
    assert [one.faults for one in examine(target, full=True) if one.faults] == []
    return tables


def test_of_a_whole_archive_all_is_saved(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    tables = saved(archive, target)
    assert tables["headlines"] == tables["documents"] == (ARTICLES, 0)
    with Reader(archive) as old, Reader(target) as new:
        ids = [row.id for row in old.headlines(EVERYTHING, limit=ARTICLES)]
        assert new.articles(ids) == old.articles(ids)
        assert new.revisions(1) == old.revisions(1)
        assert new.feeds() == old.feeds()
        assert new.rev() > old.rev()
        assert new.count(parse("city:Irpin")).value == ARTICLES
        assert new.status().revisions == 20


@pytest.mark.parametrize("at", [0, 0.5, -1])
def test_a_damaged_page_costs_only_its_own_rows(archive: Path, tmp_path: Path, at: float) -> None:
    pages = leaves(archive, "headlines")
    before = spoil(archive, pages[at if isinstance(at, int) else int(len(pages) * at)])
    with pytest.raises(ArchiveError), Reader(archive) as reader:
        reader.headlines(EVERYTHING, limit=ARTICLES)
    tables = saved(archive, tmp_path / "saved.db")
    rows, gaps = tables["headlines"]
    assert gaps == 1
    assert ARTICLES * (1 - 2 / len(pages)) <= rows < ARTICLES
    assert archive.read_bytes() == before


def test_an_article_whose_text_is_lost_keeps_its_headline(archive: Path, tmp_path: Path) -> None:
    pages = leaves(archive, "documents")
    spoil(archive, pages[1], pages[-2])
    tables = saved(archive, tmp_path / "saved.db")
    assert tables["headlines"] == (ARTICLES, 0)
    assert ARTICLES * (1 - 6 / len(pages)) <= tables["documents"][0] < ARTICLES
    assert tables["documents"][1] == 2
    with Reader(tmp_path / "saved.db") as reader:
        assert reader.count(EVERYTHING).value == ARTICLES
        assert reader.count(parse("dispatch")).value == ARTICLES
        assert reader.headlines(parse("title:0"))


def test_a_lost_index_is_made_anew(archive: Path, tmp_path: Path) -> None:
    spoil(archive, *leaves(archive, "search_data"), *leaves(archive, "headlines_rev"))
    tables = saved(archive, tmp_path / "saved.db")
    assert all(gaps == 0 for _, gaps in tables.values())
    with Reader(tmp_path / "saved.db") as reader:
        assert reader.count(parse("dispatch")).value == ARTICLES


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_damaged_what_is_saved_is_well(archive: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    pages = archive.stat().st_size // page_size(archive)
    before = spoil(archive, *(rng.randrange(2, pages + 1) for _ in range(1 + 2 * seed)))
    try:
        saved(archive, tmp_path / "saved.db")
    except ArchiveCorrupt:  # the page of a table that all hangs on
        assert not (tmp_path / "saved.db").exists()
    assert archive.read_bytes() == before


def test_a_file_that_was_cut_short_gives_what_is_left(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: len(data) * 3 // 4])
    tables = saved(archive, tmp_path / "saved.db")
    assert 0 < tables["headlines"][0] <= ARTICLES


def test_commits_that_are_only_in_the_log_are_saved(archive: Path, tmp_path: Path) -> None:
    with Writer(archive) as writer, Reader(archive) as reader:
        store(writer, reader.feeds()[0], draft("late", "The last dispatch"))
        copy = tmp_path / "copy.db"
        copy.write_bytes(archive.read_bytes())
        copy.with_name("copy.db-wal").write_bytes(archive.with_name("archive.db-wal").read_bytes())
    assert saved(copy, tmp_path / "saved.db")["headlines"] == (ARTICLES + 1, 0)


def test_another_programs_file_is_refused(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE moz_places(id)")
    with pytest.raises(ArchiveCorrupt, match="none of its tables can be read"):
        salvage(path, tmp_path / "saved.db", untold)


def test_a_newer_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(archive, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ArchiveTooNew):
        salvage(archive, tmp_path / "saved.db", untold)


def test_no_file_is_overwritten(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "saved.db").write_text("mine")
    with pytest.raises(FileExistsError):
        salvage(archive, tmp_path / "saved.db", untold)
    assert (tmp_path / "saved.db").read_text() == "mine"
