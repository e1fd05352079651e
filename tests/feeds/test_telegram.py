"""Telegram: what the public preview of a channel shows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.drafts import Context, Task, draft
from feeds.errors import ParseError
from feeds.sources.kinds import kind_of, read
from feeds.sources.telegram import preview
from tests.feeds.replay import Replay

if TYPE_CHECKING:
    from feeds.parsed import Entry, ParsedFeed

URL = "https://t.me/s/frontline"
SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds" / "telegram_preview_abridged.html"
VIDEO = '<a class="tgme_widget_message_video_player"><time class="message_video_duration">0:35</time></a>'


def post(number: int, text: str = "", extra: str = "", *, kind: str = "", meta: str = "") -> str:
    words = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else ""
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message {kind}"'
        f' data-post="frontline/{number}">{extra}{words}<div class="tgme_widget_message_footer">'
        f'<span class="tgme_widget_message_views">3.12K</span><span class="tgme_widget_message_meta">{meta}'
        f'<a class="tgme_widget_message_date" href="#"><time datetime="2026-03-01T08:{number:02}:00+00:00">x</time></a>'
        "</span></div></div></div>"
    )


def channel(*posts: str) -> str:
    return (
        '<!DOCTYPE html><html><head><meta property="og:title" content="Front &amp; rear"></head><body>'
        f'<section class="tgme_channel_history">{"".join(posts)}</section></body></html>'
    )


def parsed(*posts: str) -> ParsedFeed:
    return read("telegram", channel(*posts).encode(), (), URL)


def texts(entry: Entry) -> tuple[str, str]:
    """Give title and text as they would be stored."""
    made = draft(Task(entry, "key", b""), Context(datetime(2026, 3, 2, tzinfo=UTC), None), None)
    return made.title, made.body or made.summary


def test_posts_are_entries_the_newest_first() -> None:
    feed = parsed(post(1, "Fire."), post(2, "Smoke."))
    assert (feed.title, feed.complete) == ("Front & rear", True)
    assert [entry.guid for entry in feed.entries] == ["frontline/2", "frontline/1"]
    assert feed.entries[0].link == "https://t.me/frontline/2"
    assert feed.entries[0].published == datetime(2026, 3, 1, 8, 2, tzinfo=UTC)


def test_a_text_within_a_text_comes_once() -> None:
    inner = '<div class="tgme_widget_message_text js-message_text">Depots burn.<blockquote>Big.</blockquote></div>'
    title, text = texts(parsed(post(1, inner)).entries[0])
    assert title == "Depots burn."
    assert text == "Depots burn.\n\nBig."


def test_the_words_of_a_quoted_post_are_none_of_the_answer() -> None:
    quoted = (
        '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text js-message_reply_text">Old</div></a>'
    )
    assert texts(parsed(post(1, "New.", quoted)).entries[0])[1] == "New."


def test_a_forwarded_post_names_where_it_came_from() -> None:
    origin = '<div><a class="tgme_widget_message_forwarded_from_name" href="#"><span>General Staff</span></a></div>'
    assert parsed(post(1, "News.", origin)).entries[0].author == "forwarded from General Staff"


def test_a_post_without_words_says_what_it_is() -> None:
    photo = '<a class="tgme_widget_message_photo_wrap"></a>'
    poll = '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Who?</div></div>'
    feed = parsed(post(1, extra=VIDEO), post(2, extra=photo), post(3, extra=poll), post(4))
    assert [texts(entry)[0] for entry in feed.entries] == ["Post without text", "Poll, Who?", "Photo", "Video, 0:35"]


def test_what_telegram_itself_says_is_no_post() -> None:
    assert parsed(post(1, "Channel created", kind="service_message")).entries == ()


def test_an_edit_is_a_revision_and_the_mark_alone_is_none(tmp_path: Path) -> None:
    with Replay(tmp_path / "archive.db") as archive:
        archive.take(parsed(post(1, "Ten killed.")).entries)
        archive.take(parsed(post(1, "Ten killed.", meta="edited ")).entries)
        assert [one.revisions for one in archive.stored] == [1]
        archive.take(parsed(post(1, "Twelve killed.", meta="edited ")).entries)
        assert [one.revisions for one in archive.stored] == [2]


def test_a_channel_that_redirects_away_is_said_in_words() -> None:
    contact = '<html><body><div class="tgme_page"><a class="tgme_action_button_new">Contact</a></div></body></html>'
    with pytest.raises(ParseError, match="there is no such channel, or it shows none to the public"):
        read("telegram", contact.encode(), (), "https://t.me/frontline")
    with pytest.raises(ParseError, match="no preview of a Telegram channel"):
        read("telegram", b"<html><body>Hi</body></html>", (), URL)


def test_a_channel_without_posts_has_no_entries() -> None:
    assert parsed().entries == ()


def test_previews_are_found_by_what_they_look_like() -> None:
    assert kind_of(channel(post(1, "Fire.")).encode(), "http://mirror.example/x") == "telegram"


def test_the_preview_of_a_channel_is_known_from_any_of_its_addresses() -> None:
    assert preview("https://t.me/frontline") == URL
    assert preview("http://telegram.me/s/frontline/") == URL
    assert preview("https://t.me/+AbCdEf") is None
    assert preview("https://wire.example/frontline") is None


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared data folder is not beside the checkout")
def test_a_real_preview_is_read_whole() -> None:
    entries = read("auto", SAMPLE.read_bytes(), (), "https://t.me/s/ClashReport").entries
    assert [entry.guid for entry in entries] == ["ClashReport/93430", "ClashReport/93429"]
    assert [len(texts(entry)[1].split("\n\n")) for entry in entries] == [2, 3]
