"""The kind ``page``: any page, watched for change; the last resort where a site offers nothing better.

The page is one entry, and each change of its main text another version of it.
"""

from __future__ import annotations

from feeds.errors import ParseError
from feeds.extraction import extract
from feeds.parsed import Entry, ParsedFeed, RawText
from feeds.trivial import without_passing


def read(page: str, url: str) -> ParsedFeed:
    """Read a page as a source with one entry.

    Args:
        page: The page as text.
        url: Where it came from.

    Raises:
        ParseError: It has no text, or something stands in its place.
    """
    found = extract(page, url)
    text = without_passing(found.text).strip()
    if not text:
        raise ParseError(found.missing or "a page without text")
    title = found.title or ""
    return ParsedFeed(
        title=title,
        link=url,
        lang=found.lang,
        entries=(
            Entry(
                guid="page",
                link=url,
                title=RawText(title, html=False),
                summary=None,
                content=RawText(text, html=False),
                author=found.author,
                published=found.published,
                published_raw=found.published.isoformat() if found.published else None,
                updated=None,
                lang=found.lang,
                base=url,
            ),
        ),
        version="page",
        complete=True,
    )
