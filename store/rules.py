# ruff: noqa: S608 - every statement here is made of our own words
"""What must hold between the rows of an archive, in SQL: how a breach is counted, and how it is mended.

Nothing here loses an article: what lacks its counterpart is given an empty one where it is worth having.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold."""

    words: str
    """What is wrong where it doesn't, before a number."""
    find: str
    """Counts what breaks it."""
    mend: tuple[str, ...] = ()
    """Makes it hold; empty where SQL can't."""


def _without(table: str, other: str, condition: str) -> str:
    return f"FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {other} WHERE {condition})"


def _orphans(words: str, table: str, other: str, condition: str) -> Rule:
    rows = _without(table, other, condition)
    return Rule(words, f"SELECT COUNT(*) {rows}", (f"DELETE {rows}",))


TEXTLESS = _without("headlines", "documents", "documents.id = headlines.id")
"""Articles without a text, behind ``SELECT …``."""

REFERENCES = (
    Rule("articles without their text", f"SELECT COUNT(*) {TEXTLESS}"),
    Rule(
        "articles of no feed",
        f"SELECT COUNT(*) {_without('headlines', 'feeds', 'feeds.id = headlines.feed_id')}",
        (
            "INSERT INTO feeds(id, url, configured, position, name, label, kind, country, affiliation, interval_s)"
            " SELECT DISTINCT feed_id, 'lost:feed:' || feed_id, 0, 0, '', 'Feed ' || feed_id, 'auto', '', '', 600 "
            + _without("headlines", "feeds", "feeds.id = headlines.feed_id"),
        ),
    ),
    _orphans("texts of no article", "documents", "headlines", "headlines.id = documents.id"),
    _orphans("versions of no article", "revisions", "headlines", "headlines.id = revisions.article"),
    _orphans("pages of no article", "pages", "headlines", "headlines.id = pages.article"),
    _orphans("events of no article", "events", "headlines", "headlines.id = events.article"),
    _orphans("alerts of no article", "alerts", "headlines", "headlines.id = alerts.article"),
    _orphans("former words of no article", "former", "headlines", "headlines.id = former.article"),
    _orphans("origins of no article", "origins", "headlines", "headlines.id = origins.article"),
    _orphans("fixed places in stories of no article", "story_fixed", "headlines", "headlines.id = story_fixed.article"),
    _orphans("features of no article", "story_features", "headlines", "headlines.id = story_features.article"),
    _orphans("tokens of no article", "story_index", "story_features", "story_features.article = story_index.article"),
    Rule(
        "keys of entries that nothing is known of",
        f"SELECT COUNT(*) {_without('identities', 'entries', 'entries.article = identities.article')}",
        # With an unknown content they are found again, and the next poll writes what the feed says.
        (
            "INSERT INTO entries(article, content_hash, link_mark, title_mark) SELECT DISTINCT article, x'', x'', x'' "
            + _without("identities", "entries", "entries.article = identities.article"),
        ),
    ),
    _orphans("spellings of no name", "aliases", "names", "names.id = aliases.id"),
    _orphans("learned lines of no feed", "noise", "feeds", "feeds.id = noise.feed_id"),
    _orphans("remembered lines of no feed", "noise_windows", "feeds", "feeds.id = noise_windows.feed_id"),
    _orphans("offers of no feed", "live_offers", "feeds", "feeds.id = live_offers.feed_id"),
    _orphans("receipts of no body", "sightings", "raw_bodies", "raw_bodies.hash = sightings.hash"),
    _orphans("bodies that no feed sent", "raw_bodies", "sightings", "sightings.hash = raw_bodies.hash"),
)
"""Rows that belong together."""

_HOURS = "SELECT time / 3600 AS hour, place_id, COUNT(*) AS events FROM events WHERE city = 1 GROUP BY 1, 2"
_HELD = "(SELECT feed_id, COUNT(*) AS number FROM headlines GROUP BY feed_id) AS held"
_LAST = "(SELECT MAX(COALESCE((SELECT MAX(id) FROM headlines), 0), COALESCE((SELECT MAX(article) FROM entries), 0)))"
_YEARS = "SELECT DISTINCT CAST(strftime('%Y', published, 'unixepoch') AS INTEGER) FROM headlines"
_KEPT = "(SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE revisions.article = headlines.id)"


def _total(name: str, count: str) -> Rule:
    """Give the rule of a number in ``meta``."""
    return Rule(
        f"wrong totals of {name}",
        f"SELECT COUNT(*) FROM meta WHERE {name} <> ({count})",
        (f"UPDATE meta SET {name} = ({count})",),
    )


_FIRST_OF = "(SELECT story AS old, MIN(id) AS first FROM headlines WHERE story IS NOT NULL GROUP BY story)"
_MISNAMED = "SELECT story FROM headlines WHERE story IS NOT NULL GROUP BY story HAVING MIN(id) <> story OR COUNT(*) = 1"

COUNTERS = (
    Rule(
        "articles with more versions than they count",
        f"SELECT COUNT(*) FROM headlines WHERE revisions < {_KEPT}",
        (f"UPDATE headlines SET revisions = {_KEPT} WHERE revisions < {_KEPT}",),
    ),
    _total("articles", "SELECT COUNT(*) FROM headlines"),
    _total("revisions", "SELECT COALESCE(SUM(revisions - 1), 0) FROM headlines"),
    _total("events", "SELECT COUNT(*) FROM events"),
    Rule(
        "ids that could be given twice",
        f"SELECT COUNT(*) FROM meta WHERE last_article < {_LAST}",
        (f"UPDATE meta SET last_article = {_LAST} WHERE last_article < {_LAST}",),
    ),
    Rule(
        "feeds that count other articles than they have",
        f"SELECT COUNT(*) FROM feeds LEFT JOIN {_HELD} ON feed_id = id WHERE articles <> COALESCE(number, 0)",
        ("UPDATE feeds SET articles = 0", f"UPDATE feeds SET articles = number FROM {_HELD} WHERE feed_id = id"),
    ),
    Rule(
        "hours whose events are counted wrongly",
        f"SELECT COUNT(*) FROM (SELECT hour, place_id FROM (SELECT * FROM ({_HOURS} EXCEPT SELECT * FROM hours)"
        f" UNION ALL SELECT * FROM (SELECT * FROM hours EXCEPT {_HOURS})) GROUP BY 1, 2)",
        ("DELETE FROM hours", f"INSERT INTO hours {_HOURS}"),
    ),
    Rule(
        "stories not named after their first report, or of one report",
        f"SELECT COUNT(*) FROM ({_MISNAMED})",
        (
            f"UPDATE headlines SET story = first FROM {_FIRST_OF} WHERE story = old AND first <> old",
            f"UPDATE headlines SET story = NULL WHERE story IN ({_MISNAMED})",
        ),
    ),
    Rule(
        "years with articles that are not listed",
        f"SELECT COUNT(*) FROM ({_YEARS} EXCEPT SELECT year FROM years)",
        (f"INSERT OR IGNORE INTO years {_YEARS}",),
    ),
)
"""Numbers that are kept beside the rows they count."""
