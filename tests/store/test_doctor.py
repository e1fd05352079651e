"""What `examine` finds in an archive, and what `repair` makes of it."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

import pytest

from store import compression
from store.doctor import examine
from store.errors import ArchiveFull
from store.jobs import keep_raw
from store.models import RawBody, Tags
from store.query import EVERYTHING, parse
from store.reader import Reader
from store.repair import repair
from store.schema import inspect
from store.writer import Writer

from .make import IRPIN, KYIV, NOON, add_feed, draft, event, figure, place, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TAGS = Tags((place(IRPIN), place(KYIV)), (), (event(IRPIN),), (figure(),))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive of eight articles, one of them with two versions, and a kept body; the tests only copy it."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with Writer(path) as writer:
        feed = add_feed(writer)
        writer.submit(keep_raw(feed.id, RawBody(_digest(b"<rss/>"), b"<rss/>", ()), NOON)).result()
        store(writer, feed, *(draft(str(number), f"Bridge {number}", tags=TAGS) for number in range(8)))
        store(writer, feed, draft("3", "Bridge 3 is open", body="Trains run.", tags=TAGS))
    return path


@pytest.fixture
def archive(whole: Path, path: Path) -> Path:
    path.write_bytes(whole.read_bytes())
    return path


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def faults(path: Path, *, full: bool = False) -> dict[str, tuple[str, ...]]:
    return {one.subject: one.faults for one in examine(path, full=full) if one.faults}


def untold(*_: int) -> None:
    """Take the progress of a repair that nobody watches."""


def mend(path: Path) -> Path:
    found = examine(path, full=True)
    assert all(one.fixable for one in found)
    return repair(path, found, untold).backup


@pytest.mark.parametrize("full", [False, True])
def test_an_archive_that_was_only_ever_written_by_us_is_well(archive: Path, full: bool) -> None:
    before = archive.read_bytes()
    assert faults(archive, full=full) == {}
    assert [one.subject for one in examine(archive, full=full)] == ["pages", "references", "counters", "index", "texts"]
    assert archive.read_bytes() == before


def test_an_empty_archive_is_well(path: Path) -> None:
    with Writer(path):
        pass
    assert faults(path, full=True) == {}


@pytest.mark.parametrize(
    ("statement", "subject", "words"),
    [
        ("DELETE FROM documents WHERE id = 2", "references", "articles without their text: 1"),
        ("DELETE FROM headlines WHERE id = 2", "references", "texts of no article: 1"),
        ("DELETE FROM headlines WHERE id = 4", "references", "versions of no article: 1"),
        ("DELETE FROM headlines WHERE id = 2", "references", "events of no article: 1"),
        ("INSERT INTO pages(article) VALUES (99)", "references", "pages of no article: 1"),
        ("UPDATE headlines SET feed_id = 77 WHERE id = 2", "references", "articles of no feed: 1"),
        ("DELETE FROM entries WHERE article = 2", "references", "keys of entries that nothing is known of: 1"),
        ("DELETE FROM names WHERE id = 'geo:kyiv'", "references", "spellings of no name: 4"),
        ("DELETE FROM raw_bodies", "references", "receipts of no body: 1"),
        ("DELETE FROM sightings", "references", "bodies that no feed sent: 1"),
        ("UPDATE meta SET articles = 9", "counters", "wrong totals of articles: 1"),
        ("UPDATE meta SET revisions = 9", "counters", "wrong totals of revisions: 1"),
        ("UPDATE meta SET events = 0", "counters", "wrong totals of events: 1"),
        ("UPDATE meta SET last_article = 3", "counters", "ids that could be given twice: 1"),
        ("UPDATE feeds SET articles = 3", "counters", "feeds that count other articles than they have: 1"),
        ("UPDATE hours SET events = 3", "counters", "hours whose events are counted wrongly: 1"),
        ("DELETE FROM hours", "counters", "hours whose events are counted wrongly: 1"),
        ("UPDATE headlines SET revisions = 1 WHERE id = 4", "counters", "more versions than they count: 1"),
        ("INSERT INTO search(search) VALUES ('delete-all')", "index", "articles that are not in it: 8"),
        ("INSERT INTO search(rowid, title, tags) VALUES (99, 'ghost', 'xz')", "index", "rows of no article: 1"),
        ("UPDATE headlines SET title = 'Tunnel' WHERE id = 2", "index", "articles that their own words don't find: 1"),
        ("UPDATE search_data SET block = x'00' WHERE id > 10", "index", ""),
        ("UPDATE documents SET data = x'00' WHERE id = 2", "texts", "texts that can't be read: 1, the first"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_mended_and_then_well(archive: Path, statement: str, subject: str, words: str) -> None:
    spoil(archive, statement)
    found = faults(archive)
    assert any(words in fault for fault in found[subject]), found
    before = archive.read_bytes()
    backup = mend(archive)
    assert backup.read_bytes() != archive.read_bytes()
    assert len(backup.read_bytes()) == len(before)
    assert backup.name.startswith("archive.db.before-fix.")
    assert faults(archive, full=True) == {}
    with Reader(archive) as reader:
        left = reader.headlines(EVERYTHING)
        assert len(left) == reader.status().articles == 8 - statement.count("DELETE FROM headlines")
        assert {row.id for row in reader.headlines(parse("city:Irpin"))} >= {row.id for row in left} - {2}
        assert all(reader.article(row.id) and reader.revisions(row.id) for row in left)


def test_a_body_that_no_longer_fits_its_hash_is_found_by_a_full_look(archive: Path) -> None:
    spoil(archive, "UPDATE raw_bodies SET hash = x'00', data = x'00'", "UPDATE sightings SET hash = x'00'")
    assert faults(archive) == {}
    assert faults(archive, full=True) == {"texts": ("bodies of feeds that can't be read: 1",)}
    mend(archive)
    assert faults(archive, full=True) == {}


def test_a_word_too_many_in_the_index_is_found_by_a_full_look(archive: Path) -> None:
    spoil(archive, "INSERT INTO search(rowid, body) VALUES (2, 'phantom')")
    assert faults(archive) == {}
    (words,) = faults(archive, full=True)["index"]
    assert "the first is 'phantom' in column body" in words
    mend(archive)
    assert faults(archive, full=True) == {}


def test_an_index_of_a_table_is_made_anew(archive: Path) -> None:
    spoil(
        archive,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX headlines_rev ON headlines(published)'"
        " WHERE name = 'headlines_rev'",
    )
    assert "pages" in faults(archive, full=True)
    mend(archive)
    assert faults(archive, full=True) == {}


def test_an_article_without_its_text_keeps_its_headline_and_is_filled_by_the_next_poll(archive: Path) -> None:
    spoil(archive, "DELETE FROM documents WHERE id = 2")
    mend(archive)
    with Writer(archive) as writer, Reader(archive) as reader:
        article = reader.article(2)
        assert article is not None
        assert (article.title, article.summary) == ("Bridge 1", "")
        feed = reader.feeds()[0]
        assert store(writer, feed, draft("1", "Bridge 1", tags=TAGS)).new == 0


def test_keys_of_an_unknown_entry_do_not_stop_its_feed(archive: Path) -> None:
    spoil(archive, "DELETE FROM entries WHERE article = 2")
    mend(archive)
    with Writer(archive) as writer, Reader(archive) as reader:
        receipt = store(writer, reader.feeds()[0], draft("1", "Bridge 1 again", tags=TAGS), draft("new", tags=TAGS))
        assert (receipt.new, receipt.revised) == (1, 1)


def test_marks_stay_and_readers_are_told(archive: Path) -> None:
    spoil(archive, "UPDATE headlines SET starred = 1 WHERE id = 3", "DELETE FROM hours")
    with Reader(archive) as reader:
        rev = reader.rev()
        mend(archive)
        assert reader.rev() > rev
        assert [row.id for row in reader.headlines(parse("is:starred"))] == [3]


def test_without_room_for_the_copy_nothing_is_mended(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(archive, "DELETE FROM hours")
    before = archive.read_bytes()
    found = examine(archive)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.copying.os.open", full)
    with pytest.raises(ArchiveFull, match="No space left"):
        repair(archive, found, untold)
    assert archive.read_bytes() == before
    assert inspect(archive)


@pytest.fixture(scope="module")
def compressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive of which the last articles were compressed with a learnt dictionary."""
    path = tmp_path_factory.mktemp("compressed") / "archive.db"
    words = random.Random(5)
    phrases = [" ".join(f"w{words.randrange(500)}" for _ in range(30)) for _ in range(40)]
    with Writer(path) as writer:
        feed = add_feed(writer)
        texts = [f"{words.choice(phrases)} {words.choice(phrases)}" for _ in range(320)]
        store(writer, feed, *(draft(str(n), f"Early {n}", body=text) for n, text in enumerate(texts[:300])))
        writer.submit(lambda own: compression.learn(own, 300)).result()
        store(writer, feed, *(draft(str(n + 300), f"Late {n}", body=text) for n, text in enumerate(texts[300:])))
        assert writer.submit(compression.newest).result()
    return path


T = TypeVar("T")


def afresh(call: Callable[[], T]) -> T:
    """Call in a new thread, which has loaded no dictionary yet, as a new process has not."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dictionaries SET data = zeroblob(length(data))",
        "UPDATE dictionaries SET data = substr(data, 1, 9000) || x'00' || substr(data, 9002)",  # makes it text, too
        "UPDATE dictionaries SET data = CAST(substr(data, 1, 9000) || x'00' || substr(data, 9002) AS BLOB)",
        "UPDATE spares SET data = x'00'",
        "DELETE FROM spares",
        "DELETE FROM dictionaries",
    ],
)
def test_one_damaged_copy_of_a_dictionary_costs_no_text(compressed: Path, path: Path, statement: str) -> None:
    path.write_bytes(compressed.read_bytes())
    spoil(path, statement)
    assert afresh(lambda: faults(path)) == {"texts": ("dictionaries of which one copy is damaged: 1",)}
    afresh(lambda: mend(path))
    assert afresh(lambda: faults(path, full=True)) == {}
    with Reader(path) as reader:
        assert afresh(lambda: reader.count(parse("title:late w1*")).value) == 20
        texts = afresh(lambda: [article.body for article in reader.articles(range(1, 321))])
        assert all(texts)


def test_where_both_copies_are_damaged_no_text_is_thrown_away(compressed: Path, path: Path) -> None:
    path.write_bytes(compressed.read_bytes())
    spoil(path, "UPDATE dictionaries SET data = x'00'", "UPDATE spares SET data = x'00'")
    found = {one.subject: one for one in afresh(lambda: examine(path, full=True))}
    assert "texts that can't be read: 20" in found["texts"].faults[0]
    assert not found["texts"].fixable
