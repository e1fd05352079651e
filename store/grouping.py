"""Which story a report belongs to, found as it arrives and within the transaction that stores it.

Candidates come from an index of what lately arrived (`store.window`): which articles hold a token, published when. A
report joins the story of the candidate that it is most like (`store.likeness`); later arrivals never merge or split
what stands. What is too old leaves the index, so that grouping takes as long in a big archive as in a small one.
"""

from __future__ import annotations

import json
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from store import origins
from store.candidates import CANDIDATES, Seen, candidates, see
from store.features import flat, pack, unpack
from store.likeness import Comparison, Likeness
from store.membership import Membership
from store.noise import learned
from store.window import forget, window_of
from store.wording import features, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from store.features import Flat
    from store.window import Window
    from store.wording import Wording

KEPT_S = 4 * 86_400
"""Seconds that an article stays in the index after it arrived."""


class Match(NamedTuple):
    """Another report, and how like it is."""

    likeness: Likeness
    article: int


class Grouping:
    """Groups the reports of one transaction, one after the other."""

    def __init__(self, connection: sqlite3.Connection, now: int, rev: int) -> None:
        """Begin.

        Args:
            connection: inside a transaction.
            now: when the reports arrived, epoch seconds; what came too long before leaves the index.
            rev: what rows get that change.
        """
        self._connection = connection
        self._now = now
        self._members = Membership(connection, rev)
        self._waiting: dict[int, Wording | None] = {}
        self._new: set[int] = set()
        self._noise: dict[int, frozenset[bytes]] = {}
        self._fresh: dict[int, bytes] = {}
        self._arrivals: dict[int, int | None] = {}
        self._held: Window | None = None

    def arrived(self, article: int, wording: Wording) -> None:
        """Note a new report, which is of no story yet: `finish` groups it, once it is stored."""
        self._waiting[article] = wording
        self._new.add(article)

    def revised(self, article: int, wording: Wording | None = None) -> None:
        """Note that a report says something else now; one that came too long ago stays where it is.

        Args:
            article: the report.
            wording: what it says; it is read from the archive where that is not given.
        """
        if article in self._waiting or self._is_known(article):
            self._waiting[article] = wording

    def finish(self) -> None:
        """Group what was noted, in the order of its coming, and write the index."""
        for article, wording in self._waiting.items():
            self._add(article, wording or read(self._connection, article))
        self._waiting.clear()
        self._write()

    @property
    def changed(self) -> int:
        """How many rows are in another story now."""
        return self._members.changed

    def add(self, article: int) -> bool:
        """Put a stored report into the index and into its story; `finish` writes the index.

        One that was there before leaves a story that it is like no report of any more, unless a person put it there.
        False where it has no text.
        """
        return self._add(article, read(self._connection, article))

    def keep(self, article: int) -> bool:
        """Put a stored report into the index and leave it in its story, as `add` does."""
        wording = read(self._connection, article)
        if wording is not None:
            self._index(article, self._see(article, wording))
        return wording is not None

    def pass_over(self, article: int) -> None:
        """Note that a report has been looked at which has no text."""
        self._connection.execute("INSERT OR IGNORE INTO story_features VALUES (?, x'')", (article,))
        self._window.add(article, 0, ())

    @property
    def _window(self) -> Window:
        if self._held is None:
            self._held = window_of(self._connection)
        return self._held

    def _is_known(self, article: int) -> bool:
        sql = "SELECT 1 FROM story_features WHERE article = ?"
        return self._connection.execute(sql, (article,)).fetchone() is not None

    def _add(self, article: int, wording: Wording | None) -> bool:
        if wording is None:
            return False
        seen = self._see(article, wording)
        matches = self._matches(article, seen)
        if article in self._new:
            self._place(article, matches)
        else:
            self._settle(article, matches)
        self._index(article, seen)
        return True

    def _see(self, article: int, wording: Wording) -> Seen:
        """Look at a report beside what lately arrived, from which it is taken out."""
        feed = wording.feed
        if feed not in self._noise:
            self._noise[feed] = learned(self._connection, feed)
        self._prune()
        if article not in self._new:
            self._fresh.pop(article, None)
            forget(self._connection, article)
        return see(features(wording, self._noise[feed]), self._window)

    def _index(self, article: int, seen: Seen) -> None:
        self._window.add(article, seen.features.hour, seen.rows)
        self._fresh[article] = pack(flat(seen.features))

    def _write(self) -> None:
        rows = sorted(self._fresh.items(), key=itemgetter(0))
        self._connection.executemany("INSERT OR REPLACE INTO story_features VALUES (?, ?)", rows)
        self._fresh.clear()

    def _place(self, article: int, matches: list[Match]) -> None:
        """Put a new report where it belongs, given the reports that are like it."""
        same = [match for match in matches if match.likeness.is_same]
        if same:
            self._members.join((article, max(same).article))
            self._credit(article, same)

    def _settle(self, article: int, matches: list[Match]) -> None:
        """Put a report that was there before where it belongs, given the reports that are like it."""
        members = self._members
        story = members.story_of(article)
        same = [match for match in matches if match.likeness.is_same]
        if not members.is_fixed(article) and not self._stays(story, matches):
            members.leave(article)
            if same:
                members.join((article, max(same).article))
        self._credit(article, same)

    def _credit(self, article: int, same: Sequence[Match]) -> None:
        members = self._members
        story = members.story_of(article)
        if story is not None:
            copied = (one.article for one in same if one.likeness.is_copy and members.story_of(one.article) == story)
            origins.note(self._connection, article, min(copied, default=None))

    def _stays(self, story: int | None, matches: list[Match]) -> bool:
        """Tell whether a report stays in its story: for a report of it that is alike, or as long as nothing speaks."""
        if story is None:
            return False
        inside = [match for match in matches if self._members.story_of(match.article) == story]
        if any(match.likeness.is_same for match in inside):
            return True
        return not inside and not any(match.likeness.is_same for match in matches)

    def _matches(self, article: int, seen: Seen) -> list[Match]:
        """Give how like a report is to its candidates, and to what is in its story already."""
        others = candidates(seen)
        story = None if article in self._new else self._members.story_of(article)
        if story is not None:
            others += [one for one in self._members.reports(story, CANDIDATES) if one not in (article, *others)]
        comparison = Comparison(seen.features, seen.rarity.__getitem__)
        return [Match(comparison.with_(one), other) for other, one in self._known(others)]

    def _known(self, articles: Sequence[int]) -> list[tuple[int, Flat]]:
        """Give the features of reports, as far as they are in the index."""
        rows = self._connection.execute(
            "SELECT article, data FROM story_features WHERE article IN (SELECT value FROM json_each(?))",
            (json.dumps([one for one in articles if one not in self._fresh]),),
        )
        fresh = ((one, self._fresh[one]) for one in articles if one in self._fresh)
        return [(other, known) for other, data in chain(rows, fresh) if (known := unpack(data)) is not None]

    def _prune(self) -> None:
        """Take out up to two articles that are too old, for each that comes in: in the end none are left."""
        for _ in range(2):
            oldest = self._window.oldest(1)
            if not oldest:
                return
            first_seen = self._arrival(oldest[0])
            if first_seen is not None and first_seen >= self._now - KEPT_S:
                return
            self._window.drop((self._now if first_seen is None else first_seen) // 3600)
            self._fresh.pop(oldest[0], None)
            self._connection.execute("DELETE FROM story_features WHERE article = ?", oldest)

    def _arrival(self, article: int) -> int | None:
        """Give when an article came; None where it is gone."""
        if article not in self._arrivals:
            wanted = self._window.oldest(2 * len(self._waiting) + 1)
            self._arrivals = dict.fromkeys(wanted)
            self._arrivals.update(
                self._connection.execute(
                    "SELECT id, first_seen FROM headlines WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(wanted),),
                )
            )
        return self._arrivals[article]
