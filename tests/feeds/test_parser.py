from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.errors import ParseError
from feeds.parser import parse
from feeds.sources.kinds import read
from tests.feeds.documents import item, numbered, rss

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.parsed import ParsedFeed

URL = "http://wire.example/feed/rss.xml"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>Wire</title>
<entry><id>tag:1</id><title type="html">Fire &amp;amp; smoke</title><link href="../story/1"/>
<summary>Plain &lt; text</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Whole</p></div></content>
<author><name>A. Reporter</name></author><author><name>B. Reporter</name></author>
<published>2022-03-28T10:00:00+03:00</published><updated>2022-03-28T09:00:00Z</updated></entry></feed>"""


def parsed(text: str | bytes, content_type: str = "application/xml") -> ParsedFeed:
    return parse(text.encode() if isinstance(text, str) else text, (("Content-Type", content_type),), URL)


def test_rss_gives_its_entries_in_the_order_of_the_document() -> None:
    feed = parsed(numbered(3))
    assert (feed.title, feed.version, feed.complete) == ("Test Wire", "rss20", True)
    assert [entry.guid for entry in feed.entries] == ["n3", "n2", "n1"]
    assert feed.entries[0].summary is not None
    assert feed.entries[0].summary.html


def test_atom_gives_texts_with_their_kind_and_times_in_utc() -> None:
    entry = parsed(ATOM).entries[0]
    assert entry.link == "http://wire.example/story/1"
    assert (entry.title.value, entry.title.html) == ("Fire &amp; smoke", True)
    assert entry.summary is not None
    assert (entry.summary.value, entry.summary.html) == ("Plain < text", False)
    assert entry.content is not None
    assert "Whole" in entry.content.value
    assert entry.author == "A. Reporter, B. Reporter"
    assert entry.published == datetime(2022, 3, 28, 7, tzinfo=UTC)
    assert entry.updated == datetime(2022, 3, 28, 9, tzinfo=UTC)
    assert entry.lang == "en-GB"


def test_json_feed_is_read_with_numeric_ids_and_missing_fields() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Wire \ud800",
        "items": [
            {"id": 7, "content_html": "<p>x</p>", "date_published": "2022-03-28T10:00:00+03:00", "url": "/7"},
            {"id": None, "title": None, "content_text": "y", "authors": [{"name": "A"}]},
            "nonsense",
        ],
    }
    feed = parsed(json.dumps(document), "application/json")
    assert (feed.title, feed.version, feed.complete) == ("Wire ?", "json11", True)
    first, second = feed.entries
    assert (first.guid, first.link) == ("7", "http://wire.example/7")
    assert first.published == datetime(2022, 3, 28, 7, tzinfo=UTC)
    assert (second.guid, second.author, second.content and second.content.html) == (None, "A", False)


@pytest.mark.parametrize("digits", [640, 641, 5_000])
def test_a_number_of_any_length_costs_a_json_feed_nothing(digits: int) -> None:
    number = "9" * digits
    items = f'[{{"id": {number}, "content_text": "x"}}, {{"id": 2, "content_text": "y", "_likes": {number}}}]'
    feed = parsed(f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}', "application/json")
    assert [entry.guid for entry in feed.entries] == [number, "2"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parsed(rss()).entries == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "an empty answer"),
        (" \n\t", "an empty answer"),
        ("<!DOCTYPE html><html><head><title>Maintenance</title></head></html>", "an HTML page, not a feed"),
        ("<!-- x --><HTML><body>Internal error</body></HTML>", "an HTML page, not a feed"),
        ('<opml version="2.0"><body/></opml>', "a list of feeds"),
        ("<root/>", "not a feed"),
        ("just words", "malformed XML"),
        ("<rss><channel><title>cut", "malformed XML"),
        ('{"items": []}', "JSON, but not a JSON Feed"),
        ("{" * 100_000, "malformed JSON"),
        ("[" * 100_000, "malformed JSON"),
    ],
)
def test_what_is_no_feed_is_named(text: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parsed(text)


@pytest.mark.parametrize(
    "flaw", ["Fire & smoke", "a&nbsp;b &mdash; c", "<b>bold", "<media:x/>", "&#xD800;", "&#x110000;", "&undefined;"]
)
def test_a_malformed_feed_is_read_as_far_as_possible_and_marked(flaw: str) -> None:
    feed = parsed(numbered(3).replace("Dispatch 2", flaw))
    assert [entry.guid for entry in feed.entries] == ["n3", "n2", "n1"]
    if flaw not in ("&#xD800;", "&#x110000;"):
        assert not feed.complete
        assert feed.note is not None
        assert "malformed XML" in feed.note


def test_an_entry_that_a_cut_document_holds_half_of_is_left_out() -> None:
    whole = numbered(3)
    for end in range(whole.index("Dispatch 2"), whole.index("</item>", whole.index("Dispatch 2"))):
        feed = parsed(whole[:end])
        assert [entry.guid for entry in feed.entries] == ["n3"]
        assert not feed.complete


def test_split_surrogate_references_become_one_character() -> None:
    assert parsed(rss(item("1", "SIREN")).replace("SIREN", "&#xD83D;&#xDEA8;")).entries[0].title.value == "\U0001f6a8"


def test_entity_bombs_are_not_expanded_and_external_entities_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY b0 "boom">{bomb}<!ENTITY file SYSTEM "file://{secret}">]>'
    document = rss(item("1", "TITLE", body="BODY")).replace("?>", f"?>{doctype}", 1)
    feed = parsed(document.replace("TITLE", "&b9;").replace("BODY", "&file;"))
    assert "SECRET" not in repr(feed)
    assert len(repr(feed)) < 10_000


def test_harmless_internal_entities_survive() -> None:
    document = rss(item("1", "TITLE")).replace("?>", '?><!DOCTYPE rss [<!ENTITY city "Kherson">]>', 1)
    assert parsed(document.replace("TITLE", "&city;")).entries[0].title.value == "Kherson"


def test_a_guid_is_a_link_only_where_it_is_a_whole_permalink() -> None:
    permalink = rss(
        "<item><guid>http://wire.example/9</guid></item>", "<item><guid>9</guid></item>", item("http://a.b/")
    )
    assert [entry.link for entry in parsed(permalink).entries] == ["http://wire.example/9", None, None]
    assert [entry.guid for entry in parsed(permalink).entries] == ["http://wire.example/9", "9", "http://a.b/"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "java\tscript:x", "ms-msdt:x"])
def test_only_web_links_are_kept(link: str) -> None:
    assert parsed(rss(item("1", link=link))).entries[0].link is None


def test_dates_that_make_no_sense_are_missing_but_kept_as_written() -> None:
    for raw in ("breaking!! now", "Mon, 99 Foo 99999 99:99:99"):
        entry = parsed(rss(item("1", date=raw))).entries[0]
        assert (entry.published, entry.published_raw) == (None, raw)


def test_ttl_is_read_and_nonsense_in_it_is_not() -> None:
    assert parsed(rss(more="<ttl>60</ttl>")).ttl_s == 3_600
    assert parsed(rss(more="<ttl>99999999999</ttl>")).ttl_s is None


def test_a_document_without_a_kind_is_read_as_what_it_looks_like() -> None:
    assert read("auto", numbered(1).encode(), (), URL).version == "rss20"


def test_a_feed_whose_entries_speak_of_other_kinds_is_a_feed() -> None:
    page = "<html><body>tgme_widget_message LiveBlogPosting <urlset></body></html>"
    for document in (rss(item("1", body=page)), rss(item("1")).replace("<title>", f"<title><![CDATA[{page}]]>", 1)):
        assert read("auto", document.encode(), (), URL).version == "rss20"
