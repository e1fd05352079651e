"""Searching within one article: where its text holds some words, and which of the places is the present one. Pure."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from store.folding import index_form
from store.models import article_text
from tui.widgets.reader_paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.models import Article
    from tui.widgets.reader_pieces import Span

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´ʹ′"), "'")
_QUOTES = dict.fromkeys(map(ord, "“”„«»"), '"')
_SAME = _APOSTROPHES | _QUOTES | dict.fromkeys(map(ord, "‐‑–—−"), "-")


class Search:
    """What is sought in an article, and the place that the reader is at."""

    def __init__(self, article: Article) -> None:
        """Take the article's text; case, diacritics and kinds of quotes and dashes do not count."""
        self._folded = [(paragraph.at, *_folded(paragraph.text)) for paragraph in paragraphs(article)]
        self.words = ""
        self.hits: tuple[Span, ...] = ()
        self._index = 0

    @property
    def current(self) -> Span | None:
        """The present place; None where there is none."""
        return self.hits[self._index] if self.hits else None

    @property
    def number(self) -> int:
        """Which of the places is the present one, from 1; 0 where there is none."""
        return self._index + 1 if self.hits else 0

    def look_for(self, words: str, start: int) -> None:
        """Find `words`; the first place at or behind code point `start` becomes the present one."""
        self.words = words
        wanted = _folded(" ".join(words.split()))[0]
        self.hits = tuple(self._find(wanted)) if wanted.strip() else ()
        self._index = bisect_left(self.hits, (start, start)) % len(self.hits) if self.hits else 0

    def step(self, by: int) -> bool:
        """Go `by` places on or back, round at the end; tells whether it went round."""
        if not self.hits:
            return False
        index = self._index + by
        self._index = index % len(self.hits)
        return index != self._index

    def _find(self, wanted: str) -> Iterator[Span]:
        for at, text, places in self._folded:
            found = text.find(wanted)
            while found >= 0:
                end = found + len(wanted)
                yield at + places[found], at + places[end - 1] + 1
                found = text.find(wanted, end)


def evidence_span(article: Article, sentence: str) -> Span | None:
    """Give where an article's text holds the sentence that an event stands on, or None."""
    for event in article.tags.events:
        if event.text == sentence and event.start < event.end:
            return event.start, event.end
    start = article_text(article.title, article.summary, article.body).find(sentence) if sentence else -1
    return (start, start + len(sentence)) if start >= 0 else None


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Give `text` as it is compared, and for each of its characters where it stands in `text`."""
    if text.isascii():
        return text.lower(), range(len(text))
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for one in _form(char):
            chars.append(one)
            places.append(at)
    return "".join(chars), places


@lru_cache(maxsize=4_096)
def _form(char: str) -> str:
    return index_form(char.translate(_SAME).casefold())
