"""HTML fragments to plain paragraphs and links. Scripts, styles and markup go; entities are decoded exactly once."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from store.text import clean_block, strip_controls

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TEXT_LIMIT = 20_000_000
"""Code points of a text that are kept: no fewer than a feed's body has bytes, unless somebody raises that limit."""
MAX_LINKS = 100
_URL_LIMIT = 4_096
_MAX_TAGS = 20_000  # the HTML algorithm looks through all open elements at each tag: quadratic on nested ones
_TEXT = "-text"
# fmt: off
_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "embed", "svg", "math", "head", "title", "form", "button", "select",
        "textarea"
    )
)
_PARAGRAPHS = frozenset(
    (
        "p", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "figure",
        "figcaption", "section", "article", "aside", "header", "footer", "main", "nav", "address", "hr", "center"
    )
)
_LINES = frozenset(
    (
        "br", "li", "tr", "dt", "dd", "caption"
    )
)
# fmt: on
# Text that was wrapped twice: to HTML the whole section would be a comment.
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# XHTML's way to close these at once means nothing in HTML, where they would swallow all that follows.
_FRAMES = re.compile(
    r"</?(?:iframe|noframes|noembed)\b[^<>]*>|<(?:script|style|title|textarea|noscript)\b[^<>]*/>", re.IGNORECASE
)
_CELLS = frozenset(("td", "th"))
_TAG = re.compile("<[^<>]*>")
_BLANKS = re.compile(r"\s{2,}|[^\S ]")  # not a blank alone, which is most of them
# Blanks and controls inside a URL hide its scheme ("java\tscript:") or split the line it is shown on.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


class Plain(NamedTuple):
    """A fragment as text."""

    text: str
    """Paragraphs divided by an empty line."""
    links: tuple[str, ...]
    """Absolute http(s) URLs in order, each once."""


def to_plain(fragment: str, base: str) -> Plain:
    """Give the text and links of an HTML fragment; relative links start from `base`."""
    if "<" not in fragment and "&" not in fragment:
        return Plain(clean_block(fragment, TEXT_LIMIT), ())
    if fragment.count("<") > _MAX_TAGS:
        return Plain(strip_tags(fragment), ())
    parts: list[str] = []
    links: dict[str, None] = {}
    body = LexborHTMLParser(_FRAMES.sub("", _CDATA.sub(r"\1", fragment))).body
    if body is not None:
        _walk(body, parts, links, base)
    return Plain(clean_block("".join(parts), TEXT_LIMIT), tuple(links))


def strip_tags(fragment: str) -> str:
    """Give the text of a fragment in the crudest way, in linear time whatever stands in it."""
    return clean_block(unescape(_TAG.sub(" ", fragment)), TEXT_LIMIT)


def web_url(raw: str | None, base: str) -> str | None:
    """Give `raw` as an absolute http(s) URL that is safe to show and open, or None where it is none."""
    if not raw:
        return None
    text = raw.strip()
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    url = url.replace(" ", "%20")
    if parts.scheme not in ("http", "https") or not host or host.startswith("-"):
        return None
    if _FORBIDDEN.search(url) or len(url) > _URL_LIMIT or strip_controls(host) != host:
        return None
    if url.isascii():
        return url
    # Letters of any script may be shown; what can't be seen is written out (RFC 3987 3.1).
    return "".join(char if strip_controls(char) == char else quote(char, errors="replace") for char in url)


def _walk(root: LexborNode, parts: list[str], links: dict[str, None], base: str) -> None:
    """Append the text under `root`; a loop, because hostile documents nest deeper than Python recurses."""
    end = root.mem_id  # comparing nodes themselves would compare their markup
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag or ""
        if tag == _TEXT:
            parts.append(_BLANKS.sub(" ", node.text_content or ""))
        elif tag not in _DROPPED:
            parts.append(_break(tag))
            if tag == "a" and len(links) < MAX_LINKS and (url := web_url(node.attributes.get("href"), base)):
                links[url] = None
            if node.first_child is not None:
                node = node.first_child
                continue
            if tag not in _LINES:
                parts.append(_break(tag))
        node = _following(node, end, parts)


def _following(node: LexborNode, end: int, parts: list[str]) -> LexborNode | None:
    """Give what comes behind `node` in the document, noting the breaks of the elements that end there."""
    while node.next is None:
        parent = node.parent
        if parent is None or parent.mem_id == end:
            return None
        node = parent
        if (tag := node.tag or "") not in _LINES:
            parts.append(_break(tag))
    return node.next


def _break(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""
