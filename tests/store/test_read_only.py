"""An archive on a medium that can't be written is read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import schema
from store.errors import ArchiveError, ArchiveFull
from store.query import EVERYTHING
from store.reader import Reader
from store.writer import Writer
from tests.unprivileged import open_folder, unprivileged

from .make import add_feed, draft, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive() -> Iterator[Path]:
    """Give an archive with one article, where every user may read and nobody write."""
    with open_folder() as folder:
        path = folder / "archive.db"
        with Writer(path) as writer:
            store(writer, add_feed(writer), draft())
        _freeze(path)
        yield path


def _freeze(path: Path) -> None:
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)


def test_it_is_read_as_it_stands(archive: Path) -> None:
    with unprivileged(), Reader(archive) as reader:
        assert [headline.title for headline in reader.headlines(EVERYTHING)] == ["Irpin is free"]
        assert reader.status().articles == 1
    assert [file.name for file in archive.parent.iterdir() if file.suffix == ".db"] == ["archive.db"]


def test_through_a_symlink_too(archive: Path, tmp_path: Path) -> None:
    with open_folder() as folder:
        link = folder / "link.db"
        link.symlink_to(archive)
        with unprivileged(), Reader(link) as reader:
            assert reader.count(EVERYTHING).value == 1


def test_an_empty_log_beside_it_holds_nothing_to_miss(archive: Path) -> None:
    archive.with_name("archive.db-wal").touch()
    with unprivileged(), Reader(archive) as reader:
        assert reader.count(EVERYTHING).value == 1


def test_a_log_with_commits_in_it_is_not_passed_over(archive: Path) -> None:
    archive.with_name("archive.db-wal").write_bytes(b"x" * 5_000)
    with unprivileged(), pytest.raises(ArchiveError):
        Reader(archive)


def test_it_is_not_archived_into(archive: Path) -> None:
    with unprivileged(), pytest.raises(ArchiveFull, match="can't be written"):
        Writer(archive)


def test_its_schema_can_be_told(archive: Path) -> None:
    with unprivileged():
        assert schema.inspect(archive) == schema.SCHEMA_VERSION
