"""Feeds that grow only for a reader who proves that it has what came before.

Each version carries nothing but its own new items and an edit of the first one, and is served until a request echoes
its ETag. So a validator that is stored without its items makes them unreachable for ever, and the count shows it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.feeds.loopback import Answer, Loopback, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = 8
"""New items in each version."""


@dataclass(slots=True)
class GrowingFeed:
    """One feed; its items are known by their links."""

    number: int
    version: int = 0
    frozen: bool = False

    @property
    def etag(self) -> str:
        return f'"{self.number}-{self.version}"'

    def links(self, version: int) -> Iterator[str]:
        """Give the links of all items up to a version."""
        yield f"https://wire.example/{self.number}/edited"
        for known in range(version + 1):
            yield from (f"https://wire.example/{self.number}/{known}/{n}" for n in range(ITEMS))

    def headline(self, version: int) -> str:
        """Give what the title of the edited item is in a version."""
        return f"Sirens in Kyiv, version {version}"

    def answer(self, seen: Seen) -> Answer:
        echoed = seen.headers.get("if-none-match")
        if echoed == self.etag:
            if self.frozen:
                return Answer(status=304, headers={"ETag": self.etag})
            self.version += 1
        return Answer(self._document().encode(), headers={"ETag": self.etag, "Content-Type": "application/rss+xml"})

    def _document(self) -> str:
        items = [self._item("edited", self.headline(self.version))]
        items += [
            self._item(f"{self.version}/{n}", f"Shelling near Kharkiv killed {n + 2}, says the governor")
            for n in range(ITEMS)
        ]
        return f'<rss version="2.0"><channel><title>Wire {self.number}</title>{"".join(items)}</channel></rss>'

    def _item(self, name: str, title: str) -> str:
        body = f"Report {self.number}/{name}. " + "Drones struck Odesa, officials said. " * 20
        link = f"https://wire.example/{self.number}/{name}"
        names = f"<guid>{link}</guid><link>{link}</link>"
        return f"<item>{names}<title>{title}</title><description>{body}</description></item>"


@dataclass(slots=True)
class GrowingFeeds:
    """Some growing feeds on a loopback server, which tells when it has answered so many requests."""

    server: Loopback
    count: int
    feeds: dict[str, GrowingFeed] = field(default_factory=dict)
    answered: int = 0
    _change: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        for number in range(self.count):
            feed = GrowingFeed(number)
            url = self.server.route(f"/{number}", lambda seen, feed=feed: self._answer(feed, seen))  # type: ignore[misc]
            self.feeds[url] = feed

    def wait_for(self, answered: int, timeout_s: float = 60) -> None:
        """Wait until that many requests were answered since the start."""
        with self._change:
            assert self._change.wait_for(lambda: self.answered >= answered, timeout_s), "the archiver asks for nothing"

    def freeze(self) -> None:
        """Let no feed grow any more."""
        for feed in self.feeds.values():
            feed.frozen = True

    def _answer(self, feed: GrowingFeed, seen: Seen) -> Answer:
        with self._change:
            self.answered += 1
            self._change.notify_all()
            return feed.answer(seen)
