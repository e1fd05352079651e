"""What a page that was meant to be a source is instead, in words."""

from __future__ import annotations

import re

_LOGIN = re.compile(
    r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password|[\"']isAccessibleForFree[\"']\s*:\s*[\"']?false", re.IGNORECASE
)
_CHALLENGE = re.compile(r"<title>\s*(?:just a moment|attention required|access denied|are you a robot)", re.IGNORECASE)
_CONSENT = re.compile(r"<title>[^<]{0,100}(?:before you continue|cookie|consent|privacy settings)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{1,1000})</title", re.IGNORECASE)


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
