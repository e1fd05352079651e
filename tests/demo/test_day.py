"""The shipped day: what a newcomer sees, so every kind of thing the desk can show must occur in it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from feeds.demo.loader import DATE, DayError, load_day

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.demo.model import Day, Dispatch

OUTLET = """
[outlet]
id = "a"
name = "Demo A"
format = "rss"
country = "GB"
affiliation = "agency"
lang = "en"
"""
DISPATCH = """
[[dispatch]]
id = "a-1"
at = 10:00:00
title = "One"
text = "First fact. Second fact."
"""


@pytest.fixture(scope="module")
def day() -> Day:
    return load_day()


def write(folder: Path, content: str) -> Path:
    (folder / "a.toml").write_text(content, encoding="utf-8")
    return folder


def edited(day: Day) -> list[Dispatch]:
    return [dispatch for dispatch in day.dispatches if len(dispatch.versions) > 1]


def test_ten_outlets_write_it_and_every_name_says_demo(day: Day) -> None:
    assert len(day.outlets) == 10
    assert all(outlet.name.startswith("Demo ") for outlet in day.outlets)
    assert len({outlet.name for outlet in day.outlets}) == 10


def test_outlets_of_all_sides_and_all_formats_take_part(day: Day) -> None:
    assert {outlet.affiliation for outlet in day.outlets} == {"agency", "independent", "military", "state"}
    assert {"UA", "RU", "GB", "TR"} <= {outlet.country for outlet in day.outlets}
    assert {outlet.format for outlet in day.outlets} == {"rss", "atom", "json"}


def test_it_holds_enough_dispatches_in_each_language(day: Day) -> None:
    languages = Counter(dispatch.lang for dispatch in day.dispatches)
    assert languages.total() >= 75
    assert languages["uk"] >= 8
    assert languages["ru"] >= 8
    assert {dispatch.outlet for dispatch in day.dispatches} == {outlet.id for outlet in day.outlets}


def test_a_third_of_it_is_out_by_nine_so_the_desk_is_full_at_once(day: Day) -> None:
    early = [dispatch for dispatch in day.dispatches if dispatch.published.hour < 9]
    assert 25 <= len(early) <= 40


def test_every_moment_lies_on_the_day(day: Day) -> None:
    assert {version.at.date() for dispatch in day.dispatches for version in dispatch.versions} == {DATE}


def test_edits_raise_a_figure_correct_a_headline_and_remove_a_disclaimer(day: Day) -> None:
    by_id = {dispatch.id: dispatch for dispatch in edited(day)}
    assert len(by_id) >= 6
    before, after = by_id["kyiv-klitschko"].versions
    assert before.title == "Klitschko: 100 people killed in the capital"
    assert after.title == "Klitschko: more than 100 people killed in the capital"
    assert by_id["wire-talks"].versions[-1].title.startswith("CORRECTED: ")
    disclaimer = "The figure could not be independently verified."
    _, second, third = by_id["wire-mariupol"].versions
    assert disclaimer in second.paragraphs
    assert disclaimer not in third.paragraphs


def test_wire_reprints_carry_the_wire_s_text_and_credit(day: Day) -> None:
    texts = {version.paragraphs for d in day.dispatches if d.outlet == "wire" for version in d.versions}
    reprints = [dispatch for dispatch in day.dispatches if dispatch.credit]
    assert len(reprints) >= 8
    for dispatch in reprints:
        assert dispatch.credit is not None
        assert dispatch.credit.name == "Demo Wire"
        assert "(Demo Wire)" in dispatch.versions[0].paragraphs[0]
        assert dispatch.versions[0].paragraphs in texts
    assert len({dispatch.outlet for dispatch in reprints}) >= 3


def test_one_outlet_posts_minutes_apart_like_a_live_blog(day: Day) -> None:
    posts = [dispatch.published for dispatch in day.dispatches if dispatch.outlet == "live"]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(posts)]
    assert sum(gap <= 15 * 60 for gap in gaps) >= 7


def test_sides_contradict_each_other(day: Day) -> None:
    text = {d.id: f"{d.versions[-1].title} {' '.join(d.versions[-1].paragraphs)}" for d in day.dispatches}
    assert "1,351 servicemen killed" in text["monitor-losses"]
    assert "17 000" in text["bulletin-losses"]
    assert "under Russian control" in text["monitor-kherson"]
    assert "Kherson is contested" in text["defence-pentagon"]


def test_a_dispatch_stands_from_its_publication_in_its_latest_version(day: Day) -> None:
    dispatch = edited(day)[0]
    first, second, *_ = dispatch.versions
    assert dispatch.version_at(first.at.replace(hour=0, minute=0, second=0)) is None
    assert dispatch.version_at(first.at) is first
    assert dispatch.version_at(second.at) is second


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OUTLET.replace("Demo A", "A"), "begins with “Demo”"),
        (OUTLET.replace("rss", "xls"), "unknown format"),
        (OUTLET + DISPATCH + DISPATCH, "same id"),
        (OUTLET + DISPATCH + 'subtitle = "x"\n', "a-1: unknown key subtitle"),
        (OUTLET + DISPATCH.replace("10:00:00", '"ten"'), "a-1: “at” must be a time of day"),
        (OUTLET + DISPATCH.replace('title = "One"\n', ""), "a-1: a dispatch needs a title and a text"),
        (OUTLET + DISPATCH + '[[dispatch.edit]]\nat = 11:00:00\nswap = [["fact", "claim"]]\n', "exactly once"),
        (OUTLET + DISPATCH + '[[dispatch.edit]]\nat = 09:00:00\ntitle = "Two"\n', "must come later"),
        (OUTLET + DISPATCH + "[[dispatch.edit]]\nat = 11:00:00\n", "change something"),
        (OUTLET + '[[dispatch]]\nid = "a-2"\nat = 11:00:00\nreprint = "b-1"\n', "no b-1 yet to reprint"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DayError, match=words):
        load_day(write(tmp_path, content))
