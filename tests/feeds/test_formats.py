"""Every format that people publish, with the namespaces that news uses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.errors import ParseError
from feeds.parser import parse
from tests.feeds.documents import item, rss
from tests.feeds.replay import Replay

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.parsed import Entry, ParsedFeed

URL = "https://wire.example/news/feed.xml"
TIME = datetime(2026, 3, 3, 4, 5, 6, tzinfo=UTC)
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
RSS_ITEM = (
    "<item><title>Shelling near Kharkiv</title><link>https://wire.example/1</link>"
    "<description>Two people hurt</description>{}</item>"
)


def read(text: str) -> ParsedFeed:
    return parse(text.encode(), (), URL)


def rss_of(version: str, *more: str, channel: str = "") -> str:
    items = "".join(RSS_ITEM.format(one) for one in more or ("",))
    return f'<rss version="{version}" {NAMESPACES}><channel><title>Wire</title>{channel}{items}</channel></rss>'


def rdf(namespace: str) -> str:
    return (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}" {NAMESPACES}>'
        "<channel><title>Wire</title><link>https://wire.example/</link></channel>"
        + RSS_ITEM.format("<dc:date>2026-03-03T04:05:06Z</dc:date><dc:creator>Ann</dc:creator>")
        + "</rdf:RDF>"
    )


def json_feed(version: str, entry: str) -> str:
    return f'{{"version": "https://jsonfeed.org/version/{version}", "title": "Wire", "items": [{{{entry}}}]}}'


def atom(namespace: str, times: str) -> str:
    version = ' version="0.3"' if "purl" in namespace else ""
    return (
        f'<feed xmlns="{namespace}"{version}><title>Wire</title><entry><title>Shelling near Kharkiv</title>'
        f'<id>urn:1</id><link rel="alternate" href="/1"/><summary>Two people hurt</summary>{times}</entry></feed>'
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (rss_of("0.91"), "rss091u"),
        *((rss_of(version), f"rss{version.replace('.', '')}") for version in ("0.92", "0.93", "0.94", "2.0")),
        (rdf("http://my.netscape.com/rdf/simple/0.9/"), "rss090"),
        (rdf("http://purl.org/rss/1.0/"), "rss10"),
        (atom("http://purl.org/atom/ns#", "<issued>2026-03-03T04:05:06Z</issued>"), "atom03"),
        (atom("http://www.w3.org/2005/Atom", "<published>2026-03-03T04:05:06Z</published>"), "atom10"),
        (
            json_feed(
                "1", '"id": "1", "url": "/1", "title": "Shelling near Kharkiv", "content_text": "Two people hurt"'
            ),
            "json10",
        ),
        (
            json_feed("1.1", '"id": "1", "url": "/1", "title": "Shelling near Kharkiv", "summary": "Two people hurt"'),
            "json11",
        ),
    ],
)
def test_every_format_gives_title_link_and_text(text: str, version: str) -> None:
    feed = read(text)
    (entry,) = feed.entries
    assert (feed.version, feed.title, feed.complete) == (version, "Wire", True)
    assert (entry.title.value, entry.link) == ("Shelling near Kharkiv", "https://wire.example/1")
    assert [text.value for text in (entry.summary, entry.content) if text] == ["Two people hurt"]


@pytest.mark.parametrize(
    "text",
    [
        rss_of("2.0", "<pubDate>Tue, 03 Mar 2026 07:05:06 MSK</pubDate>"),
        rss_of("2.0", "<dc:date>2026-03-03T04:05:06Z</dc:date>"),
        rdf("http://purl.org/rss/1.0/"),
        atom("http://purl.org/atom/ns#", "<created>2026-03-03T04:05:06Z</created>"),
        atom("http://www.w3.org/2005/Atom", "<updated>2026-03-03T06:05:06+02:00</updated>"),
        json_feed("1.1", '"id": 1, "date_published": "Tue, 03 Mar 2026 04:05:06 GMT"'),
    ],
)
def test_every_format_gives_its_date_in_utc(text: str) -> None:
    assert only(text).published == TIME


def only(text: str) -> Entry:
    (entry,) = read(text).entries
    return entry


def test_an_items_own_language_comes_before_the_feeds_and_does_not_last() -> None:
    feed = read(rss_of("2.0", "<dc:language>uk</dc:language>", "", channel="<language>en</language>"))
    assert [entry.lang for entry in feed.entries] == ["uk", "en"]
    assert feed.lang == "en"


def test_full_text_and_summary_are_kept_apart() -> None:
    entry = only(rss_of("2.0", "<content:encoded><![CDATA[<p>The whole story</p>]]></content:encoded>"))
    assert (entry.summary and entry.summary.value) == "Two people hurt"
    assert (entry.content and entry.content.value) == "<p>The whole story</p>"


def test_the_caption_of_a_picture_is_text_only_where_there_is_no_other() -> None:
    picture = '<media:content url="/1.jpg"><media:description>A caption</media:description></media:content>'
    entry = only(rss_of("2.0", picture))
    assert (entry.summary and entry.summary.value, entry.content) == ("Two people hurt", None)
    bare = only(f"<rss version='2.0' {NAMESPACES}><channel><item><title>T</title>{picture}</item></channel></rss>")
    assert bare.summary is not None
    assert bare.summary.value == "A caption"


def test_places_comments_and_links_of_other_namespaces_change_nothing() -> None:
    more = (
        "<georss:point>50.0 36.2</georss:point><wfw:commentRss>https://wire.example/1/comments</wfw:commentRss>"
        '<slash:comments>3</slash:comments><atom:link rel="self" href="https://wire.example/self"/>'
        '<atom:link rel="replies" href="https://wire.example/replies"/>'
    )
    links = '<link>https://wire.example/</link><atom:link rel="self" href="https://wire.example/news/feed.xml"/>'
    feed = read(rss_of("2.0", more, channel=links))
    assert feed.link == "https://wire.example/"
    assert feed.entries[0].link == "https://wire.example/1"


def test_an_atom_link_stands_in_for_a_missing_link() -> None:
    text = (
        f'<rss version="2.0" {NAMESPACES}><channel><item><title>T</title><atom:link href="/7"/></item></channel></rss>'
    )
    assert only(text).link == "https://wire.example/7"


def test_an_author_behind_an_address_of_any_domain_is_the_name() -> None:
    assert only(rss_of("2.0", "<author>desk@wire.industries (Ann Author)</author>")).author == "Ann Author"


def test_a_document_cut_anywhere_stores_nothing_that_the_whole_one_does_not(tmp_path: Path) -> None:
    text = rss(*(item(f"g{n}", f"Story {n} & more", f"https://w.example/{n}?a=1&b=2", "<p>Body</p>") for n in range(3)))
    with Replay(tmp_path / "archive.db") as archive:
        for end in range(200, len(text), 7):
            try:
                archive.poll(text[:end])
            except ParseError:
                continue
        archive.poll(text)
        assert sorted(archive.titles) == [f"Story {n} & more" for n in range(3)]
        assert all(headline.revisions == 1 for headline in archive.stored)
