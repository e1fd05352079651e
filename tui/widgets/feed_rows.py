"""How a feed does, in words: one row of the feeds screen, and the lines about the feed under the cursor. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from store.text import clean_line
from tui.widgets import signs
from tui.widgets.cells import clip, fit, wrap
from tui.widgets.times import ago_words, full, span_words, wait_words
from tui.wording import ended, state_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from store.models import FeedState

Part = tuple[str, str]
DETAIL_ROWS = 5
ROOMY_FROM = 76
"""Below this width, rhythm and failures stand only in the lines about the feed under the cursor."""
ERROR_FROM = 116
"""From this width on, what went wrong stands in the row too."""
_STATE, _SUCCESS, _EVERY, _ARTICLES, _FAILED, _NEXT = 9, 12, 8, 8, 6, 10
_FIXED = 1 + sum(width + 1 for width in (_STATE, _SUCCESS, _EVERY, _ARTICLES, _FAILED, _NEXT))
_NOT_MODIFIED = 304
_JUST_NOW_S = 60.0
"""HTTP status of an answer without news (RFC 9110, section 15.4.5)."""
_STYLES = {"ok": "good", "failing": "bad", "gone": "bad"}


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells of the columns whose widths depend on the screen's; 0 leaves a column out."""

    name: int
    every: int
    failed: int
    error: int


@lru_cache(maxsize=8)
def widths(width: int) -> Widths:
    """Give the columns of a screen `width` cells wide."""
    if width < ROOMY_FROM:
        return Widths(max(8, width - _FIXED + _EVERY + _FAILED + 2), 0, 0, 0)
    room = width - _FIXED
    name = room if width < ERROR_FROM else max(22, room // 3)
    return Widths(name, _EVERY, _FAILED, max(0, room - name - 1))


def _state(feed: FeedState) -> str:
    return "asked" if feed.asked is not None else state_word(feed)


def heading(width: int) -> str:
    """Give the names of the columns."""
    cols = widths(width)
    cells = [
        *(" " + fit("State", _STATE), fit("Feed", cols.name), fit("Last success", _SUCCESS), fit("Every", cols.every)),
        *(fit("Articles", _ARTICLES, right=True), fit("Failed", cols.failed, right=True), fit("Next poll", _NEXT)),
        clip("What went wrong", cols.error),
    ]
    return " ".join(cell for cell in cells if cell).ljust(width)


def feed_row(feed: FeedState, width: int, now: datetime, *, cursor: bool) -> list[Part]:
    """Give a feed's row as (text, style name) pairs, at most `width` cells."""
    cols = widths(width)
    word = _state(feed)
    parts = [
        (signs.CURSOR if cursor else " ", "cursor-mark"),
        (fit(word, _STATE) + " ", _STYLES.get(word, "quiet")),
        (fit(feed.name, cols.name) + " ", "name"),
        (fit(_success(feed, now), _SUCCESS) + " ", "plain"),
        (fit(span_words(feed.interval_s), cols.every), "quiet"),
        (" " * bool(cols.every) + fit(f"{feed.articles:,}", _ARTICLES, right=True), "plain"),
        (
            " " * bool(cols.failed) + fit(str(feed.failures), cols.failed, right=True),
            "bad" if feed.failures else "quiet",
        ),
        (" " + fit(_next(feed, now), _NEXT), "quiet"),
    ]
    return [*parts, (" " + clip(feed.error or "", cols.error), "bad")] if cols.error else parts


def detail(feed: FeedState, width: int, now: datetime) -> list[list[Part]]:
    """Give the lines about one feed: who it is, how it does, what went wrong, and when it is asked again."""
    who = [signs.affiliation_words(feed.affiliation), feed.country, _counted(feed.articles, "article")]
    about = " · ".join(word for word in who if word)
    name = clip(feed.name, max(8, width - cell_len(about) - 4))
    lines: list[list[Part]] = [
        [(f" {name}", "name"), (f"  {about}", "quiet")],
        [(f" {clip(feed.url, width - 2)}", "link")],
    ]
    text = " ".join(_sentences(feed, now))
    room = max(1, width - 2)
    for start, end in list(wrap(text, room))[: DETAIL_ROWS - len(lines)]:
        lines.append([(" " + text[start:end].rstrip(), "bad" if feed.error and feed.state != "paused" else "plain")])
    return lines


def summary(feeds: Sequence[FeedState]) -> list[Part]:
    """Give the number of feeds in each state, for the head of the screen."""
    words = [state_word(feed) if feed.asked is None else feed.state for feed in feeds]
    parts: list[Part] = [(_counted(len(feeds), "feed"), "plain")]
    for word in ("ok", "new", "failing", "gone", "moved", "paused"):
        if word in words:
            parts += [("  ·  ", "quiet"), (f"{words.count(word)} {word}", _STYLES.get(word, "quiet"))]
    return parts


def _success(feed: FeedState, now: datetime) -> str:
    """Give when the feed was last read well."""
    return ago_words((now - feed.last_success).total_seconds()) if feed.last_success else "never"


def _next(feed: FeedState, now: datetime) -> str:
    """Give when the feed is asked next, short."""
    if feed.state in ("paused", "gone") or feed.next_poll is None:
        return "–"
    words = wait_words((feed.next_poll - now).total_seconds())
    return "in <1 min" if words == "within a minute" else words


def _sentences(feed: FeedState, now: datetime) -> Iterator[str]:
    """Say how the feed does in whole sentences."""
    error = clean_line(feed.error or "", 300).rstrip(".")
    match feed.state:
        case "paused":
            yield "Paused: it is not asked until it goes on."
        case "gone":
            yield f"Gone for good, says its server; it is not asked again. {error}."
        case "failing":
            times = f"{feed.failures} times in a row" if feed.failures > 1 else "once"
            yield f"The poll failed {times}: {error or 'no reason given'}."
        case "moved":
            yield f"It has moved for good{': ' + error if error else ''}."
        case _:
            yield "Not asked yet." if feed.last_poll is None else f"Well{_answer(feed)}."
            if words := ended(feed, now):
                yield f"The live blog {words}."
    if feed.last_success is not None:
        gone = (now - feed.last_success).total_seconds()
        yield f"Last read {full(feed.last_success) if gone >= _JUST_NOW_S else 'just now'}."
    elif feed.last_poll is not None:
        yield "It was never read so far."
    if feed.state not in ("paused", "gone"):
        yield from _plan(feed, now)


def _answer(feed: FeedState) -> str:
    """Say what the server answered last."""
    if feed.http_status == _NOT_MODIFIED:
        return ": nothing had changed at the last poll (HTTP 304)"
    return f" (HTTP {feed.http_status})" if feed.http_status else ""


def _plan(feed: FeedState, now: datetime) -> Iterator[str]:
    """Say when the feed is asked again."""
    if feed.asked is not None:
        yield "A poll was asked for and begins as soon as an archiver can."
    yield f"Asked every {span_words(feed.interval_s)}."
    if feed.retry_after is not None and feed.retry_after > now:
        yield f"Its server wants no poll before {full(feed.retry_after)}."
    elif feed.next_poll is not None:
        yield f"Next poll {wait_words((feed.next_poll - now).total_seconds())}."


def _counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
