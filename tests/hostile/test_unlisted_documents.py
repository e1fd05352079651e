"""Odd and hostile documents beyond the catalogue: what the rules of the border ask of feeds that nobody listed."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from store.text import strip_controls
from tests.feeds.documents import item, rss
from tests.feeds.loopback import Loopback

from .raw import Archived, http, served
from .test_unlisted import FEED, entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("shared_workers")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def one_after_another(path: Path, *documents: str | bytes) -> Archived:
    archived, _ = await served(path, *map(http, documents))
    return archived


def texts(archived: Archived) -> str:
    found = [text for one in archived.articles for text in (one.title, one.summary, one.body, one.author, one.url)]
    return "\n".join(text for text in found if text)


# --- Encodings ----------------------------------------------------------------------------------------------------

KYIV = rss(entry(1, "Обстріл Києва", body="Текст."))


@pytest.mark.parametrize(
    ("codec", "named", "header"),
    [
        ("utf-16-le", "UTF-16", ""),
        ("utf-16-be", "UTF-16", ""),
        ("utf-16", "UTF-16", ""),
        ("utf-32", "UTF-32", ""),
        ("utf-32-le", "UTF-32", ""),
        ("utf-16", "UTF-8", "utf-8"),
        ("koi8-u", "KOI8-U", ""),
        ("windows-1251", "windows-1251", ""),
        ("windows-1251", "UTF-8", "windows-1251"),
        ("utf-8", "UTF-8", "utf-99"),
        ("utf-8", "windows-1251", "utf-8"),
        ("utf-8", "UTF-8", "UTF-8; q=1"),
        ("utf-8", "UTF-8", '"utf-8'),
        ("utf-8", "UTF-7", ""),
        ("utf-8", "UTF-8", "utf-7"),
        ("utf-8", "rot13", "hex"),
        ("utf-8", "idna", "unicode_escape"),
        ("iso-8859-5", "ISO-8859-5", "x-user-defined"),
    ],
)
async def test_letters_come_out_right_whatever_is_said_of_them(path: Path, codec: str, named: str, header: str) -> None:
    body = KYIV.replace("UTF-8", named, 1).encode(codec)
    kind = f"application/rss+xml; charset={header}" if header else "application/rss+xml"
    archived, _ = await served(path, http(body, content_type=kind))
    assert archived.titles == ["Обстріл Києва"]


async def test_utf_7_is_never_read_as_markup(path: Path) -> None:
    body = FEED.replace("UTF-8", "UTF-7", 1).replace("Text.", "+ADw-a href+AD0AIg-javascript:x+ACIAPg-")
    archived, _ = await served(path, http(body, content_type="text/xml; charset=utf-7"))
    assert "+ADw-" in texts(archived)


# --- XML ----------------------------------------------------------------------------------------------------------


def laughs(levels: int) -> str:
    inner = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{inner}]>'


@pytest.mark.parametrize(
    ("doctype", "title"),
    [
        (laughs(12), "&l11;"),
        (f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 5_000),
        ('<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
        ("<!DOCTYPE rss [<!ENTITY % p \"<!ENTITY a 'x'>\"> %p; %p;]>", "&a;"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ('<!DOCTYPE rss PUBLIC "x" "file:///etc/passwd">', "&a;"),
    ],
    ids=["laughs", "quadratic", "loop", "parameter", "file", "public"],
)
async def test_entities_of_a_document_type_bring_nothing_in(path: Path, doctype: str, title: str) -> None:
    document = FEED.replace("<rss", f"{doctype}<rss", 1).replace("Dispatch 1", f"A{title}Z", 1)
    archived = await one_after_another(path, document, FEED)
    assert archived.feed.error is None
    assert len(texts(archived)) < 100_000
    assert "root:" not in texts(archived)


async def test_a_document_type_is_never_fetched(path: Path) -> None:
    with Loopback() as other:
        names = f'<!DOCTYPE rss SYSTEM "{other.url("/rss.dtd")}" [<!ENTITY % x SYSTEM "{other.url("/x")}"> %x;]>'
        sheet = f'<?xml-stylesheet href="{other.url("/x.xsl")}"?>'
        included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{other.url("/x")}"/>'
        document = FEED.replace("<rss", f"{sheet}{names}<rss", 1).replace("<item>", f"{included}<item>")
        archived = await one_after_another(path, document)
        assert archived.titles == ["Dispatch 1"]
        assert other.seen == []


@pytest.mark.parametrize(
    "slip",
    [
        "<?php echo 1; ?>",
        "<?xml version='1.0'?>",
        "<![CDATA[a]]]]><![CDATA[>b]]>",
        "<!-- a -- b -->",
        "<x:y>undeclared</x:y>",
        "<a b=c>unquoted</a>",
        "<a b='1' b='2'/>",
        "&nbsp;&mdash;&bogus;&",
        "&#0;&#x1F;&#xFFFE;",
        "\x00\x01\x0b\x0c",
        "]]>",
        "<script>if (a < b && c) {}</script>",
        "<item/>",
        "<!DOCTYPE html>",
    ],
)
async def test_a_slip_within_an_entry_costs_neither_it_nor_its_neighbours(path: Path, slip: str) -> None:
    inner = entry(2).replace("Text.", f"Text {slip} end.")
    archived = await one_after_another(path, rss(entry(3), inner, entry(1)))
    assert {"Dispatch 1", "Dispatch 3"} <= set(archived.titles)
    assert "Dispatch 2" in texts(archived)


@pytest.mark.parametrize(
    "cut", ["<item><title>Half", "<item><title><![CDATA[Half", "<!-- ", "<item><link>http://w", "<"]
)
async def test_what_stands_before_a_cut_is_kept_and_half_an_entry_waits(path: Path, cut: str) -> None:
    whole = rss(entry(1), entry(2))
    head = whole[: whole.index("</item>") + len("</item>")] + cut
    archived, server = await served(path, http(head, etag='"cut"'), http(whole))
    assert sorted(archived.titles) == ["Dispatch 1", "Dispatch 2"]
    assert "if-none-match" not in server.asked[1]
    assert archived.revisions == 0


async def test_a_feed_without_entries_is_well_and_takes_nothing_away(path: Path) -> None:
    archived = await one_after_another(path, FEED, rss(), "<rss version='2.0'><channel/></rss>")
    assert (archived.titles, archived.feed.error) == (["Dispatch 1"], None)


async def test_a_hundred_thousand_categories_and_a_guid_of_a_megabyte_are_one_article(path: Path) -> None:
    labels = "".join(f"<category>c{n}</category>" for n in range(100_000))
    one = entry(1, guid="g" * 1_000_000).replace("</item>", f"{labels}</item>")
    archived = await one_after_another(path, rss(one))
    assert archived.titles == ["Dispatch 1"]


# --- JSON ---------------------------------------------------------------------------------------------------------


def feed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items} | more)


GOOD = {"id": "1", "url": "http://wire.example/1", "title": "Dispatch 1", "content_text": "Text."}


@pytest.mark.parametrize(
    "document",
    [
        feed(GOOD, None, 5, "x", [], {}),
        feed(GOOD | {"authors": None, "author": [], "tags": {"a": 1}, "attachments": "x"}),
        feed(GOOD | {"date_published": 1e400, "date_modified": [], "language": 5, "summary": {}}),
        feed(GOOD | {"id": float("nan")}, GOOD),
        feed(GOOD | {"title": "Dispatch 1", "content_html": 5, "image": "\ud800"}),
        feed(GOOD, hubs=[[[]]], home_page_url=5, title=["x"]),
        feed(GOOD).replace('"id": "1"', '"id": ' + "9" * 4_000),
        feed(GOOD).replace('"id": "1"', '"id": "0", "id": "1"'),
        feed(GOOD).replace('"items"', '"items": [], "items"'),
        feed(GOOD).replace("Text.", "Text.\\ud83d \\u0000 \\udfff"),
        feed(GOOD).replace("Text.", "Text.\t\n"),
        "\ufeff" + feed(GOOD),
        feed(GOOD | {"tags": ["x"] * 100_000}),
        feed(GOOD | {"_ext": json.loads("[" * 400 + "]" * 400)}),
    ],
)
async def test_a_slip_in_a_json_feed_costs_no_entry(path: Path, document: str) -> None:
    archived, _ = await served(path, http(document, content_type="application/feed+json"))
    assert "Dispatch 1" in archived.titles
    assert archived.feed.error is None


@pytest.mark.parametrize(
    "document",
    [
        '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 200_000,
        '{"version":"https://jsonfeed.org/version/1.1","items":{"a":' * 20_000,
        feed(GOOD)[:-20],
        feed(GOOD).replace('"items"', '"entries"'),
        '{"version":"https://jsonfeed.org/version/1.1","items":[' + "9" * 5_000 + "}]}",
        "[]",
        "null",
        "NaN",
        '"https://jsonfeed.org/version/1.1"',
    ],
)
async def test_json_that_is_no_feed_is_an_error_in_words_and_leaves_no_validator(path: Path, document: str) -> None:
    kind = "application/feed+json"
    archived, server = await served(path, http(document, content_type=kind, etag='"x"'), http(feed(GOOD)))
    assert "internal error" not in archived.words[0]
    assert archived.titles == ["Dispatch 1"]
    assert "if-none-match" not in server.asked[1]


# --- Text ---------------------------------------------------------------------------------------------------------

SEQUENCES = {
    "\x1b[31mred\x1b[0m": "red",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\": "link",
    "\x1b]52;c;ZXZpbA==\x07copied": "copied",
    "\x9d52;c;ZXZpbA==\x9ccopied": "copied",
    "\x1bPq#0\x1b\\sixel": "sixel",
    "\x1b_Gf=100;AAAA\x1b\\picture": "picture",
    "\x1b]0;unterminated": "unterminated",
    "\x9b2Jcleared": "cleared",
    "a\rb\x08\x7fc": "c",
    "\u2067right\u2069": "right",
    "\U000e0041\U000e0042tagged": "tagged",
    "\ufff9annotated\ufffb": "annotated",
}


def coded(text: str) -> str:
    return "".join(f"&#{ord(char)};" if ord(char) < 32 or ord(char) > 126 else char for char in text)


WAYS: dict[str, Callable[[str], str]] = {
    "xml": lambda text: text,
    "reference": coded,
    "html": lambda text: coded(text).replace("&", "&amp;"),
}


def spoken(number: int, text: str) -> str:
    names = f"<title>{text}</title><guid>{number}{text}</guid><link>http://wire.example/{number}/{text}</link>"
    more = f"<author>{text}</author><category>{text}</category><description>{text} Text.</description>"
    return f"<item>{names}{more}</item>"


@pytest.mark.parametrize("way", [*WAYS, "json"])
async def test_no_text_speaks_to_a_terminal_whichever_way_it_comes(path: Path, way: str) -> None:
    whole = "".join(SEQUENCES)
    if way == "json":
        document = feed(
            *(
                {"title": text, "id": f"{n}{text}", "url": f"http://wire.example/{n}/{text}", "content_text": text}
                | {"authors": [{"name": text}]}
                for n, text in enumerate(SEQUENCES)
            ),
            title=whole,
        )
    else:
        items = (spoken(n, WAYS[way](text)) for n, text in enumerate(SEQUENCES))
        document = rss(*items, title=WAYS[way](whole))
    archived = await one_after_another(path, document)
    assert len(archived.articles) == len(SEQUENCES)
    shown = [texts(archived), archived.feed.name, *archived.words]
    assert all(strip_controls(text) == text for text in shown)
    assert all(any(word in title for title in archived.titles) for word in SEQUENCES.values())


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; words", "Bold words"),
        ("AT&amp;amp;T &amp;lt;5", "AT&T <5"),
        ("a &amp;amp;lt;b&amp;amp;gt; c", "a &lt;b&gt; c"),
        ("5 &lt; 6 &amp; 7 &gt; 2", "5 < 6 & 7 > 2"),
        ("&lt;i&gt;Shelling&lt;/i&gt; &lt;img src=x onerror=alert(1)&gt;goes on", "Shelling goes on"),
        ("Shelling &amp;mdash; live", "Shelling \u2014 live"),
    ],
)
async def test_markup_in_a_title_is_taken_once(path: Path, title: str, shown: str) -> None:
    archived = await one_after_another(path, FEED.replace("Dispatch 1", title))
    assert archived.titles == [shown]


async def test_marks_heaped_on_a_letter_are_few(path: Path) -> None:
    archived = await one_after_another(path, FEED.replace("Dispatch 1", "Z" + "\u0301\u0310\u0337" * 3_000 + "algo"))
    assert sum(map(unicodedata.combining, archived.titles[0])) > 0
    assert len([char for char in archived.titles[0] if unicodedata.combining(char)]) <= 8


async def test_html_that_never_closes_costs_no_other_entry(path: Path) -> None:
    deep = entry(2, body="<div><b>" * 30_000 + "Text.")
    archived = await one_after_another(path, rss(entry(1), deep, entry(3)))
    assert len(archived.titles) == 3


# --- Identity -----------------------------------------------------------------------------------------------------


async def test_entries_that_change_their_order_are_the_same(path: Path) -> None:
    numbers = [*range(8)]
    documents = [rss(*map(entry, numbers[turn:] + numbers[:turn])) for turn in range(4)]
    archived = await one_after_another(path, *documents)
    assert (len(archived.articles), archived.revisions) == (8, 0)


async def test_one_feed_in_three_formats_is_one_feed(path: Path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>g1</id><title>Dispatch 1</title>'
        '<link href="http://wire.example/1"/><updated>2026-03-28T12:00:00Z</updated><summary>Text.</summary></entry></feed>'
    )
    archived = await one_after_another(path, FEED, atom, feed(GOOD | {"id": "g1"}))
    assert (archived.titles, archived.revisions) == (["Dispatch 1"], 0)


async def test_tracking_in_links_without_guids_makes_no_new_articles(path: Path) -> None:
    links = [f"http://wire.example/1?utm_source=rss&utm_campaign={n}#0" for n in range(4)]
    documents = [rss(item(None, "Dispatch 1", link, "Text.")) for link in links]
    archived = await one_after_another(path, *documents)
    assert (archived.titles, archived.revisions) == (["Dispatch 1"], 0)


@pytest.mark.parametrize("guid", ["  g1\n", "g1\u00a0", "\ufeffg1", "g1\u200b"])
async def test_blanks_around_a_guid_are_no_part_of_it(path: Path, guid: str) -> None:
    archived = await one_after_another(path, FEED, FEED.replace(">g1<", f">{guid}<"))
    assert (archived.titles, archived.revisions) == (["Dispatch 1"], 0)


async def test_guids_that_differ_in_case_are_two(path: Path) -> None:
    archived = await one_after_another(path, rss(entry(1, guid="aB"), entry(2, guid="Ab")))
    assert len(archived.articles) == 2


async def test_a_date_that_moves_with_every_poll_bumps_nothing(path: Path) -> None:
    documents = [rss(entry(1, date=f"Sat, 28 Mar 2026 12:0{n}:00 GMT")) for n in range(4)]
    archived = await one_after_another(path, *documents)
    assert archived.revisions == 0
    assert archived.articles[0].published == datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("Sat, 28 Mar 2026 12:00:00 -2359", None),
        ("Sat, 28 Mar 2026 23:59:60 GMT", datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)),
        ("2026-03-28T12:00:00-00:00", datetime(2026, 3, 28, 12, tzinfo=UTC)),
        ("2026-03-28T24:00:00Z", None),
        ("0000-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("Sat, 28 Mar 0026 12:00:00 GMT", None),
        ("1e9", None),
    ],
)
async def test_dates_at_the_edge_are_read_or_left_out(path: Path, date: str, read: datetime | None) -> None:
    archived = await one_after_another(path, rss(entry(1, date=date)))
    (only,) = archived.articles
    if only.published_source == "first_seen":
        assert only.published == only.first_seen
    if read is not None:
        assert (only.published, only.published_source) == (read, "feed")
