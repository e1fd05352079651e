"""Small feed documents for tests."""

from __future__ import annotations

from html import escape


def rss(*items: str, title: str = "Test Wire", more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{title}</title><link>http://wire.example/</link>{more}{''.join(items)}</channel></rss>"
    )


def item(
    guid: str | None = None,
    title: str | None = "Shelling reported near Kharkiv",
    link: str | None = None,
    body: str | None = None,
    date: str | None = None,
) -> str:
    parts = {"title": title, "link": link, "guid": guid, "description": body, "pubDate": date}
    attributes = {"guid": ' isPermaLink="false"'}
    inner = "".join(
        f"<{name}{attributes.get(name, '')}>{escape(value)}</{name}>"
        for name, value in parts.items()
        if value is not None
    )
    return f"<item>{inner}</item>"


def numbered(count: int, start: int = 1) -> str:
    """Give a feed of `count` different entries, the newest (highest number) first."""
    return rss(
        *(
            item(f"n{n}", f"Dispatch {n} from Mykolaiv", f"http://wire.example/{n}", f"<p>Body {n}.</p>")
            for n in range(start + count - 1, start - 1, -1)
        )
    )
