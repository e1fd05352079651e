"""HTML pages: their text, and what stands between us and it, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds import charset
from feeds.parsed import header

if TYPE_CHECKING:
    from feeds.parsed import Headers

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4_096
_LOGIN = re.compile(
    r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password|[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE
)
_CHALLENGE = re.compile(r"<title>\s*(?:just a moment|attention required|access denied|are you a robot)", re.IGNORECASE)
_CONSENT = re.compile(r"<title>[^<]{0,100}(?:before you continue|cookie|consent|privacy settings)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{1,1000})</title", re.IGNORECASE)


def decoded(page: bytes, headers: Headers) -> str:
    """Give an HTML page as text, by the character set that it declares in itself where its headers name none."""
    given = header(headers, "content-type") or ""
    meta = _META.search(page[:_HEAD])
    if meta is not None and "charset" not in given.lower():
        given = f"text/html; charset={meta[1].decode()}"
    return charset.decode(page, given).text


def obstacle(page: str) -> str | None:
    """Give what stands between us and the page's text, such as ``a page that asks for a login``; None for nothing."""
    if _CHALLENGE.search(page):
        return "a page that asks for a browser check"
    if _CONSENT.search(page):
        return "a page that asks for consent to cookies"
    if _LOGIN.search(page):
        return "a page that asks for a login"
    return None


def page_title(page: str) -> str:
    """Give what stands in the page's title element, still with its entities; empty where there is none."""
    found = _TITLE.search(page)
    return found[1].strip() if found else ""
