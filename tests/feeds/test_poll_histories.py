"""Months of real polls, replayed version by version: every entry is stored once, edits are revisions.

Every fifth version by default, all of them with ``DATELINE_FULL=1`` in the environment; ``-s`` shows the figures.
"""

from __future__ import annotations

import os
import re
import tarfile
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

import pytest

from feeds.errors import ParseError
from tests.feeds.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
STEP = 1 if os.environ.get("DATELINE_FULL") else 5
HISTORIES = sorted(path.name for path in DATA.glob("polls_2020_*.tar.xz"))
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ERROR_PAGE = "<!DOCTYPE html><html><head><title>503</title></head><body><p>Back soon</p></body></html>"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not HISTORIES, reason="the shared data folder is not beside the checkout"),
    pytest.mark.timeout(300),
    pytest.mark.no_cover,  # hundreds of polls
]


class Version(NamedTuple):
    """One distinct version of a feed."""

    at: datetime
    body: bytes


def versions(name: str) -> list[Version]:
    """Give a history in the order of its polls."""
    with tarfile.open(DATA / name) as tar:
        found = [
            Version(datetime.strptime(Path(member.name).name[:16], "%Y%m%dT%H%M%S%z"), file.read())
            for member in tar
            if (file := tar.extractfile(member) if member.isfile() else None) is not None
        ]
    return sorted(found)


def entries(body: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give guid and words of every entry of a well-formed document, read without the code under test."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return
    for entry in (*root.iter("item"), *root.iter(f"{ATOM}entry")):
        guid = entry.findtext("guid") or entry.findtext(f"{ATOM}id") or ""
        paths = ("title", "description", f"{CONTENT}encoded", f"{ATOM}title", f"{MEDIA}group/{MEDIA}description")
        yield guid.strip(), tuple(words(entry.findtext(path)) for path in paths)


def words(text: str | None) -> str:
    """Give a text without markup, white space and typography."""
    plain = "".join(unescape(re.sub("<[^<>]*>", "", text or "")).split())
    return re.sub('[‘’“”"]', "'", re.sub("[–—]", "-", plain)).rstrip(".").casefold()


def history(name: str) -> dict[str, list[tuple[str, ...]]]:
    """Give what every entry of a history said, one item a change."""
    said: dict[str, list[tuple[str, ...]]] = {}
    for version in versions(name)[::STEP]:
        for guid, text in entries(version.body):
            before = said.setdefault(guid, [])
            if not before or before[-1] != text:
                before.append(text)
    return said


@pytest.mark.parametrize("name", HISTORIES)
def test_every_entry_that_ever_appeared_is_stored_once_and_every_edit_is_a_revision(name: str, tmp_path: Path) -> None:
    said = history(name)
    refused = 0
    with Replay(tmp_path / "archive.db") as archive:
        new = revised = 0
        for version in versions(name)[::STEP]:
            try:
                receipt = archive.poll(version.body, version.at)
            except ParseError:
                refused += 1
                continue
            new, revised = new + receipt.new, revised + receipt.revised
        stored = archive.stored
        last = Counter(words(headline.title) for headline in stored)
        assert not list(Counter(words(texts[-1][0] or texts[-1][3]) for texts in said.values()) - last)
    edits = sum(len(texts) - 1 for texts in said.values())
    print(  # noqa: T201 - shown with -s
        f"\n{name}: {len(said)} entries, {new} articles, {new - len(said)} duplicates, {edits} edits,"
        f" {revised} revisions, {refused} documents refused"
    )
    assert new == len(stored) == len(said)
    assert sum(headline.revisions for headline in stored) == new + revised
    assert edits * 0.98 <= revised <= edits * 1.02 + 2


@pytest.mark.parametrize("name", HISTORIES)
def test_error_pages_and_cut_documents_harm_nothing(name: str, tmp_path: Path) -> None:
    chosen = [version for version in versions(name)[:: 8 * STEP] if version.body]
    with Replay(tmp_path / "clean.db") as clean, Replay(tmp_path / "faulty.db") as faulty:
        for number, version in enumerate(chosen):
            clean.poll(version.body, version.at)
            with pytest.raises(ParseError):
                faulty.poll(ERROR_PAGE, version.at)
            for part in (0.04, 0.2 + number % 7 / 10):
                try_poll(faulty, version.body[: int(len(version.body) * part)], version.at)
            faulty.poll(version.body, version.at)
        assert Counter(headline.title for headline in faulty.stored) == Counter(
            headline.title for headline in clean.stored
        )
        assert sum(one.revisions for one in faulty.stored) == sum(one.revisions for one in clean.stored)


def try_poll(archive: Replay, body: bytes, at: datetime) -> None:
    """Poll a document that may be cut before its first entry ends."""
    try:
        archive.poll(body, at)
    except ParseError:
        return


def test_the_clock_of_a_history_is_in_utc() -> None:
    assert versions(HISTORIES[0])[0].at.tzinfo == UTC
