"""Feeds that grow only for a reader who proves that it has what came before.

Each version carries nothing but its own new items and an edit of one of the last, and is served until a request echoes
its ETag. So a validator that is stored without its items makes them unreachable for ever, and the count shows it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from tests.feeds.loopback import Answer, Loopback, Seen

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

    @property
    def prefix(self) -> str:
        """What the links of its items begin with."""
        return f"https://wire.example/{self.number}/"

    def titles(self, version: int) -> dict[str, str]:
        """Give all items up to a version: what their titles are in it, by link."""
        found = {self._link(known, n): _title(n) for known in range(version + 1) for n in range(ITEMS)}
        return found | {self._link(known, 0): f"{_title(0)} (corrected)" for known in range(version)}

    def answer(self, seen: Seen) -> Answer:
        echoed = seen.headers.get("if-none-match")
        if echoed == self.etag:
            if self.frozen:
                return Answer(status=304, headers={"ETag": self.etag})
            self.version += 1
        return Answer(self._document().encode(), headers={"ETag": self.etag, "Content-Type": "application/rss+xml"})

    def _document(self) -> str:
        titles = self.titles(self.version)
        shown = [self._link(self.version, n) for n in range(ITEMS)]
        if self.version:
            shown.append(self._link(self.version - 1, 0))
        items = "".join(_item(link, titles[link]) for link in shown)
        return f'<rss version="2.0"><channel><title>Wire {self.number}</title>{items}</channel></rss>'

    def _link(self, version: int, item: int) -> str:
        return f"{self.prefix}{version}/{item}"


def _title(item: int) -> str:
    return f"Shelling near Kharkiv killed {item + 2}, says the governor"


def _item(link: str, title: str) -> str:
    body = f"Report {link}. " + "Drones struck Odesa, officials said. " * 20
    return f"<item><guid>{link}</guid><link>{link}</link><title>{title}</title><description>{body}</description></item>"


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
