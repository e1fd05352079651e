"""The loopback server: valid feeds that hold only what the replay has reached, with working validators."""

from __future__ import annotations

import json
import socket
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import feedparser
import httpx
import pytest

from feeds.demo.clock import SteppedClock
from feeds.demo.loader import load_day
from feeds.demo.server import ReplayServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.demo.model import Day, Outlet

DAY = load_day()
EVENING = datetime(2022, 3, 28, 23, tzinfo=UTC)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(EVENING)


@pytest.fixture
def day() -> Day:
    return DAY


@pytest.fixture
def server(day: Day, clock: SteppedClock) -> Iterator[ReplayServer]:
    with ReplayServer(day, clock) as server:
        yield server


def outlets(*formats: str) -> list[Outlet]:
    return [outlet for outlet in DAY.outlets if outlet.format in formats]


def get(server: ReplayServer, outlet: Outlet, **headers: str) -> httpx.Response:
    return httpx.get(server.feed_url(outlet), headers={key.replace("_", "-"): value for key, value in headers.items()})


def entries(server: ReplayServer, outlet: Outlet) -> list[Any]:
    return list(feedparser.parse(get(server, outlet).content).entries)


@pytest.mark.parametrize("outlet", outlets("rss", "atom"), ids=lambda outlet: outlet.id)
def test_rss_and_atom_feeds_are_well_formed_and_complete(server: ReplayServer, day: Day, outlet: Outlet) -> None:
    parsed = feedparser.parse(get(server, outlet).content)
    assert not parsed.bozo
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[outlet.format]
    assert parsed.feed.title == outlet.name
    standing = list(day.standing(outlet.id, EVENING))
    assert [entry.title for entry in parsed.entries] == [version.title for _, version in standing]
    assert [entry.id for entry in parsed.entries] == [f"urn:dateline:demo:{dispatch.id}" for dispatch, _ in standing]
    assert all(entry.published_parsed[:3] == (2022, 3, 28) for entry in parsed.entries)


@pytest.mark.parametrize("outlet", outlets("json"), ids=lambda outlet: outlet.id)
def test_json_feeds_follow_version_1_1(server: ReplayServer, day: Day, outlet: Outlet) -> None:
    response = get(server, outlet)
    feed = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == [v.title for _, v in day.standing(outlet.id, EVENING)]
    assert all(item["id"] and item["url"] and item["content_html"] for item in feed["items"])


def test_every_feed_says_that_it_is_a_demonstration(server: ReplayServer, day: Day) -> None:
    assert all("Demonstration text written for Dateline" in get(server, outlet).text for outlet in day.outlets)


def test_only_what_the_clock_has_reached_is_published(server: ReplayServer, day: Day, clock: SteppedClock) -> None:
    wire = day.outlet("wire")
    clock.now = datetime(2022, 3, 28, 0, 39, 59, tzinfo=UTC)
    assert entries(server, wire) == []
    clock.now = datetime(2022, 3, 28, 0, 40, tzinfo=UTC)
    assert [entry.title for entry in entries(server, wire)] == ["Sirens sound over western and central Ukraine"]


def test_an_edit_changes_the_entry_but_not_its_id_or_its_date(
    server: ReplayServer, day: Day, clock: SteppedClock
) -> None:
    wire = day.outlet("wire")
    clock.now = datetime(2022, 3, 28, 9, 29, tzinfo=UTC)
    before = {entry.id: entry for entry in entries(server, wire)}["urn:dateline:demo:wire-talks"]
    clock.now = datetime(2022, 3, 28, 9, 30, tzinfo=UTC)
    after = {entry.id: entry for entry in entries(server, wire)}["urn:dateline:demo:wire-talks"]
    assert after.title != before.title
    assert after.published == before.published
    assert after.updated_parsed[3:5] == (9, 30)


@pytest.mark.parametrize("validator", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_a_conditional_request_gets_304_until_something_changes(
    server: ReplayServer, day: Day, clock: SteppedClock, validator: tuple[str, str]
) -> None:
    given, asked = validator
    wire = day.outlet("wire")
    clock.now = datetime(2022, 3, 28, 9, 29, tzinfo=UTC)
    value = get(server, wire).headers[given]
    unchanged = get(server, wire, **{asked: value})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    clock.now = datetime(2022, 3, 28, 9, 30, tzinfo=UTC)
    assert get(server, wire, **{asked: value}).status_code == 200


def test_an_etag_that_does_not_match_outweighs_a_date_that_does(server: ReplayServer, day: Day) -> None:
    wire = day.outlet("wire")
    date = get(server, wire).headers["Last-Modified"]
    assert get(server, wire, If_None_Match='"other"', If_Modified_Since=date).status_code == 200


def test_a_reprint_names_the_wire_as_its_source(server: ReplayServer, day: Day) -> None:
    for outlet_id in ("bosphorus", "kyiv"):
        sources = [entry.source.title for entry in entries(server, day.outlet(outlet_id)) if "source" in entry]
        assert set(sources) == {"Demo Wire"}


def test_the_link_of_an_entry_leads_to_a_page_with_the_dispatch(server: ReplayServer, day: Day) -> None:
    newest = entries(server, day.outlet("wire"))[0]
    page = httpx.get(newest.link)
    assert page.status_code == 200
    assert newest.title in page.text.replace("&#x27;", "'")
    assert "This outlet does not exist" in page.text


@pytest.mark.parametrize("path", ["/", "/feeds/none", "/wire/none", "/none/wire-talks", "/../etc/passwd"])
def test_anything_else_is_not_found(server: ReplayServer, path: str) -> None:
    assert httpx.get(f"http://{server.address}{path}").status_code == 404


def test_clients_that_hang_up_leave_no_trace(
    day: Day, clock: SteppedClock, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with ReplayServer(day, clock) as server:
        host, _, port = server.address.partition(":")
        for request in (b"GET /feeds/wire HT", b"GET /feeds/wire HTTP/1.1\r\nHost: x\r\n\r\n"):
            with socket.create_connection((host, int(port))) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close by a reset
                client.sendall(request)
        assert httpx.get(f"http://{server.address}/feeds/wire").status_code == 200
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_what_goes_wrong_in_the_server_is_logged_and_not_printed(
    day: Day, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> datetime:
        raise LookupError("no time")

    caplog.set_level("ERROR")
    with ReplayServer(day, broken) as server, pytest.raises(httpx.HTTPError):
        httpx.get(f"http://{server.address}/feeds/wire")
    assert "Traceback" not in capfd.readouterr().err
    assert [record.message for record in caplog.records] == [
        "the demo's server could not answer: LookupError('no time')"
    ]


def test_it_listens_on_loopback_only_and_frees_its_port(day: Day, clock: SteppedClock) -> None:
    with ReplayServer(day, clock) as server:
        address = server.address
        assert address.startswith("127.0.0.1:")
        assert httpx.get(f"http://{address}/feeds/wire").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://{address}/feeds/wire")
