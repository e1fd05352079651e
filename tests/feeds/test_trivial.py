"""Which changes of a text say nothing new, and so make no version of its article."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.trivial import essence, without_passing
from store.query import EVERYTHING
from store.reader import Reader
from tests.feeds.documents import item, rss
from tests.feeds.replay import Replay
from tests.feeds.test_kinds_polled import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feeds.loopback import Loopback

ALIKE = {
    "white space": ("Two  bridges\n\nfell.", "Two bridges fell."),
    "the time of an update": ("A bridge fell.\nUpdated 5 minutes ago", "A bridge fell.\nUpdated 2 hours ago"),
    "the date of an update": (
        "Last updated: 12 May 2022, 10:15 BST\nIt fell.",
        "Last updated: 13 May 2022, 08:01 BST\nIt fell.",
    ),
    "an update at the end of a line": ("A bridge fell. Updated at 10:15 GMT", "A bridge fell. Updated at 11:40 GMT"),
    "an update in Ukrainian": ("Міст упав.\nОновлено: 12:30", "Міст упав.\nОновлено: 14:05"),
    "an update in Russian": ("Мост упал.\nОбновлено 5 минут назад", "Мост упал.\nОбновлено 2 часа назад"),
    "a line with a time": (
        "A bridge fell.\nMonday 28 March 2022, 10:31",
        "A bridge fell.\nMonday 28 March 2022, 10:46",
    ),
    "comments": ("A bridge fell.\n12 comments", "A bridge fell.\n1,312 comments"),
    "comments in brackets": ("A bridge fell.\nComments (12)", "A bridge fell.\nComments (13)"),
    "views in Ukrainian": ("Міст упав.\n1 200 переглядів", "Міст упав.\n1 305 переглядів"),
    "tracking": ("See https://a.example/x?utm_source=rss&id=4", "See https://a.example/x?id=4&utm_medium=push"),
    "quotes": ("Mayor: ‘It “fell”’", "Mayor: 'It \"fell\"'"),
    "dashes": ("A bridge – the last – fell", "A bridge — the last — fell"),
    "ligatures": ("The ﬁre spread", "The fire spread"),
    "an ellipsis": ("It fell… they say so", "It fell... they say so"),
    "a full stop at the end": ("A bridge fell.", "A bridge fell"),
    "capitals": ("Police respond with force", "Police Respond With Force"),
    "soft hyphens": ("Evacu\u00adation", "Evacuation"),
}
DIFFERENT = {
    "a figure": ("100 killed in Kharkiv", "112 killed in Kharkiv"),
    "a figure on a line of its own": ("Killed:\n1,200", "Killed:\n1,300"),
    "a word": ("The city was taken", "The city was not taken"),
    "a question": ("Kherson taken.", "Kherson taken?"),
    "a day": ("It fell on Monday.", "It fell on Tuesday."),
    "quotes that were put in": ("Army claims victory", "Army claims 'victory'"),
    "what follows an update": ("Updated: the bridge fell", "Updated: the bridge stands"),
    "the time of an attack": ("Hit at 10:15 GMT.", "Hit at 11:40 GMT."),
    "a counted thing": ("12 comments on the war", "13 comments on the war"),
}


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_trivial_changes_say_the_same(pair: tuple[str, str]) -> None:
    assert essence(pair[0]) == essence(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_what_may_mean_something_says_something_else(pair: tuple[str, str]) -> None:
    assert essence(pair[0]) != essence(pair[1])


@given(st.text(alphabet=st.sampled_from("a1 .,:\n(?&=updated5"), max_size=200))
def test_an_essence_has_no_essence_of_its_own_but_itself(text: str) -> None:
    assert essence(text) == essence(f" {text} ")
    assert set(without_passing(text)) <= set(text)


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "updated " + "1 " * 100_000, "." * 200_000, "12 " * 70_000, "?utm_a=" * 30_000]
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    essence(text)
    assert time.process_time() - started < 20  # a pattern that looks twice would take hours


def entry(title: str, body: str) -> str:
    return rss(item("a", title, "https://wire.example/a", body))


def test_a_trivial_change_is_no_version_and_leaves_what_was_received_first(tmp_path: Path) -> None:
    with Replay(tmp_path / "archive.db") as archive:
        archive.poll(entry("‘Heavy’ fire near Kharkiv", "<p>A bridge fell.</p><p>Updated 5 minutes ago</p>"))
        receipt = archive.poll(entry("'Heavy' fire near Kharkiv.", "<p>A bridge fell.</p><p>Updated 2 hours ago</p>"))
        assert (receipt.new, receipt.revised) == (0, 0)
        assert [(one.title, one.revisions) for one in archive.stored] == [("‘Heavy’ fire near Kharkiv", 1)]


def test_a_trivial_change_is_looked_at_once(tmp_path: Path) -> None:
    changed = entry("Fire near Kharkiv", "A bridge fell")
    with Replay(tmp_path / "archive.db") as archive:
        archive.poll(entry("Fire near Kharkiv", "A bridge fell."))
        archive.poll(changed)
        assert archive.poll(changed).revised == 0
        assert archive.poll(entry("Fire near Kharkiv", "Two bridges fell.")).revised == 1


async def test_a_poll_that_brings_only_trivial_changes_brings_nothing_new(loopback: Loopback, tmp_path: Path) -> None:
    url = loopback.serve("/feed", entry("Fire near Kharkiv", "<p>A bridge fell.</p><p>12 comments</p>"))
    desk = Desk(tmp_path / "archive.db", url)
    assert await desk.poll() == "1 new"
    loopback.serve("/feed", entry("Fire near Kharkiv", "<p>A bridge fell.</p><p>19 comments</p>"))
    assert await desk.poll() == "nothing new"
    loopback.serve("/feed", entry("Fire near Kharkiv", "<p>Two bridges fell.</p><p>25 comments</p>"))
    assert await desk.poll() == "1 revised"
    with Reader(tmp_path / "archive.db") as reader:
        assert [one.revisions for one in reader.headlines(EVERYTHING)] == [2]
