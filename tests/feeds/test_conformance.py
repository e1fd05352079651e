"""The conformance collections of other projects: every file is read or refused in time, and expected values hold."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from feeds.drafts import Context, Task, draft
from feeds.errors import ParseError
from feeds.identity import identify
from feeds.parsed import header
from feeds.parser import parse
from tests.feeds.conformance import (
    BASE,
    DATA,
    Case,
    Claim,
    base_of,
    cases,
    feed_rs_claims,
    feedparser_claims,
    headers,
    meets,
    ours,
    read_by_feedparser,
)

if TYPE_CHECKING:
    from feeds.parsed import ParsedFeed

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside the checkout"),
    pytest.mark.timeout(300),
]

SLOWEST_S = 10.0
NOW = datetime(2026, 3, 1, tzinfo=UTC)

OTHERWISE = {
    # A guid is opaque: resolved like a link, it would change with the address that a redirect leads to.
    "wellformed/base/http_entry_id_base_content_location.xml",
    "wellformed/base/http_entry_id_base_docuri.xml",
    # "<!" opens a comment in HTML, as browsers read it; feedparser shows it as text.
    "wellformed/rss/item_description_not_a_doctype.xml",
    "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml",
}


def read(case: Case) -> ParsedFeed | None:
    given = headers(case.body)
    try:
        return parse(case.body, given, header(given, "content-location") or BASE)
    except ParseError:
        return None


def test_no_file_crashes_or_hangs_the_reader() -> None:
    counts: Counter[str] = Counter()
    for case in cases("conformance_*.tar.gz"):
        started = time.process_time()
        feed = read(case)
        for item in identify(feed.entries) if feed is not None else ():
            draft(Task(item.entry, item.ladder[0], item.content_hash), Context(NOW, None), None)
        assert time.process_time() - started < SLOWEST_S, case.path
        counts["files"] += 1
        counts["refused" if feed is None else "read"] += 1
        counts["entries"] += len(feed.entries) if feed is not None else 0
    print(f"\n{dict(counts)}")  # noqa: T201 - shown with -s
    assert counts["files"] > 3_300
    assert counts["entries"] > 2_400


def test_no_entry_that_feedparser_finds_is_missed_but_one_that_is_cut_in_the_middle() -> None:
    found = list(cases("conformance_*.tar.gz"))
    short = {
        case.path.partition("/")[2]
        for case, others in zip(found, read_by_feedparser(found), strict=True)
        if others and ((feed := read(case)) is None or len(feed.entries) < len(others))
    }
    assert short == {"illformed/rss_incomplete_cdata.xml"}


def compare(claims: list[tuple[Case, list[Claim]]]) -> tuple[Counter[str], Counter[str], Counter[str], set[str]]:
    """Give claims, those we meet and those feedparser meets, by field; and the cases where only feedparser does."""
    total: Counter[str] = Counter()
    we: Counter[str] = Counter()
    they: Counter[str] = Counter()
    worse = set()
    for (case, wanted), others in zip(claims, read_by_feedparser([case for case, _ in claims]), strict=True):
        feed = read(case)
        for claim in wanted:
            base = base_of(feed, claim)
            mine = feed is not None and meets(claim, ours(feed, claim), base)
            theirs = meets(claim, others.get(claim.entry, {}), base)
            total[claim.field] += 1
            we[claim.field] += mine
            they[claim.field] += theirs
            if theirs and not mine:
                worse.add(case.path.partition("/")[2])
    for field, number in total.items():
        print(f"{field}: {number} expected, {we[field]} met, {they[field]} by feedparser")  # noqa: T201
    return total, we, they, worse


def test_what_feedparsers_own_cases_expect_is_met_wherever_feedparser_meets_it() -> None:
    claims = [(case, feedparser_claims(case.body)) for case in cases("conformance_feedparser.tar.gz")]
    total, _, _, worse = compare([pair for pair in claims if pair[1]])
    assert total.total() > 800
    assert worse <= OTHERWISE


def test_what_feed_rs_reads_is_read_at_least_as_often_as_by_feedparser_and_json_feeds_as_well() -> None:
    files = {case.path: case for case in cases("conformance_feed-rs.tar.gz")}
    stems: defaultdict[str, list[Case]] = defaultdict(list)
    for path, case in files.items():
        stems[path.removesuffix(".serde.json").removesuffix(".xml").removesuffix(".json")].append(case)
    pairs = [sorted(found, key=lambda case: case.path.endswith(".serde.json")) for found in stems.values()]
    claims = [(pair[0], feed_rs_claims(pair[1].body)) for pair in pairs if len(pair) == 2]
    total, we, they, worse = compare(claims)
    assert len(claims) > 55
    assert any("jsonfeed" in case.path for case, _ in claims)
    assert not worse
    assert all(we[field] >= they[field] for field in total)
    assert we.total() >= 0.98 * total.total()
