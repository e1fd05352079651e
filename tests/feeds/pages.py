"""Pages for tests of the kinds of source that are no feeds."""

from __future__ import annotations

import json
from typing import Any

BLOG = "http://wire.example/live/war-day-33"


def update(number: int, headline: str = "", body: str = "", **more: Any) -> dict[str, Any]:
    """Give an update with id, address and time of its own, unless `more` says otherwise."""
    fields = {
        "@type": "BlogPosting",
        "@id": f"{BLOG}#post-{number}",
        "url": f"{BLOG}#post-{number}",
        "headline": headline or f"Update {number}",
        "articleBody": body or f"What happened at {number}.",
        "datePublished": f"2026-03-01T{8 + number // 60:02}:{number % 60:02}:00Z",
    } | more
    return {key: value for key, value in fields.items() if value is not None}


def blog(*updates: Any, **more: Any) -> dict[str, Any]:
    """Give a live blog."""
    fields = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "url": BLOG, "headline": "War, day 33"}
    return fields | {"inLanguage": "en", "liveBlogUpdate": list(updates)} | more


def page(*blocks: Any, body: str = "<p>See what happens.</p>") -> str:
    """Give an HTML page with these JSON-LD blocks; a text stands as it is."""
    texts = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f"<!DOCTYPE html><html><head><title>Live</title>{scripts}</head><body>{body}</body></html>"
