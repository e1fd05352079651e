"""Hostile and odd feeds beyond the catalogue: what the rules of the border ask of cases that nobody listed."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING

import pytest

from store.text import strip_controls
from tests.feeds.documents import item, rss

from .raw import RawServer, http, polled, served

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("shared_workers")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def entry(number: int, title: str | None = None, **more: str) -> str:
    link = f"http://wire.example/{number}"
    return item(**{"guid": f"g{number}", "title": title or f"Dispatch {number}", "link": link, "body": "Text."} | more)


FEED = rss(entry(1))
NOT_MODIFIED = http(b"", "304 Not Modified", content_length="")

# --- Validators ---------------------------------------------------------------------------------------------------


async def test_both_validators_go_back_as_they_came(path: Path) -> None:
    _, server = await served(path, http(FEED, etag='W/"a b"', last_modified="Tue Mar  3 04:05:06 2026"), NOT_MODIFIED)
    assert server.asked[1]["if-none-match"] == 'W/"a b"'
    assert server.asked[1]["if-modified-since"] == "Tue Mar  3 04:05:06 2026"


async def test_an_error_keeps_the_validators_of_the_last_good_answer_and_brings_none(path: Path) -> None:
    _, server = await served(path, http(FEED, etag='"good"'), http("gone", "404 Not Found", etag='"bad"'), NOT_MODIFIED)
    assert server.asked[2]["if-none-match"] == '"good"'


async def test_a_304_that_nobody_asked_for_is_an_error(path: Path) -> None:
    archived, server = await served(path, NOT_MODIFIED, http(FEED))
    assert "304" in archived.words[0]
    assert archived.titles == ["Dispatch 1"]
    assert "if-none-match" not in server.asked[1]


async def test_a_changed_body_under_the_old_etag_is_read(path: Path) -> None:
    archived, _ = await served(path, http(FEED, etag='"same"'), http(rss(entry(2), entry(1)), etag='"same"'))
    assert archived.titles == ["Dispatch 1", "Dispatch 2"]


@pytest.mark.parametrize("etag", ['"' + "x" * 50_000 + '"', '"caf\xe9"', "\x01\x02", '""', ","])
async def test_an_odd_etag_is_echoed_or_dropped_and_costs_nothing(path: Path, etag: str) -> None:
    archived, server = await served(path, http(FEED, etag=etag), http(rss(entry(2), entry(1)), etag=etag))
    assert archived.titles == ["Dispatch 1", "Dispatch 2"]
    assert server.asked[1].get("if-none-match", etag) == etag


async def test_a_204_is_no_feed_and_keeps_the_archive(path: Path) -> None:
    archived, _ = await served(path, http(FEED), http(b"", "204 No Content", content_length=""))
    assert archived.titles == ["Dispatch 1"]
    assert archived.feed.error


@pytest.mark.parametrize(("status", "state"), [("410 Gone", "gone"), ("451 Unavailable", "failing")])
async def test_refusals_are_told_and_keep_the_archive(path: Path, status: str, state: str) -> None:
    archived, _ = await served(path, http(FEED), http("no", status))
    assert (archived.titles, archived.feed.state) == (["Dispatch 1"], state)
    assert status[:3] in (archived.feed.error or "")


# --- Transport ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 1_000,
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + b"\0" * 100,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\nContent-Type: text/xml\n\n",
        http(b"", location="http://[::1"),
        http(b"", "302 Found", location="http://[::1"),
        http(b"", "302 Found", location="ftp://wire.example/feed"),
        http(b"", "302 Found", location="http://127.0.0.1:99999/"),
        http(b"", "300 Multiple Choices"),
        http(b""),
        http(b"\xef\xbb\xbf"),
        http(b"\x1f\x8b", content_encoding="gzip"),
        http(b"\x28\xb5\x2f\xfd" + b"\xff" * 50, content_encoding="zstd"),
        http(b"\xff" * 50, content_encoding="br"),
        http(gzip.compress(gzip.compress(FEED.encode())), content_encoding="gzip, gzip"),
    ],
)
async def test_whatever_is_no_feed_is_an_error_in_words_and_the_next_poll_is_well(path: Path, answer: bytes) -> None:
    archived, server = await served(path, answer, http(FEED))
    assert archived.words[0], "no words"
    assert "internal error" not in archived.words[0]
    assert "new" not in archived.words[0]
    assert archived.titles == ["Dispatch 1"]
    assert archived.feed.error is None
    assert "if-none-match" not in server.asked[-1]


def bomb(layers: int) -> bytes:
    """Give a gzip stream that holds 400 MiB of blanks within a feed."""
    head, tail = FEED.split("</channel>")
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [stream.compress(f"{head}<!--".encode())]
    parts += [stream.compress(b" " * 2**20) for _ in range(400)]
    parts += [stream.compress(f"--></channel>{tail}".encode()), stream.flush()]
    data = b"".join(parts)
    for _ in range(layers - 1):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize("layers", [1, 2])
async def test_a_gzip_bomb_is_an_error(path: Path, layers: int) -> None:
    archived, _ = await served(path, http(bomb(layers), content_encoding="gzip"))
    assert archived.feed.error
    assert archived.titles == []


# --- Documents ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        "\n\n  \t" + FEED,
        "\ufeff" + FEED,
        FEED.replace("<?xml", '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?><?xml', 1),
        FEED.replace("UTF-8", "utf-99"),
        FEED.replace("UTF-8", "UTF-8'"),
        FEED.replace("</channel></rss>", ""),
        FEED + "<!-- trailing" + "-" * 50,
        FEED.replace("Dispatch 1", "Dispatch 1<!-- -- -->"),
        FEED.replace("<channel>", '<channel><atom:link rel="self" href="x"/>'),
        FEED.replace("<rss ", "<RSS ").replace("</rss>", "</RSS>"),
    ],
)
async def test_a_slip_in_the_document_costs_no_entry(path: Path, document: str) -> None:
    archived, _ = await served(path, http(document))
    assert archived.titles == ["Dispatch 1"]


async def test_atom_0_3_is_read(path: Path) -> None:
    archived, _ = await served(
        path,
        http(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>Dispatch 1</title>'
            '<link rel="alternate" type="text/html" href="http://wire.example/1"/><id>a</id>'
            "<issued>2022-03-28T09:12:00Z</issued><content>Text.</content></entry></feed>"
        ),
    )
    assert archived.titles == ["Dispatch 1"]
    assert archived.articles[0].published.year == 2022


async def test_elements_nested_a_hundred_thousand_deep_harm_nobody(path: Path) -> None:
    archived, _ = await served(path, http(FEED.replace("<item>", "<a>" * 100_000 + "<item>", 1)), http(FEED))
    assert archived.titles == ["Dispatch 1"]


async def test_markup_of_any_toolkit_stays_plain_text(path: Path) -> None:
    titles = ["[red]RED[/red] 1", "[/] x", "[@click=app.quit]quit[/] y", "[bold z", "{0} %s $HOME"]
    archived, _ = await served(path, http(rss(*(entry(n, title) for n, title in enumerate(titles)))))
    assert sorted(archived.titles) == sorted(titles)


async def test_hidden_and_reordering_characters_never_reach_the_archive(path: Path) -> None:
    title = "\u202eevil\u202c \u2066open tag\U000e0041\U000e007f zero\u200bwidth \u2028 line \u061c end"
    archived, _ = await served(path, http(rss(entry(1, title, body=title))))
    assert archived.titles == ["evil open tag zerowidth line end"]
    assert archived.articles[0].summary == strip_controls(archived.articles[0].summary)


@pytest.mark.parametrize("text", ['"', "OR", "NEAR(", "*", "^a", "a:b", "(((", "\u0000", "-", '""" OR 1=1'])
async def test_words_that_mean_something_to_the_index_are_words(path: Path, text: str) -> None:
    archived, _ = await served(
        path,
        http(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "items": [{"id": text or "x", "content_text": f"{text} word"}],
                }
            )
        ),
    )
    assert len(archived.articles) == 1


# --- Identity -----------------------------------------------------------------------------------------------------


async def test_two_articles_that_share_nothing_but_their_link_are_two(path: Path) -> None:
    live = "http://wire.example/live"
    feed = rss(entry(1, "Strike on the port", link=live), entry(2, "Talks resume", link=live))
    archived, _ = await served(path, http(feed), http(feed + " "))
    assert sorted(archived.titles) == ["Strike on the port", "Talks resume"]


async def test_one_entry_twice_in_a_document_is_one_article(path: Path) -> None:
    archived, _ = await served(path, http(rss(entry(1), entry(1))), http(rss(entry(1), entry(2), entry(1))))
    assert archived.titles == ["Dispatch 1", "Dispatch 2"]
    assert archived.revisions == 0


async def test_a_link_that_moves_to_https_is_the_same_article(path: Path) -> None:
    before = rss(item(None, "Dispatch 1", "http://wire.example/1", "Text."))
    archived, _ = await served(path, http(before), http(before.replace("http://wire", "https://wire")))
    assert archived.titles == ["Dispatch 1"]
    assert archived.revisions == 0


async def test_guids_of_a_megabyte_that_differ_at_their_end_are_two(path: Path) -> None:
    feed = rss(*(entry(n, guid="g" * 1_000_000 + str(n)) for n in (1, 2)))
    archived, _ = await served(path, http(feed), http(feed + " "))
    assert sorted(archived.titles) == ["Dispatch 1", "Dispatch 2"]


async def test_an_edit_and_its_undoing_are_two_revisions(path: Path) -> None:
    edited = http(rss(entry(1, "Dispatch 1, corrected")))
    archived, _ = await served(path, http(FEED), edited, http(FEED), edited)
    assert archived.titles == ["Dispatch 1, corrected"]
    assert archived.revisions == 3


# --- Dates and links ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date", ["", "0", "-1", "9" * 400, "Mon, 31 Feb 2026 25:61:61 GMT", "2026-13-45T99:99:99Z", "\u0662\u0660"]
)
async def test_a_date_that_is_none_leaves_when_it_was_first_seen(path: Path, date: str) -> None:
    archived, _ = await served(path, http(rss(entry(1, date=date))))
    assert archived.articles[0].published_source == "first_seen"
    assert archived.articles[0].published == archived.articles[0].first_seen


@pytest.mark.parametrize(
    "link",
    [
        "-oProxyCommand=id",
        "javascript:alert(1)",
        "JAVASCRIPT&colon;alert(1)",
        "data:text/html,x",
        "http://",
        "//",
        "file:///x",
    ],
)
async def test_no_link_leads_anywhere_but_to_the_web(path: Path, link: str) -> None:
    archived, _ = await served(path, http(rss(entry(1, link=link, body=f'<a href="{link}">x</a> Text.'))))
    for found in (archived.articles[0].url, *archived.articles[0].links):
        assert found is None or found.startswith(("http://127.0.0.1", "https://127.0.0.1"))


async def test_a_redirect_keeps_asking_the_subscribed_address_first(path: Path) -> None:
    with RawServer(http(FEED)) as target, RawServer(http(b"", "301 Moved Permanently", location=target.url)) as old:
        archived = await polled(path, old.url, 3)
    assert archived.titles == ["Dispatch 1"]
    assert (len(old.asked), archived.feed.url) == (3, old.url)
