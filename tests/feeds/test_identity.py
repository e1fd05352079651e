from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.identity import canonical_link, choose_key, content_hash, identify
from feeds.parsed import Entry, RawText
from store.models import KnownEntry


def entry(
    guid: str | None = None, link: str | None = None, title: str = "Title", body: str | None = "<p>Body</p>"
) -> Entry:
    return Entry(
        guid=guid, link=link, title=RawText(title, html=False), summary=RawText(body, html=True) if body else None,
        content=None, author=None, published=None, published_raw=None, updated=None, lang=None, base="http://w.example/",
    )  # fmt: skip


def key(one: Entry) -> str:
    return identify([one])[0].keys[0]


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
        "http://w.example/a?utm_source=rss&id=7&fbclid=x",
        "http://w.example/a?id=7&at_medium=RSS#:~:text=x",
    ],
)
def test_tracking_scheme_and_empty_fragments_do_not_change_a_link(variant: str) -> None:
    assert canonical_link(variant) == canonical_link("http://w.example/a?id=7")


def test_a_live_blog_post_is_told_apart_by_its_fragment() -> None:
    assert canonical_link("http://w.example/live#post-1") != canonical_link("http://w.example/live#post-2")


def test_entries_that_share_a_guid_in_one_document_are_told_apart_by_link_then_title() -> None:
    found = identify([entry("g", "http://w.example/1"), entry("g", "http://w.example/2"), entry("h")])
    assert [item.keys[0] for item in found] == ["guid:g link://w.example/1", "guid:g link://w.example/2", "guid:h"]
    alerts = identify([entry(None, "http://w.example/", title=f"Alert {n}") for n in range(3)])
    assert len({item.keys[0] for item in alerts}) == 3


def test_an_entry_that_stands_in_a_document_twice_is_one() -> None:
    assert len(identify([entry("g", "http://w.example/1"), entry("g", "http://w.example/1")])) == 1


def test_an_entry_keeps_its_key_when_another_with_its_guid_appears_and_when_it_goes() -> None:
    first, second = entry("g", "http://w.example/1", "One"), entry("g", "http://w.example/2", "Two")
    known: dict[str, KnownEntry] = {}
    for number, document in enumerate([[first], [second, first], [second], [first, second]]):
        for item in identify(document):
            known.setdefault(choose_key(item, known), KnownEntry(number, item.content_hash))
    assert len(known) == 2


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
