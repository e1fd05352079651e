"""Sitemaps: those of news, those without, and their indexes."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.errors import ParseError
from feeds.sources.kinds import read
from feeds.sources.sitemap import MOST_PAGES

if TYPE_CHECKING:
    from feeds.parsed import ParsedFeed

URL = "http://wire.example/sitemap.xml"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def parsed(text: str | bytes) -> ParsedFeed:
    return read("auto", text.encode() if isinstance(text, str) else text, (), URL)


def sitemap(*items: str, root: str = "urlset") -> str:
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(items)}</{root}>'


def news(title: str, *, opened: str = f"<news:news {NEWS}>") -> str:
    return (
        f"<url><loc>http://wire.example/a-{len(title)}</loc>{opened}<news:publication><news:name>The Wire</news:name>"
        f"<news:language>uk</news:language></news:publication><news:title>{title}</news:title>"
        "<news:publication_date>2026-03-01T08:00:00+02:00</news:publication_date>"
        "<news:keywords>war, Kharkiv</news:keywords></news:news></url>"
    )


def part(path: str, modified: str = "") -> str:
    dated = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<sitemap><loc>http://wire.example{path}</loc>{dated}</sitemap>"


def test_a_news_sitemap_gives_titles_dates_and_languages() -> None:
    feed = parsed(sitemap(news("Shelling &amp; fire")))
    (entry,) = feed.entries
    assert (feed.title, feed.version, feed.complete) == ("The Wire", "sitemap", True)
    assert (entry.title.value, entry.lang, entry.categories) == ("Shelling & fire", "uk", ("war", "Kharkiv"))
    assert entry.link == "http://wire.example/a-19"
    assert entry.published == datetime(2026, 3, 1, 6, tzinfo=UTC)


def test_an_undeclared_prefix_and_sections_of_plain_text_are_no_trouble() -> None:
    assert parsed(sitemap(news("<![CDATA[Fire]]>", opened="<news:news>"))).entries[0].title.value == "Fire"


def test_titles_of_pictures_and_films_are_none_of_the_page() -> None:
    item = (
        "<url><loc>http://wire.example/2026/houses-burn-in-kharkiv.html</loc>"
        "<image:image><image:loc>http://wire.example/p.jpg</image:loc><image:title>Smoke</image:title></image:image>"
        "<lastmod>2026-03-01</lastmod></url>"
    )
    (entry,) = parsed(sitemap(item)).entries
    assert entry.link == "http://wire.example/2026/houses-burn-in-kharkiv.html"
    assert entry.title.value == "Houses burn in kharkiv"
    assert entry.published == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_sitemap_kept_as_a_gzip_file_is_unpacked() -> None:
    assert len(parsed(gzip.compress(sitemap(news("Fire")).encode())).entries) == 1
    with pytest.raises(ParseError, match="a gzip file that is cut"):
        parsed(gzip.compress(sitemap(news("Fire")).encode())[:-12])
    with pytest.raises(ParseError, match="a damaged gzip file"):
        parsed(b"\x1f\x8bnonsense, and more of it")


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ParseError, match="larger than 50 MB"):
        parsed(gzip.compress(bytes(60_000_000)))


def test_of_a_sitemap_without_news_only_the_newest_pages_are_read() -> None:
    items = [f"<url><loc>http://wire.example/{n}</loc><lastmod>{2000 + n}-01-01</lastmod></url>" for n in range(1_100)]
    feed = parsed(sitemap(*items))
    assert len(feed.entries) == MOST_PAGES
    assert feed.entries[0].link == "http://wire.example/1099"
    assert feed.note == "no news sitemap: the newest 1,000 of its pages are read"


def test_an_index_names_its_likeliest_parts_of_its_own_host() -> None:
    parts = [part("/old.xml", "2020-01-01"), part("/new.xml", "2026-01-01"), part("/NEWS.xml.gz"), part("/more.xml")]
    elsewhere = "<sitemap><loc>http://other.example/news.xml</loc></sitemap>"
    feed = parsed(sitemap(*parts, elsewhere, root="sitemapindex"))
    assert feed.parts == tuple(f"http://wire.example{path}" for path in ("/NEWS.xml.gz", "/new.xml", "/old.xml"))
    assert not feed.complete
    assert feed.note == "an index of 5 sitemaps, of which 3 are read"


def test_an_index_that_names_only_other_sites_is_none() -> None:
    with pytest.raises(ParseError, match="names none of its own site"):
        parsed(sitemap("<sitemap><loc>http://other.example/s.xml</loc></sitemap>", root="sitemapindex"))


def test_a_cut_sitemap_is_read_as_far_as_its_last_whole_item() -> None:
    text = sitemap(news("Fire"), news("Floods"))
    feed = parsed(text[: text.index("Floods") + 3])
    assert [entry.title.value for entry in feed.entries] == ["Fire"]
    assert not feed.complete


def test_entities_of_its_own_do_not_swell_a_sitemap() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(ParseError):
        parsed(f"{bomb}]>{sitemap('<url><loc>&i;</loc></url>')}")
