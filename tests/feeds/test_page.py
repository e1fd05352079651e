"""Pages watched for change: one entry, of which each change is another version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.errors import ParseError
from feeds.sources.kinds import kind_of, read
from tests.feeds.replay import Replay

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.parsed import Entry

URL = "https://council.example/bulletin"
TEXT = "The council says that the bridge in the east of the city is closed to all traffic until further notice. "


def entries(body: str) -> tuple[Entry, ...]:
    page = f"<!doctype html><html lang=en><head><title>Bulletin</title></head><body><main>{body}</main></body></html>"
    return read("page", page.encode(), (), URL).entries


def test_a_change_of_the_text_is_a_version_of_the_one_entry(tmp_path: Path) -> None:
    with Replay(tmp_path / "archive.db") as archive:
        archive.take(entries(f"<p>{TEXT * 3}</p>"))
        archive.take(entries(f"<p>{TEXT * 3}</p>"))
        archive.take(entries(f"<p>{TEXT * 3}</p><p>The bridge is open again, and trams run as before.</p>"))
        assert archive.titles == ["Bulletin"]
        assert archive.stored[0].revisions == 2


def test_counters_and_times_of_update_are_no_change(tmp_path: Path) -> None:
    with Replay(tmp_path / "archive.db") as archive:
        for line in ("Last updated 10:31", "Last updated 10:46"):
            archive.take(entries(f"<p>{TEXT * 3}</p><p>{line}</p><p>{TEXT} It said so.</p>"))
        assert archive.stored[0].revisions == 1


def test_a_page_without_text_is_said_to_be_one() -> None:
    with pytest.raises(ParseError, match="no article on the page"):
        entries("")
    with pytest.raises(ParseError, match="the page asks for a login"):
        entries("<input type=password>")


def test_a_page_is_never_taken_for_a_source_without_being_told() -> None:
    assert kind_of(f"<!doctype html><html><body><p>{TEXT}</p></body></html>".encode(), URL) == "feed"
