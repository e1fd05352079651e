from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.identity import canonical_link, content_hash, identify
from feeds.parsed import Entry, RawText


def entry(
    guid: str | None = None, link: str | None = None, title: str = "Title", body: str | None = "<p>Body</p>"
) -> Entry:
    return Entry(
        guid=guid, link=link, title=RawText(title, html=False), summary=RawText(body, html=True) if body else None,
        content=None, author=None, published=None, published_raw=None, updated=None, lang=None, base="http://w.example/",
    )  # fmt: skip


def key(one: Entry) -> str:
    return identify([one])[0].ladder[0]


def test_guid_comes_before_link_and_link_before_content() -> None:
    assert key(entry("g", "http://w.example/1")) == "guid:g"
    assert key(entry(None, "http://w.example/1")) == "link://w.example/1"
    assert key(entry(" \n", None)).startswith("hash:")


def test_white_space_round_a_guid_does_not_count_but_case_does() -> None:
    assert key(entry(" Abc\n")) == key(entry("Abc")) != key(entry("abc"))


def test_a_guid_of_any_length_gives_a_bounded_key() -> None:
    assert key(entry("x" * 10_000)) != key(entry("x" * 10_001))
    assert len(key(entry("x" * 10_000))) < 100


@pytest.mark.parametrize(
    "variant",
    [
        "https://w.example/a?id=7",
        "http://W.EXAMPLE:80/a?id=7",
        "http://w.example/a?id=7#0",
        "http://w.example/a/?id=7",
        "http://w.example/a?utm_source=rss&id=7&fbclid=x",
        "http://w.example/a?id=7&at_medium=RSS#:~:text=x",
    ],
)
def test_tracking_scheme_and_empty_fragments_do_not_change_a_link(variant: str) -> None:
    assert canonical_link(variant) == canonical_link("http://w.example/a?id=7")


def test_a_live_blog_post_is_told_apart_by_its_fragment() -> None:
    assert canonical_link("http://w.example/live#post-1") != canonical_link("http://w.example/live#post-2")


def test_entries_that_share_a_guid_in_one_document_are_told_apart_by_link_then_title_then_content() -> None:
    found = identify([entry("g", "http://w.example/1"), entry("g", "http://w.example/2"), entry("h")])
    assert [item.ladder[item.depth] for item in found] == [
        "guid:g link://w.example/1", "guid:g link://w.example/2", "guid:h",
    ]  # fmt: skip
    titles = identify([entry("g", "http://w.example/", title=f"Alert {n}") for n in range(3)])
    assert [item.depth for item in titles] == [2, 2, 2]
    bodies = identify([entry("g", "http://w.example/1", body=f"Post {n}") for n in range(3)])
    assert [item.depth for item in bodies] == [3, 3, 3]


def test_an_entry_that_stands_in_a_document_twice_is_one() -> None:
    assert len(identify([entry("g", "http://w.example/1"), entry("g", "http://w.example/1")])) == 1
    assert len(identify([entry("g", "http://w.example/1"), entry("h", "http://w.example/1")])) == 1


def test_entries_with_one_title_or_one_link_are_two() -> None:
    assert len(identify([entry("g", "http://w.example/1"), entry("h", "http://w.example/2")])) == 2
    assert len(identify([entry("g", "http://w.example/1", "A"), entry("h", "http://w.example/1", "B")])) == 2


def test_a_front_page_is_no_link_to_know_an_entry_by() -> None:
    assert key(entry(None, "https://w.example/")).startswith("hash:")
    assert identify([entry("g", "https://w.example")])[0].pair is None


def test_the_scheme_and_the_version_in_a_guid_do_not_count() -> None:
    assert key(entry("https://w.example/?p=1")) == key(entry("http://w.example/?p=1"))
    link = "https://w.example/news/a1?at_medium=RSS"
    assert key(entry("https://w.example/news/a1#0", link)) == key(entry("https://w.example/news/a1#2", link))
    assert key(entry("https://w.example/live#2", link)) != key(entry("https://w.example/live#3", link))


def test_the_hash_changes_with_the_words_and_only_with_them() -> None:
    base = content_hash(entry(body="<p>Three people hurt</p>"))
    assert content_hash(entry(body="<div class='x'>Three  people\n<b>hurt</b></div>")) == base
    assert content_hash(entry(body="<p>Three&#32;people hurt</p>")) == base
    assert content_hash(replace(entry(body="<p>Three people hurt</p>"), published_raw="now", link="http://x/")) == base
    assert content_hash(entry(body="<p>Four people hurt</p>")) != base
    assert content_hash(entry(body="<p>Three people hurt</p>", title="Other")) != base
    assert len(base) == 16


def test_words_do_not_move_between_title_and_body_unnoticed() -> None:
    assert content_hash(entry(title="a", body="b")) != content_hash(entry(title="ab", body=None))
