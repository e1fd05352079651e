"""What changed between versions: paragraphs in pairs, the words that differ, and hostile texts in bounded time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from store.models import Revision, Tags
from tests.store.make import IRPIN, NOON, figure, place
from tui.revisions import VersionChanges, history
from tui.widgets.changes_text import change_lines


def version(number: int, body: str, title: str = "Title") -> Revision:
    return Revision(number, NOON + timedelta(minutes=number), title, "", body)


def changes(*bodies: str) -> tuple[VersionChanges, ...]:
    return history([version(number, body) for number, body in enumerate(bodies, 1)])


def test_a_rewritten_paragraph_shows_both_forms_and_the_words_that_differ() -> None:
    rest = "\n\nMore follows."
    (change,) = changes(f"At least 100 people were killed.{rest}", f"At least 112 people were killed.{rest}")
    old, new = change.lines
    assert (old.sign, old.text) == ("-", "At least 100 people were killed.")
    assert (new.sign, new.text) == ("+", "At least 112 people were killed.")
    assert [text.strip() for text, differs in (*old.pieces, *new.pieces) if differs] == ["100", "112"]


def test_a_paragraph_that_came_or_went_stands_alone() -> None:
    come, gone = changes("One.", "One.\n\nA second one.", "A second one.")
    assert [(line.sign, line.text) for line in come.lines] == [("+", "A second one.")]
    assert [(line.sign, line.text) for line in gone.lines] == [("-", "One.")]


def test_another_text_in_the_place_of_a_paragraph_is_not_compared_word_by_word() -> None:
    (change,) = changes("Shells fell on the market at noon.", "Grain prices rose again this week in Chicago.")
    assert [piece for line in change.lines for piece in line.pieces if piece[1]] == []
    assert [line.sign for line in change.lines] == ["-", "+"]


def test_a_changed_title_counts_and_versions_come_in_order() -> None:
    versions = [version(2, "Same.", "Second"), version(3, "Same.", "Second"), version(1, "Same.", "First")]
    assert [(one.number, [line.text for line in one.lines]) for one in history(versions)] == [
        (2, ["First", "Second"]),
        (3, []),
    ]


def test_controls_of_a_feed_do_not_come_through() -> None:
    (change,) = changes("one", "one \x1b]0;title\x07\x1b[31m\u202etwo")
    assert all(char.isprintable() for line in change.lines for char in line.text)


def test_giant_texts_of_equal_paragraphs_are_compared() -> None:
    (change,) = changes("a\n" * 50_000, "a\n" * 50_000 + "b")
    assert ("+", "b") in [(line.sign, line.text) for line in change.lines]


@given(st.lists(st.text("ab \n", max_size=60), min_size=2, max_size=4))
def test_pieces_make_up_the_paragraphs_of_both_versions(bodies: list[str]) -> None:
    for change, (old, new) in zip(changes(*bodies), pairwise(bodies), strict=True):
        for line in change.lines:
            assert " ".join(line.text.split()) in " ".join((old if line.sign == "-" else new).split())


def test_of_a_long_paragraph_only_the_sentences_that_differ_are_shown() -> None:
    rest = " ".join(f"Sentence number {number} stands as it stood." for number in range(20))
    (change,) = changes(f"{rest} At least 100 people died. {rest}", f"{rest} At least 112 people died. {rest}")
    assert [(line.sign, line.text) for line in change.lines] == [
        ("-", "At least 100 people died."),
        ("+", "At least 112 people died."),
    ]


def test_a_long_paragraph_without_a_sentence_in_common_is_shown_whole() -> None:
    (change,) = changes("Old words here. " * 40, "New text there. " * 40)
    assert {line.text.count(".") for line in change.lines} == {40}


def test_quotations_stay_whole_sentences() -> None:
    rest = "It went on and on for days. " * 15
    (change,) = changes(
        f"{rest}“They left.” He said so. Nothing else.", f"{rest}“They left.” She said so. Nothing else."
    )
    assert [line.text for line in change.lines] == ["He said so.", "She said so."]


def test_the_tags_of_two_versions_are_compared_where_both_are_known() -> None:
    plain = version(1, "Words.")
    first, second = (
        replace(plain, number=number, tags=Tags((place(IRPIN),), figures=(figure(value=value),)))
        for number, value in ((2, 100.0), (3, 112.0))
    )
    assert [[one.words for one in change.tags] for change in history([plain, first, second])] == [
        [],
        ["people killed (Irpin): 100 → 112"],
    ]


def test_the_desk_shows_changed_tags_above_the_words() -> None:
    first, second = (
        replace(version(number, f"{value:.0f} were killed."), tags=Tags(figures=(figure(value=value),)))
        for number, value in ((1, 100.0), (2, 112.0))
    )
    lines = ["".join(text for text, _ in line) for line in change_lines("Title", history([first, second]), 60)]
    assert lines.index("▪ people killed (Irpin): 100 → 112") < lines.index("- 100 were killed.")
