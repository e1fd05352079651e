"""What a publisher puts under every article, learned feed by feed within the transaction that stores the articles.

A line that stands in `ENOUGH` articles of a feed, and in `SHARE` of those that came since it was first met, is learned
as noise. Lines met once are only remembered as hashes, for the latest `WINDOW` of them; rows are kept of those met
twice, `MOST_LINES` a feed. A person's word that a line is none stands against all that is learned.

An article counts once, with its first version and the text of its page. One that brings little new beside lines met
before is a reprint, and one of a single line has nothing around that line; from either nothing is learned. A sentence
that tells of an event or gives a figure is news however often it is told; a headline that leads elsewhere is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from store.lines import KEY_BYTES, is_sentence, keyed_lines
from store.surrogates import storable

if TYPE_CHECKING:
    import sqlite3

    from store.models import Tags

ENOUGH = 5
"""Articles that a line must stand in."""
SHARE = 0.05
"""Share of a feed's articles that a line must stand in, from when it was met on."""
NEW = 0.25
"""Share of an article's text that must be new; what has less is a reprint."""
WINDOW = 1_024
"""Lines of a feed that are remembered though they were met only once."""
MOST_LINES = 300
"""Lines of a feed that are counted."""
SAMPLE = 300
"""Code points that are kept of a line."""
_CHUNK = 500

State = Literal["counted", "learned", "kept"]


@dataclass(slots=True)
class _Line:
    """A line that was met more than once."""

    articles: int
    since: int
    state: State
    sample: str
    fresh: bool


def _lines_of(text: str, tags: Tags) -> dict[bytes, str]:
    """Give the lines that may be noise: none of a text that is a single line, and no sentence that tells something."""
    if "\n" not in text:
        return {}
    told = {event.text for event in tags.events} | {figure.text for figure in tags.figures}
    return {key: line for key, line in keyed_lines(text).items() if not (is_sentence(line) and _tells(line, told))}


def _tells(line: str, told: set[str]) -> bool:
    return any(words in line for words in told)


class _Text(NamedTuple):
    """An article's text."""

    lines: dict[bytes, str]
    size: int
    is_new: bool
    """False for one that was counted before."""


class Lines:
    """Counts the lines of one feed's articles within an open transaction."""

    def __init__(self, connection: sqlite3.Connection, feed_id: int, now: int) -> None:
        """Count from what is known by now; `finish` writes it. `now` is in epoch seconds."""
        self._connection = connection
        self._feed_id = feed_id
        self._now = now
        self._texts: list[_Text] = []

    def add(self, text: str, tags: Tags) -> None:
        """Take the text of a new article, and what it tells."""
        self._texts.append(_Text(_lines_of(text, tags), len(text), is_new=True))

    def complete(self, text: str, tags: Tags, before: str) -> None:
        """Take the whole text of an article that came with the text `before`, and what it tells."""
        old = keyed_lines(before)
        lines = {key: line for key, line in _lines_of(text, tags).items() if key not in old}
        self._texts.append(_Text(lines, len(text), is_new=False))

    def finish(self) -> None:
        """Write what was counted."""
        if not self._texts:
            return
        row = self._connection.execute(
            "SELECT articles, lines FROM noise_windows WHERE feed_id = ?", (self._feed_id,)
        ).fetchone()
        articles, window = row or (0, b"")
        once = dict.fromkeys(window[at : at + KEY_BYTES] for at in range(0, len(window), KEY_BYTES))
        known = self._known({key for text in self._texts for key in text.lines})
        changed: dict[bytes, _Line] = {}
        for text in self._texts:
            articles += text.is_new
            if not _is_reprint(text, once, known):
                changed.update(_count(text, articles, once, known))
        self._write(changed)
        self._connection.execute(
            "INSERT OR REPLACE INTO noise_windows VALUES (?, ?, ?)",
            (self._feed_id, articles, b"".join(once)[-WINDOW * KEY_BYTES :]),
        )

    def _known(self, keys: set[bytes]) -> dict[bytes, _Line]:
        found: dict[bytes, _Line] = {}
        every = list(keys)
        for at in range(0, len(every), _CHUNK):
            chunk = every[at : at + _CHUNK]
            rows = self._connection.execute(
                "SELECT hash, articles, since, state FROM noise WHERE feed_id = ?"  # noqa: S608 - only marks
                f" AND hash IN ({','.join('?' * len(chunk))})",
                (self._feed_id, *chunk),
            )
            found.update({key: _Line(count, since, state, "", fresh=False) for key, count, since, state in rows})
        return found

    def _write(self, changed: dict[bytes, _Line]) -> None:
        fresh = [(key, line) for key, line in changed.items() if line.fresh]
        self._connection.executemany(
            "INSERT INTO noise(feed_id, hash, sample, articles, since, first_seen, last_seen, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (self._feed_id, key, storable(line.sample), line.articles, line.since, self._now, self._now, line.state)
                for key, line in fresh
            ],
        )
        self._connection.executemany(
            "UPDATE noise SET articles = ?, state = ?, last_seen = ? WHERE feed_id = ? AND hash = ?",
            [
                (line.articles, line.state, self._now, self._feed_id, key)
                for key, line in changed.items()
                if not line.fresh
            ],
        )
        if fresh:
            self._prune()

    def _prune(self) -> None:
        """Drop the lines that were longest not met, first those that are not learned; never a person's word."""
        self._connection.execute(
            "DELETE FROM noise WHERE id IN (SELECT id FROM noise WHERE feed_id = ? AND state <> 'kept'"
            " ORDER BY state = 'learned' DESC, last_seen DESC, id DESC LIMIT -1 OFFSET ?)",
            (self._feed_id, MOST_LINES),
        )


def _is_reprint(text: _Text, once: dict[bytes, None], known: dict[bytes, _Line]) -> bool:
    old = sum(len(line) for key, line in text.lines.items() if key in once or key in known)
    return text.size - old < NEW * text.size


def _count(text: _Text, articles: int, once: dict[bytes, None], known: dict[bytes, _Line]) -> dict[bytes, _Line]:
    """Count the lines of one article; give those that were met before."""
    found = {}
    for key, words in text.lines.items():
        line = known.get(key)
        if line is not None:
            line.articles += 1
        elif key in once:
            del once[key]
            line = known[key] = _Line(2, articles - 1, "counted", " ".join(words.split())[:SAMPLE], fresh=True)
        else:
            once[key] = None
            continue
        # The first of them came before it was counted from.
        if line.state == "counted" and line.articles >= ENOUGH and line.articles - 1 >= SHARE * (articles - line.since):
            line.state = "learned"
        found[key] = line
    return found


def learned(connection: sqlite3.Connection, feed_id: int) -> frozenset[bytes]:
    """Give the keys (`store.lines.line_key`) of what is noise in a feed."""
    rows = connection.execute("SELECT hash FROM noise WHERE feed_id = ? AND state = 'learned'", (feed_id,))
    return frozenset(row[0] for row in rows)


def learned_everywhere(connection: sqlite3.Connection) -> dict[int, frozenset[bytes]]:
    """Give the keys of what is noise, by the feed's id; feeds without any are left out."""
    found: dict[int, set[bytes]] = {}
    for feed_id, key in connection.execute("SELECT feed_id, hash FROM noise WHERE state = 'learned'"):
        found.setdefault(feed_id, set()).add(key)
    return {feed_id: frozenset(keys) for feed_id, keys in found.items()}
