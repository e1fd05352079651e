"""Each entry is one article, whatever a publisher does to its guids, links and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.matching import MAX_ALIASES
from store.versions import MAX_VERSIONS_A_DAY
from tests.feeds.documents import item, rss
from tests.feeds.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = "http://wire.example/{}"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Replay]:
    with Replay(tmp_path / "archive.db") as replay:
        yield replay


def story(number: int, guid: str | None = None, title: str | None = None, **more: str) -> str:
    parts = {"link": LINK.format(number), "body": f"Body of story {number}", **more}
    return item(guid or f"g{number}", title or f"Story {number}", **parts)


def test_new_guids_for_old_entries_make_no_duplicates(archive: Replay) -> None:
    for turn in range(4):
        receipt = archive.poll(rss(*(story(n, f"{turn}-{n}") for n in (1, 2))))
        assert (receipt.new, receipt.revised) == ((2, 0) if turn == 0 else (0, 0))
    assert archive.titles == ["Story 2", "Story 1"]


def test_an_entry_is_known_under_its_new_guid_when_its_title_is_edited_later(archive: Replay) -> None:
    archive.poll(rss(story(1, "old")))
    archive.poll(rss(story(1, "new")))
    receipt = archive.poll(rss(story(1, "new", title="Story 1, corrected")))
    assert (receipt.new, receipt.revised) == (0, 1)
    assert archive.versions(1) == ["Story 1", "Story 1, corrected"]


def test_an_edit_that_comes_with_a_new_guid_is_a_revision(archive: Replay) -> None:
    archive.poll(rss(story(1, "old")))
    receipt = archive.poll(rss(story(1, "new", body="Other words")))
    assert (receipt.new, receipt.revised) == (0, 1)


def test_a_new_guid_with_the_old_link_alone_or_the_old_title_alone_is_a_new_article(archive: Replay) -> None:
    archive.poll(rss(story(1, "a")))
    assert archive.poll(rss(story(1, "b", title="Another story"))).new == 1
    assert archive.poll(rss(story(2, "c", title="Story 1"))).new == 1


def test_a_reused_guid_is_a_new_article_when_link_and_title_both_differ(archive: Replay) -> None:
    for number in (1, 2, 3):
        assert archive.poll(rss(story(number, "latest"))).new == 1
    assert archive.poll(rss(story(3, "latest"))).new == 0
    assert archive.poll(rss(story(3, "latest", title="Story 3, corrected"))).revised == 1
    assert archive.poll(rss(story(1, "latest"))).new == 0
    assert archive.titles == ["Story 1", "Story 2", "Story 3, corrected"]


@pytest.mark.parametrize("change", [{"title": "New title"}, {"link": "http://wire.example/moved"}, {"body": "New"}])
def test_other_content_under_a_guid_is_a_revision(archive: Replay, change: dict[str, str]) -> None:
    archive.poll(rss(story(1)))
    receipt = archive.poll(rss(story(1, **{"body": "Edited", **change})))
    assert (receipt.new, receipt.revised) == (0, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("news/414800/live-updates-on-22-april", "news/414800/as-it-happened"),
        ("culture/painter-20200421-p54lq0.html?ref=rss", "culture/worker-20200421-p54lq0.html?ref=rss"),
        ("a/414800-mayor-speaks", "a/414800-mayor-silent"),
    ],
)
def test_a_headline_and_the_words_in_the_link_edited_at_once_are_a_revision(
    archive: Replay, old: str, new: str
) -> None:
    archive.poll(rss(story(1, link=LINK.format(old))))
    receipt = archive.poll(rss(story(1, title="New title", link=LINK.format(new))))
    assert (receipt.new, receipt.revised) == (0, 1)


@pytest.mark.parametrize(("old", "new"), [("2026/20260301/a", "2026/20260301/b"), ("a?p=10001", "a?p=10002")])
def test_a_date_in_the_link_is_no_article_number(archive: Replay, old: str, new: str) -> None:
    archive.poll(rss(story(1, "latest", link=LINK.format(old))))
    assert archive.poll(rss(story(1, "latest", title="New title", link=LINK.format(new)))).new == 1


def test_a_link_that_moves_with_its_words_unchanged_is_followed(archive: Replay) -> None:
    archive.poll(rss(story(1)))
    assert archive.poll(rss(story(1, link=LINK.format("moved")))).revised == 0
    receipt = archive.poll(rss(story(1, title="Edited after the move", link=LINK.format("moved"))))
    assert (receipt.new, receipt.revised) == (0, 1)


def test_a_retracted_entry_keeps_its_first_version(archive: Replay) -> None:
    archive.poll(rss(story(1)))
    archive.poll(rss(item("g1", "", LINK.format(1), "This article was removed")))
    assert [revision.summary for revision in archive.reader.revisions(1)] == [
        "Body of story 1",
        "This article was removed",
    ]


def test_entries_with_one_guid_are_all_kept_and_known_again_in_any_company(archive: Replay) -> None:
    for number, numbers in enumerate([(1,), (2, 1), (3, 2, 1), (2,), (3,), (1,), (4,), (4, 2, 1)]):
        receipt = archive.poll(rss(*(story(n, "same") for n in numbers)))
        assert (receipt.new, receipt.revised) == (1 if number in (0, 1, 2, 6) else 0, 0)
    assert archive.poll(rss(story(2, "same", title="Edited"), story(1, "same"))).revised == 1


def test_posts_of_a_live_page_with_one_guid_and_one_link_are_all_kept(archive: Replay) -> None:
    live = LINK.format("live")
    for numbers in ((1,), (2, 1), (3, 2), (4,)):
        archive.poll(rss(*(item("live", f"Post {n}", live, f"Words of {n}") for n in numbers)))
    assert archive.titles == ["Post 1", "Post 2", "Post 3", "Post 4"]


def test_posts_of_a_live_page_with_one_title_survive_new_guids(archive: Replay) -> None:
    live = LINK.format("live")
    for turn in range(3):
        archive.poll(rss(*(item(f"{turn}-{n}", "Live", live, f"Words of {n}") for n in (3, 2, 1))))
    assert sorted(headline.id for headline in archive.stored) == [1, 2, 3]


def test_guids_that_are_positions_in_the_list_make_no_duplicates(archive: Replay) -> None:
    for newest in range(3, 9):
        archive.poll(rss(*(story(newest - place, str(place)) for place in range(3))))
    assert archive.titles == [f"Story {number}" for number in range(1, 9)]
    assert all(headline.revisions == 1 for headline in archive.stored)


def test_a_feed_that_gains_or_loses_guids_keeps_its_articles(archive: Replay) -> None:
    bare = item(None, "Story 1", LINK.format(1), "Body of story 1")
    for document in (bare, story(1), bare, story(1, "other")):
        archive.poll(rss(document))
    assert archive.titles == ["Story 1"]


def test_alerts_with_one_title_and_the_front_page_as_link_are_all_kept(archive: Replay) -> None:
    for number in (1, 2):
        archive.poll(rss(item(f"a{number}", "Air raid alert", "http://wire.example/", f"Oblast {number}")))
    assert len(archive.stored) == 2


def test_an_unchanged_entry_with_a_new_date_changes_nothing(archive: Replay) -> None:
    archive.poll(rss(story(1, date="Sun, 01 Mar 2026 10:00:00 GMT")))
    before = archive.stored
    receipt = archive.poll(rss(story(1, date="Sun, 01 Mar 2026 11:00:00 GMT")))
    assert (receipt.new, receipt.revised) == (0, 0)
    assert archive.stored == before


def test_a_text_that_changes_with_every_poll_is_kept_so_many_times_a_day_and_in_its_newest_version(
    archive: Replay,
) -> None:
    for turn in range(MAX_VERSIONS_A_DAY + 20):
        archive.poll(rss(story(1, body=f"Generated at {turn}")))
    (stored,) = archive.stored
    assert stored.revisions == MAX_VERSIONS_A_DAY + 1
    assert archive.reader.revisions(1)[-1].summary == f"Generated at {MAX_VERSIONS_A_DAY + 19}"


def test_guids_that_change_for_ever_gather_a_bounded_number_of_keys(archive: Replay) -> None:
    for turn in range(MAX_ALIASES + 10):
        archive.poll(rss(story(1, f"guid {turn}")))
    (known,) = archive.reader.known_entries(archive.feed.id, ["guid:guid 0"]).values()
    assert known.aliases == MAX_ALIASES
    assert archive.titles == ["Story 1"]
