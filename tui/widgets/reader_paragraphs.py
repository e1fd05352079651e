"""An article's text as the paragraphs that the reader shows, each with where it stands. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from store.records import record
from store.text import clean_line, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import Article

BODY_LIMIT: Final = 200_000
"""Code points of a body that are laid out; the archive keeps the rest."""
TITLE_LIMIT: Final = 1_000
Kind = Literal["title", "text", "quote", "item", "noise"]

_PARAGRAPH = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"(?:“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|\"[^\"]*\")[.,;!?…]*")
_MARKED_QUOTE = re.compile(r"(?:> ?)+")
_ITEM = re.compile(r"[-*•–—·▪] ")


@record
class Paragraph:
    """One paragraph, safe to draw."""

    text: str
    at: int
    """Where it begins in the article's text, in code points."""
    exact: bool
    """True where cleaning changed nothing, so that offsets into the article's text hold in it."""
    kind: Kind


def paragraphs(article: Article) -> Iterator[Paragraph]:
    """Give the title and then the paragraphs of the text, those that a screen shows anything of."""
    yield _paragraph(cut(article.title, TITLE_LIMIT), 0, "title")
    body, offset = article.body or article.summary, len(article.title) + 2
    noise = {start for start, _ in article.noise}
    for match in _PARAGRAPH.finditer(body, 0, BODY_LIMIT):
        if match[0].strip():
            at = offset + match.start()
            yield _paragraph(match[0], at, "noise") if at in noise else _of_body(match[0], at)


def _of_body(text: str, at: int) -> Paragraph:
    marked = _MARKED_QUOTE.match(text)
    if marked is not None and marked.end() < len(text):
        return _paragraph(text[marked.end() :], at + marked.end(), "quote")
    if _QUOTED.fullmatch(text):
        return _paragraph(text, at, "quote")
    return _paragraph(text, at, "item" if _ITEM.match(text) else "text")


def _paragraph(text: str, at: int, kind: Kind) -> Paragraph:
    clean = clean_line(text, limit=BODY_LIMIT)
    return Paragraph(clean, at, clean == text, kind)
