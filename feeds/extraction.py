"""From the page behind an article to its text, by trafilatura; and what stands on a page in place of the article.

Everything here reads a stranger's page, so it runs in a worker process.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds import dates
from feeds.html import web_url
from feeds.sources.jsonld import is_type, read_graph
from feeds.sources.pages import obstacle
from store.text import clean_block, clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.sources.jsonld import Graph, Node

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page that it can make nothing of

TEXT_LIMIT = 1_000_000
"""Code points of a page's text that are kept."""
PAYWALL = "only the beginning is free to read (paywall)"
CONSENT = "the page asks for consent to cookies"
EMPTY = "no article on the page"
ELSEWHERE = "the page is about something else"
_STUB = 1_500  # a whole dispatch may be shorter, but not where the page also says that there is more to pay for
_CONSENT_LIMIT = 4_000
_FEW_WORDS = 3
_ARTICLES = ("NewsArticle", "ReportageNewsArticle", "Article", "BlogPosting", "AnalysisNewsArticle", "WebPage")
_LINE = re.compile(r"\n(?!-)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_PAY = re.compile(
    r"(?:subscribe|sign up|log ?in|register|become a member)\b.{0,60}?\b(?:continue|keep|finish|unlock|read the)\b"
    r"|(?:continue|keep) reading\b.{0,60}?\b(?:subscri|account|member|trial)"
    r"|already (?:a|have a)n? (?:subscri|member|acc)"
    r"|(?:this|the) (?:article|story|content) is (?:for|available to|reserved for) (?:our )?(?:subscribers|members)"
    r"|subscriber[- ]only|exclusive(?:ly)? (?:for|to) subscribers|to read the (?:full|whole) (?:article|story)"
    r"|réservée?s? aux abonnés|la suite .{0,40}?réservée|nur für abonnenten|jetzt weiterlesen|weiterlesen mit"
    r"|solo para suscriptores|sigue leyendo|riservato agli abbonati|tylko dla (?:abonentów|prenumeratorów)"
    r"|(?:лише|тільки) для (?:передплатників|підписників)|оформ(?:іть|ити) передплату|передплатіть"
    r"|(?:только|доступ\w*) для подписчиков|оформите подписку|чтобы (?:прочитать|читать) (?:далее|полностью|дальше)",
    re.IGNORECASE | re.DOTALL,
)
_COOKIE = re.compile(
    r"\b(?:cookies?|gdpr|consent|(?:our|third) part(?:ners|ies)|privacy|personal data|personali[sz]ed ads"
    r"|legitimate interest|datenschutz|einwilligung|vie privée|файл\w* cookie|конфіденційн\w+|конфиденциальн\w+"
    r"|персональн\w+ дан\w+)\b",
    re.IGNORECASE,
)
_CONSENT_PLACE = re.compile(
    r"(?:^|[./_-])(?:consent|guce|cookiewall|privacy-?(?:gate|wall)|gdpr)(?:[./_-]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gives."""

    text: str
    """The article, paragraphs divided by an empty line; empty where something stands in its place."""
    missing: str | None
    """What stands in the place of the article, in words; None where it is there."""
    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    lang: str | None = None
    url: str | None = None
    """Where the page says that it stands, as far as that may be true."""


def extract(page: str, url: str, expected: str = "") -> Page:
    """Give the article on an HTML page.

    Args:
        page: The page as text.
        url: Where it came from after redirects.
        expected: What is known of the article, its title above all; a page without any word of it is another one.
    """
    import trafilatura

    graph = read_graph(page)
    # Comments are no part of a dispatch, and a line too few is better than another article's headline.
    found: Any = trafilatura.bare_extraction(
        page,
        url=url,
        include_comments=False,
        favor_precision=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = "" if found is None else _paragraphs(found.text or "", found.title or "")
    missing = _missing(page, url, text, graph, expected)
    article = _article(graph)
    return Page(
        text="" if missing else text,
        missing=missing,
        title=_line(found and found.title),
        author=_line(_names(article.get("author")) or (found and found.author)),
        published=_published(article, found),
        lang=_line(article.get("inLanguage")) or _declared_language(page),
        url=_canonical(page, url),
    )


def _paragraphs(lines: str, title: str) -> str:
    """Give text with one paragraph a line as we keep it; a headline at its head is said already."""
    text = clean_block(_LINE.sub("\n\n", lines), TEXT_LIMIT)
    first, _, rest = text.partition("\n\n")
    return rest if rest and first == clean_line(title, TEXT_LIMIT) else text


def _missing(page: str, url: str, text: str, graph: Graph, expected: str) -> str | None:
    """Give what stands in the place of the article; None where it is there."""
    if _is_consent(url, text):
        return CONSENT
    locked = any(str(node.get("isAccessibleForFree")).lower() == "false" for node in graph.nodes)
    if len(text) < _STUB and (locked or _PAY.search(text[-_STUB:]) or (not text and _PAY.search(page))):
        return PAYWALL
    if not text:
        there = obstacle(page)
        return there.replace("a page that", "the page") if there else EMPTY
    return ELSEWHERE if _is_another(page, text, expected) else None


def _is_consent(url: str, text: str) -> bool:
    parts = urlsplit(url)
    if _CONSENT_PLACE.search(f"{parts.hostname or ''}{parts.path}"[:200]):
        return True
    if not text or len(text) > _CONSENT_LIMIT:
        return False
    said = len(_COOKIE.findall(text))
    return said >= _FEW_WORDS and said * 40 > len(text.split())


def _is_another(page: str, text: str, expected: str) -> bool:
    """Tell whether no word that is known of an article stands on a page: a redirect to the front page, say."""
    words = set(_WORD.findall(expected.lower()))
    if len(words) < _FEW_WORDS:
        return False
    return words.isdisjoint(_WORD.findall(text.lower())) and words.isdisjoint(_WORD.findall(page.lower()))


def _article(graph: Graph) -> Node:
    return next((node for kind in _ARTICLES for node in graph.nodes if is_type(node, kind)), {})


_META_TIME = re.compile(
    r"<meta\b[^<>]{0,300}?(?:article:published_time|datePublished|parsely-pub-date)[^<>]{0,300}>", re.IGNORECASE
)
_CONTENT = re.compile(r"content\s*=\s*[\"']([^\"'<>]{1,60})", re.IGNORECASE)
_HTML_LANG = re.compile(r"<html\b[^<>]{0,1000}?\blang\s*=\s*[\"']?([A-Za-z-]{2,20})", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\b[^<>]{0,1000}?\brel\s*=\s*[\"']?canonical\b[^<>]{0,1000}>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'<>\s]{1,2000})", re.IGNORECASE)


def _published(article: Node, found: Any) -> datetime | None:
    given = article.get("datePublished")
    return dates.read(given) if isinstance(given, str) else dates.read(found.date) if found and found.date else None


def _declared_language(page: str) -> str | None:
    declared = _HTML_LANG.search(page[:20_000])
    return declared[1] if declared else None


def _canonical(page: str, url: str) -> str | None:
    """Give the canonical link, as far as it is one of the same site that leads to an article."""
    link = _CANONICAL.search(page)
    target = _HREF.search(link[0]) if link else None
    found = web_url(target[1], url) if target else None
    if found is None or _site(found) != _site(url) or urlsplit(found).path in ("", "/"):
        return None
    return found


def _site(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _names(value: object) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = (one.get("name") if isinstance(one, dict) else one for one in people)
    return ", ".join(dict.fromkeys(name for name in names if isinstance(name, str))) or None


def _line(value: object) -> str | None:
    return clean_line(value, 300) or None if isinstance(value, str) else None
