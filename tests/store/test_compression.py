"""Compression: with a dictionary that the archive learns by itself, and that every frame names."""

from __future__ import annotations

import random
import shutil
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from store.compression import LEARN_AT, compress, decompress, newest
from store.connection import connect_reader, connect_writer
from store.errors import ArchiveError
from store.writer import Writer

from .make import add_feed, draft, store

if TYPE_CHECKING:
    from pathlib import Path

    from store.models import ArticleDraft, FeedState
    from store.reader import Reader

_RANDOM = random.Random(1)
_WORDS = ["".join(_RANDOM.choices("abcdefghijklmnop", k=7)) for _ in range(300)]


def _draft(number: int) -> ArticleDraft:
    return draft(str(number), title=f"Title {number}", body=" ".join(_RANDOM.choices(_WORDS, k=60)))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of as many articles as it takes, and one more; to be copied."""
    path = tmp_path_factory.mktemp("learnt") / "archive.db"
    with Writer(path) as writer:
        feed = add_feed(writer)
        store(writer, feed, *map(_draft, range(LEARN_AT[0])))
        store(writer, feed, _draft(LEARN_AT[0]))
    return path


@pytest.fixture
def _learnt(path: Path, learnt: Path) -> None:
    shutil.copy(learnt, path)


def _size(path: Path, article: int) -> int:
    with closing(connect_reader(path)) as connection:
        return int(connection.execute("SELECT length(data) FROM documents WHERE id = ?", (article,)).fetchone()[0])


def test_a_frame_without_a_dictionary_needs_no_archive() -> None:
    assert decompress(compress(b"words")) == b"words"


def test_what_is_no_frame_is_a_value_error() -> None:
    for data in (b"", b"no frame", compress(b"words")[:-3]):
        with pytest.raises(ValueError, match=r".+"):
            decompress(data)


@pytest.mark.usefixtures("_learnt")
def test_articles_take_less_room_once_a_dictionary_is_learnt(reader: Reader, path: Path) -> None:
    assert _size(path, LEARN_AT[0] + 1) < 0.8 * _size(path, LEARN_AT[0])
    for article in (1, LEARN_AT[0], LEARN_AT[0] + 1):
        got = reader.article(article)
        assert got is not None
        assert got.title == f"Title {article - 1}"


@pytest.mark.usefixtures("_learnt")
def test_a_revision_replaces_an_article_of_either_kind(writer: Writer, reader: Reader, feed: FeedState) -> None:
    for number in (0, LEARN_AT[0]):
        store(writer, feed, draft(str(number), title="Changed", body="Other words."))
        assert [version.title for version in reader.revisions(number + 1)] == [f"Title {number}", "Changed"]


@pytest.mark.usefixtures("_learnt")
def test_another_thread_reads_what_one_wrote(path: Path) -> None:
    found: list[bytes] = []

    def work() -> None:
        with closing(connect_reader(path)) as connection:
            found.append(decompress(compress(b"words", newest(connection)), connection))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [b"words"]


@pytest.mark.usefixtures("_learnt")
def test_a_dictionary_that_is_gone_with_its_spare_is_damage(path: Path) -> None:
    from store.reader import Reader

    with closing(connect_writer(path)) as connection:
        connection.executescript("DELETE FROM dictionaries; DELETE FROM spares")
    found: list[str] = []

    def work() -> None:  # a thread of its own remembers no dictionary
        with Reader(path) as reader:
            try:
                reader.article(LEARN_AT[0] + 1)
            except ArchiveError as error:
                found.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(found) == 1
    assert "damaged" in found[0]
    assert "dictionary" in found[0]


def test_articles_with_nothing_in_common_are_stored_all_the_same(
    writer: Writer, reader: Reader, feed: FeedState
) -> None:
    store(writer, feed, *(draft(str(number), title="T", summary="") for number in range(LEARN_AT[0] + 1)))
    assert reader.status().articles == LEARN_AT[0] + 1
