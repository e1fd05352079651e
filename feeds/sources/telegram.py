"""The kind ``telegram``: the public preview of a channel, ``https://t.me/s/CHANNEL``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from feeds import dates
from feeds.errors import ParseError
from feeds.html import web_url
from feeds.parsed import Entry, ParsedFeed, RawText

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
MARK = b"tgme_widget_message"
"""What stands in the bytes of every preview."""
_PRE = ".tgme_widget_message_"
_MEDIA = (
    ("poll", "Poll"),
    ("video_player", "Video"),
    ("roundvideo_player", "Video message"),
    ("voice_player", "Voice message"),
    ("document_wrap", "Document"),
    ("photo_wrap", "Photo"),
    ("location_wrap", "Location"),
    ("contact_wrap", "Contact"),
    ("sticker_wrap", "Sticker"),
    ("animated_sticker", "Sticker"),
    ("game", "Game"),
    ("invoice", "Invoice"),
)
_NAMED = (f"{_PRE}poll_question", f"{_PRE}document_title", f"{_PRE}location_title", ".message_video_duration")
_CHANNEL = re.compile(r"/(?:s/)?([A-Za-z]\w{3,31})/?\Z", re.ASCII)


def preview(url: str) -> str | None:
    """Give the address of the preview of the channel at `url`; None where that is no channel of Telegram's."""
    parts = urlsplit(url)
    found = _CHANNEL.fullmatch(parts.path)
    return f"https://t.me/s/{found[1]}" if found and (parts.hostname or "").lower() in HOSTS else None


def read(page: str, url: str) -> ParsedFeed:
    """Read the posts in the preview page of a channel.

    Raises:
        ParseError: It is no preview; the message says what it is instead.
    """
    tree = LexborHTMLParser(page)
    posts = tree.css(f"{_PRE[:-1]}[data-post]")
    if not posts and tree.css_first(".tgme_channel_history") is None:
        raise ParseError(_what_else(tree, url))
    heading = tree.css_first(".tgme_channel_info_header_title") or tree.css_first(f"{_PRE}owner_name")
    title = tree.css_first("meta[property='og:title']")
    named = (heading.text(strip=True) if heading else "") or (title.attributes.get("content") or "" if title else "")
    entries = [entry for post in reversed(posts) if (entry := _entry(post))]  # the newest stands last
    return ParsedFeed(
        title=named,
        link=url,
        lang=None,
        entries=tuple(entries),
        version="telegram",
        complete=True,
    )


def _what_else(tree: LexborHTMLParser, url: str) -> str:
    if tree.css_first(".tgme_page") is None:
        return "no preview of a Telegram channel"
    if "/s/" not in urlsplit(url).path:
        return "Telegram leads away from the preview: there is no such channel, or it shows none to the public"
    return "Telegram shows no posts of this channel to the public"


def _entry(post: LexborNode) -> Entry | None:
    name = (post.attributes.get("data-post") or "").strip()
    if "service_message" in (post.attributes.get("class") or "") or "/" not in name:
        return None
    link = web_url(f"https://t.me/{name}", "")
    time = next((node.attributes.get("datetime") for node in post.css(f"{_PRE}date time")), None)
    text = _text(post)
    return Entry(
        guid=name,
        link=link,
        title=RawText("" if text else _media(post), html=False),
        summary=None,
        content=RawText(text, html=True) if text else None,
        author=_origin(post),
        published=dates.read(time) if time else None,
        published_raw=time,
        updated=None,  # an edited post is marked as such, but not when it was
        lang=None,
        base=link or "https://t.me/",
    )


def _text(post: LexborNode) -> str:
    """Give the markup of a post's own texts; those it quotes are left out, and one within another comes once."""
    inner = {node.mem_id for outer in post.css(f"{_PRE}text") for node in outer.css(f"{_PRE}text")[1:]}
    texts = [
        node
        for node in post.css(f"{_PRE}text")
        if node.mem_id not in inner and "js-message_reply_text" not in (node.attributes.get("class") or "")
    ]
    return "\n".join(html for node in texts if node.text(strip=True) and (html := node.html))


def _origin(post: LexborNode) -> str | None:
    """Give who wrote a post that was forwarded, else who signed it."""
    forwarded = post.css_first(f"{_PRE}forwarded_from_name")
    if forwarded is not None and (name := forwarded.text(strip=True)):
        return f"forwarded from {name}"
    signed = post.css_first(f"{_PRE}from_author")
    return (signed.text(strip=True) or None) if signed is not None else None


def _media(post: LexborNode) -> str:
    """Give what a post without words is, such as ``Video, 0:35``."""
    kind = next((words for part, words in _MEDIA if post.css_first(f"{_PRE}{part}") is not None), "Post without text")
    found = (node.text(strip=True) for selector in _NAMED if (node := post.css_first(selector)) is not None)
    detail = next((text for text in found if text), "")
    return f"{kind}, {detail}" if detail else kind
