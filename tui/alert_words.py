"""Why a watch found an article: the words of its text, and the tags, that the watch's query asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import QueryError
from store.fields import NAME_FIELDS
from store.highlight import Highlighter
from store.query import And, Filter, Or, Term, parse
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.models import Article
    from store.query import Node
    from store.reader import Reader

MOST = 8
"""Words that are given at most."""
_LOOKED_AT = 20_000  # code points


def reasons(reader: Reader, query: str, article: Article) -> tuple[str, ...]:
    """Give the words of the article that the query asked for, then what it asked of the tags and finds there.

    Raises:
        store.errors.ArchiveError: the archive can't be read.
    """
    try:
        where = parse(query)
    except QueryError:
        return ()
    texts = ((article.title, "title"), ((article.body or article.summary)[:_LOOKED_AT], "body"))
    find = Highlighter(where).spans
    words = [clean_line(text[start:end], 60) for text, field in texts for start, end in find(text, field)]
    tags = [words for term in _wanted(where.root) for words in _tagged(reader, term, article)]
    distinct: dict[str, str] = {}
    for word in (*words, *tags):
        distinct.setdefault(word.casefold(), word)
    return tuple(distinct.values())[:MOST]


def _tagged(reader: Reader, term: Term, article: Article) -> Iterator[str]:
    """Give how the article's tags meet a term."""
    tags = article.tags
    if term.field in NAME_FIELDS:
        ids = {*reader.resolve("place", term.value), *reader.resolve("actor", term.value)}
        mentions = [(one.id, one.text) for one in tags.places] + [(one.id, one.text) for one in tags.actors]
        yield from dict.fromkeys(clean_line(text, 60) for identifier, text in mentions if identifier in ids)
        return
    statuses = {one.status for one in tags.events} | {one.status for one in tags.figures}
    met = {
        "event": any(event.type == term.value for event in tags.events),
        "status": term.value in statuses,
        "has": (term.value == "events" and bool(tags.events)) or (term.value == "figures" and bool(tags.figures)),
        "lang": (article.lang or "").split("-")[0] == term.value.split("-")[0],
        "source": term.value.casefold() in article.source.casefold(),
    }
    if met.get(term.field or "", False):
        yield str(Filter(term))


def _wanted(node: Node | None) -> Iterator[Term]:
    """Give the terms that may hold, not those that must not."""
    match node:
        case Term():
            yield node
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from _wanted(child)
