"""A watched archive, with programs and a desktop that write down what they are told."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from feeds.watching.desktop import Desktop
from feeds.watching.telling import Means
from feeds.watching.watching import Watching
from store.reader import Reader
from store.writer import Writer
from tests.store.make import NOON, add_feed, draft, store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from feeds.watching.settings import WatchSettings
    from store.models import Article, FeedState


class SeenDesktop(Desktop):
    """A desktop that only remembers what it was to show."""

    def __init__(self) -> None:
        super().__init__({})
        self.shown: list[tuple[str, str]] = []

    async def show(self, summary: str, body: str) -> bool:
        self.shown.append((summary, body))
        return True


@dataclass
class Newsroom:
    """An archive with one feed, what it rang and showed, and a command that notes what it was given."""

    writer: Writer
    feed: FeedState
    folder: Path
    desktop: SeenDesktop = field(default_factory=SeenDesktop)
    rings: list[int] = field(default_factory=list)
    local: time = time(12)

    def command(self, script: str) -> tuple[str, ...]:
        """Give a command that runs a shell script, with the newsroom's folder as ``$0``."""
        return ("/bin/sh", "-c", script, str(self.folder))

    @property
    def noting(self) -> tuple[str, ...]:
        """A command that appends what it is given to a file."""
        return self.command('cat >> "$0/noted"')

    def noted(self) -> list[dict[str, Any]]:
        file = self.folder / "noted"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def arrive(self, *titles: str) -> None:
        store(self.writer, self.feed, *(draft(title, title) for title in titles))

    def means(self) -> Means:
        def as_json(article: Article) -> str:
            return json.dumps({"id": article.id, "title": article.title})

        return Means(as_json, lambda: self.rings.append(1), self.desktop, lambda: self.local, every_s=0.0)

    @asynccontextmanager
    async def watching(self, *watches: WatchSettings) -> AsyncIterator[Watching]:
        async with Watching(watches, self.writer, self.means(), lambda: NOON) as watching:
            yield watching

    def reader(self) -> Reader:
        return Reader(self.writer.path)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Writer(tmp_path / "archive.db") as writer:
        yield Newsroom(writer, add_feed(writer), tmp_path)
