"""An archive of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.reader import Reader
from store.writer import Writer

from .make import add_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.models import FeedState


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with Writer(path) as writer:
        yield writer


@pytest.fixture
def reader(writer: Writer) -> Iterator[Reader]:
    with Reader(writer.path) as reader:
        yield reader


@pytest.fixture
def feed(writer: Writer) -> FeedState:
    return add_feed(writer)
