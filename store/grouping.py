"""Which story a report belongs to, found as it arrives and within the transaction that stores it.

Candidates come from an index of what lately arrived: which articles hold a token, published when. A report joins the
story of the candidate that it is most like (`store.likeness`); later arrivals never merge or split what stands. Both
tables of the index are pruned behind the window, so that grouping takes as long in a big archive as in a small one.
"""

from __future__ import annotations

import json
import math
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from store import origins
from store.features import features_of, pack, unpack
from store.likeness import WEIGHTS, WINDOW_H, Likeness, compare, sized
from store.membership import Membership
from store.times import seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from store.features import Features
    from store.models import ArticleDraft

KEPT_S = 4 * 86_400
"""Seconds that an article stays in the index after it arrived."""
_ROWS = 32
"""The latest articles looked at under one token."""
_FINDING = 0.35
"""Rarity from which a token finds candidates."""
_CANDIDATES = 12
_FEWEST_ARTICLES = 500
"""Rarities are never reckoned among fewer articles than this."""
_SAMPLED = 0x0FFFFFFF
"""Shingles up to this, one in sixteen, stand in the index."""
_NEAR = (
    # One statement for all tokens, and one text for all articles of a token, take a third of the time of many rows.
    "SELECT value, (SELECT group_concat(article) FROM (SELECT article FROM story_index WHERE token = value"
    " AND hour BETWEEN ? AND ? ORDER BY hour DESC, article DESC LIMIT ?)) FROM json_each(?)"
)

_Rows = dict[int, list[int]]
"""The latest articles that hold a token, by token."""


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
        self._noted: dict[int, Features] = {}

    def note(self, article: int, feed: int, draft: ArticleDraft) -> None:
        """Hold a new or revised report back: `finish` groups it, once it is stored."""
        published = seconds(draft.published)
        hour = (self._now if published is None else min(published, self._now)) // 3600
        text = draft.body or draft.summary
        self._noted[article] = features_of(draft.title, text, draft.lang, draft.tags, hour=hour, feed=feed)

    def finish(self) -> None:
        """Group what was noted, in the order of its coming."""
        for article, features in self._noted.items():
            self.add(article, features)
        self._noted.clear()

    def add(self, article: int, features: Features) -> None:
        """Put a stored report into the index and into its story.

        One that was there before is compared anew: it leaves a story that it is like no report of any more, unless a
        person put it there.
        """
        self._prune()
        forget(self._connection, article)
        rows = self._look_up(features)
        rarity = _rarities(rows, self._articles())
        features = sized(features, rarity.__getitem__)
        self._settle(article, self._matches(article, features, rows, rarity))
        self._connection.execute("INSERT INTO story_features VALUES (?, ?)", (article, pack(features)))
        self._connection.executemany(
            "INSERT INTO story_index VALUES (?, ?, ?)",
            [(token, features.hour, article) for token in sorted(rows)],
        )

    def _settle(self, article: int, matches: list[Match]) -> None:
        """Put a report where it belongs, given the reports that are like it."""
        members = self._members
        story = members.story_of(article)
        same = [match for match in matches if match.likeness.is_same]
        if not members.is_fixed(article):
            stays = story is not None and any(members.story_of(one.article) == story for one in same)
            if not stays:
                members.leave(article)
                if same:
                    members.join((article, max(same).article))
        story = members.story_of(article)
        if story is not None:
            copied = (one.article for one in same if one.likeness.is_copy and members.story_of(one.article) == story)
            origins.note(self._connection, article, min(copied, default=None))

    def _matches(self, article: int, features: Features, rows: _Rows, rarity: dict[int, float]) -> list[Match]:
        """Give how like a report is to its candidates, and to what is in its story already."""
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
        return [Match(compare(features, unpack(data), rarity.__getitem__), other) for other, data in known]

    def _look_up(self, features: Features) -> _Rows:
        span = features.hour - WINDOW_H, features.hour + WINDOW_H
        wanted = json.dumps(list(_tokens(features)))
        found = self._connection.execute(_NEAR, (*span, _ROWS, wanted))
        return {token: [int(one) for one in articles.split(",")] if articles else [] for token, articles in found}

    def _articles(self) -> int:
        """Give about how many articles the index holds: ids are given without gaps."""
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
    connection.executemany(
        "DELETE FROM story_index WHERE token = ? AND hour = ? AND article = ?",
        [(token, old.hour, article) for token in sorted(_tokens(old))],
    )


def _tokens(features: Features) -> set[int]:
    """Give what a report is found by."""
    return {token for tokens in (*features.tokens, _sampled(features)) for token in tokens}


def _sampled(features: Features) -> Iterator[int]:
    return (shingle for shingle in features.shingles if shingle <= _SAMPLED)


def _rarities(rows: _Rows, articles: int) -> dict[int, float]:
    """Give how rare each token is among the articles of the window, from 0 (everywhere) to 1 (never seen)."""
    whole = math.log(1 + max(articles, _FEWEST_ARTICLES))
    found = {}
    for token, some in rows.items():
        number = float(len(some))
        if number >= _ROWS:  # how closely the latest of them follow each other tells how many there are
            number *= max(1.0, articles / (1 + max(some) - min(some)))
        found[token] = max(0.0, 1 - math.log(1 + number) / whole)
    return found
