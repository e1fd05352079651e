"""What runs within a worker process on the page behind an article: its text is extracted and tagged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds import language
from feeds.drafts import TAGGED_LIMIT
from feeds.errors import ParseError
from feeds.extraction import EMPTY, extract
from feeds.parsed import header
from feeds.sources.pages import decoded
from feeds.worker import loaded_tagger
from store.lines import noise_spans
from store.models import PageText, article_text

if TYPE_CHECKING:
    from feeds.extraction import Page
    from feeds.parsed import Headers
    from store.models import Correction, Tags, WantedPage
    from tagger.tagger import Tagger

NO_MORE = "the page gives no more than the feed"
_FEWEST = 100  # a line or two are a notice, not a report
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def read_page(
    wanted: WantedPage,
    body: bytes,
    headers: Headers,
    url: str,
    corrections: tuple[Correction, ...] = (),
    noise: frozenset[bytes] = frozenset(),
) -> PageText | str:
    """Give the text of an article from its page, tagged, or why there is none, in words.

    Args:
        wanted: The article.
        body: The page without content coding.
        headers: The response headers.
        url: Where it came from after redirects.
        corrections: What readers say against the tagger.
        noise: Keys of the lines that the feed repeats.

    Raises:
        ParseError: There is no tagger, or the page can't be read.
    """
    tagger = loaded_tagger()
    try:
        found = extract(decoded(body, headers), url, expected=f"{wanted.title} {wanted.text}")
    except Exception as error:  # the extractor raises whatever its inner parsers raise on hostile pages
        raise ParseError(f"the reader of pages gave up: {type(error).__name__}") from error
    if found.missing is not None:
        return found.missing
    if len(found.text) <= len(wanted.text):
        return NO_MORE
    if len(found.text) < _FEWEST:
        return EMPTY
    return _tagged(tagger, wanted, found, corrections, noise)


def other_kind(headers: Headers) -> str | None:
    """Give the media type of what is no HTML page; None for one, and where the server doesn't say."""
    kind = (header(headers, "content-type") or "").partition(";")[0].strip().lower()
    return kind[:60] if kind and "html" not in kind and not kind.startswith("text/plain") else None


def _tagged(
    tagger: Tagger, wanted: WantedPage, found: Page, corrections: tuple[Correction, ...], noise: frozenset[bytes]
) -> PageText:
    declared = _LANGUAGE.match(wanted.lang or found.lang or "")
    lang = language.settled(declared[0].lower() if declared else None, f"{wanted.title} {found.text}")
    text = article_text(wanted.title, "", found.text)[:TAGGED_LIMIT]
    tags = tagger.tag(
        text,
        title_end=len(wanted.title),
        published=wanted.published,
        lang=lang,
        country=wanted.country or None,
        corrections=corrections,
        noise=noise_spans(text, len(wanted.title) + 2, noise),
    )
    return PageText(
        page=wanted,
        body=found.text,
        tags=tags,
        names=tagger.known(sorted(_mentioned(tags))),
        url=found.url,
        author=found.author,
        published=found.published,
        lang=lang,
    )


def _mentioned(tags: Tags) -> set[str]:
    return {
        *(place.id for place in tags.places),
        *(actor.id for actor in tags.actors),
        *(event.place_id for event in tags.events),
    }
