"""Which story a report belongs to, found as it arrives and within the transaction that stores it.

Candidates come from an index of what lately arrived: which articles hold a token, published when. A report joins the
story of the candidate that it is most like (`store.likeness`); later arrivals never merge or split what stands. Both
tables of the index are pruned behind the window, so that grouping takes as long in a big archive as in a small one.
"""

from __future__ import annotations

import json
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from store import documents, origins
from store.features import features_of, pack, unpack
from store.likeness import WEIGHTS, WINDOW_H, Likeness, compare, rarity_of, sized
from store.lines import without_noise
from store.membership import Membership
from store.noise import learned

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from store.features import Features

KEPT_S = 4 * 86_400
"""Seconds that an article stays in the index after it arrived."""
_ROWS = 32
"""The latest articles looked at under one token."""
_FINDING = 0.35
"""Rarity from which a token finds candidates."""
_CANDIDATES = 12
_SAMPLED = 0x0FFFFFFF
"""Shingles up to this, one in sixteen, stand in the index."""
_NEAR = (
    # One statement for all tokens, and one text for all articles of a token, take a third of the time of many rows.
    "SELECT value, (SELECT group_concat(article) FROM (SELECT article FROM story_index WHERE token = value"
    " AND hour BETWEEN ? AND ? ORDER BY hour DESC, article DESC LIMIT ?)) FROM json_each(?)"
)

_Rows = dict[int, list[int]]
"""The latest articles that hold a token, by token."""


class _Seen(NamedTuple):
    """A report, and what is known of its tokens."""

    features: Features
    rows: _Rows
    rarity: dict[int, float]


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
        self._waiting: list[int] = []

    def arrived(self, article: int) -> None:
        """Note a new report: `finish` groups it, once it is stored."""
        self._waiting.append(article)

    def revised(self, article: int) -> None:
        """Note that a report says something else now; one that came too long ago stays where it is."""
        known = self._connection.execute("SELECT 1 FROM story_features WHERE article = ?", (article,)).fetchone()
        if known is not None and article not in self._waiting:
            self._waiting.append(article)

    def finish(self) -> None:
        """Group what was noted, in the order of its coming."""
        for article in self._waiting:
            self.add(article)
        self._waiting.clear()

    @property
    def changed(self) -> int:
        """How many rows are in another story now."""
        return self._members.changed

    def add(self, article: int) -> None:
        """Put a stored report into the index and into its story.

        One that was there before leaves a story that it is like no report of any more, unless a person put it there.
        """
        seen = self._see(article)
        if seen is not None:
            self._settle(article, self._matches(article, seen))
            self._index(article, seen)

    def keep(self, article: int) -> None:
        """Put a stored report into the index and leave it in its story."""
        seen = self._see(article)
        if seen is not None:
            self._index(article, seen)

    def _see(self, article: int) -> _Seen | None:
        """Look at a report beside what lately arrived, from which it is taken out; None where it has no text."""
        features = self._read(article)
        if features is None:
            return None
        self._prune()
        forget(self._connection, article)
        rows = self._look_up(features)
        rarity = _rarities(rows, self._articles())
        return _Seen(sized(features, rarity.__getitem__), rows, rarity)

    def _index(self, article: int, seen: _Seen) -> None:
        self._connection.execute("INSERT OR REPLACE INTO story_features VALUES (?, ?)", (article, pack(seen.features)))
        self._connection.executemany(
            "INSERT OR REPLACE INTO story_index VALUES (?, ?, ?)",
            [(token, seen.features.hour, article) for token in sorted(seen.rows)],
        )

    def _read(self, article: int) -> Features | None:
        row = self._connection.execute(
            "SELECT h.feed_id, h.title, MIN(h.published, h.first_seen) / 3600, d.data FROM headlines h"
            " JOIN documents d ON d.id = h.id WHERE h.id = ?",
            (article,),
        ).fetchone()
        document = None if row is None else documents.readable(row[-1], self._connection)
        if document is None:
            return None
        feed, title, hour, _ = row
        text = without_noise(document.body or document.summary, learned(self._connection, feed))
        update = document.parent is not None
        return features_of(title, text, document.lang, document.tags, hour=max(0, hour), feed=feed, update=update)

    def _settle(self, article: int, matches: list[Match]) -> None:
        """Put a report where it belongs, given the reports that are like it."""
        members = self._members
        story = members.story_of(article)
        same = [match for match in matches if match.likeness.is_same]
        if not members.is_fixed(article) and not self._stays(story, matches):
            members.leave(article)
            if same:
                members.join((article, max(same).article))
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

    def _matches(self, article: int, seen: _Seen) -> list[Match]:
        """Give how like a report is to its candidates, and to what is in its story already."""
        features, rows, rarity = seen
        found: dict[int, float] = {}
        for weight, tokens in zip((*WEIGHTS.values(), 1.0), (*features.tokens, _sampled(features)), strict=True):
            for token in tokens:
                if rarity[token] >= _FINDING:
                    worth = weight * rarity[token] ** 2
                    for other in rows[token]:
                        found[other] = found.get(other, 0.0) + worth
        candidates = nlargest(_CANDIDATES, found, key=lambda one: (found[one], one))
        story = self._members.story_of(article)
        if story is not None:
            candidates += [
                one for one in self._members.reports(story, _CANDIDATES) if one not in (article, *candidates)
            ]
        known = self._connection.execute(
            "SELECT article, data FROM story_features WHERE article IN (SELECT value FROM json_each(?))",
            (json.dumps(candidates),),
        )
        reports = ((other, unpack(data)) for other, data in known)
        return [Match(compare(features, one, rarity.__getitem__), other) for other, one in reports if one is not None]

    def _look_up(self, features: Features) -> _Rows:
        span = features.hour - WINDOW_H, features.hour + WINDOW_H
        wanted = json.dumps(list(_tokens(features)))
        found = self._connection.execute(_NEAR, (*span, _ROWS, wanted))
        return {token: [int(one) for one in articles.split(",")] if articles else [] for token, articles in found}

    def _articles(self) -> int:  # about: ids are given without gaps
        sql = "SELECT (SELECT MAX(article) FROM story_features) - (SELECT MIN(article) FROM story_features)"
        return int(self._connection.execute(sql).fetchone()[0] or 0)

    def _prune(self) -> None:
        """Take out up to two articles that are too old, for each that comes in: in the end none are left."""
        oldest = self._connection.execute(
            "SELECT s.article, h.first_seen FROM story_features s LEFT JOIN headlines h ON h.id = s.article"
            " ORDER BY s.article LIMIT 2"
        ).fetchall()
        for article, first_seen in oldest:
            if first_seen is None or first_seen < self._now - KEPT_S:
                forget(self._connection, article)


def forget(connection: sqlite3.Connection, article: int) -> None:
    """Take an article out of the index; it stays in its story."""
    row = connection.execute("SELECT data FROM story_features WHERE article = ?", (article,)).fetchone()
    if row is None:
        return
    old = unpack(row[0])
    connection.execute("DELETE FROM story_features WHERE article = ?", (article,))
    if old is not None:
        connection.executemany(
            "DELETE FROM story_index WHERE token = ? AND hour = ? AND article = ?",
            [(token, old.hour, article) for token in sorted(_tokens(old))],
        )


def empty_index(connection: sqlite3.Connection) -> None:
    """Take every article out of the index; all stay in their stories."""
    connection.execute("DELETE FROM story_index")
    connection.execute("DELETE FROM story_features")


def _tokens(features: Features) -> set[int]:
    """Give what a report is found by."""
    return {token for tokens in (*features.tokens, _sampled(features)) for token in tokens}


def _sampled(features: Features) -> Iterator[int]:
    return (shingle for shingle in features.shingles if shingle <= _SAMPLED)


def _rarities(rows: _Rows, articles: int) -> dict[int, float]:
    """Give how rare each token is among the articles of the window."""
    found = {}
    for token, some in rows.items():
        number = float(len(some))
        if number >= _ROWS:  # how closely the latest of them follow each other tells how many there are
            number *= max(1.0, articles / (1 + max(some) - min(some)))
        found[token] = rarity_of(number, articles)
    return found
