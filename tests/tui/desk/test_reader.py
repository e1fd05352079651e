"""Reading one article: searching in it, its links by number, the sentence an event stands on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from store.models import Tags
from tests.store.make import IRPIN, event
from tui.reader_search import Search, evidence_span
from tui.widgets.prompt import Prompt
from tui.widgets.reader_paragraphs import paragraphs
from tui.widgets.reader_pieces import Mark, Row, repainted
from tui.widgets.reader_text import Layout, link_number

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import reader, ready, shown, window
from .test_drawing import article, text_of

if TYPE_CHECKING:
    from store.writer import Writer

    from .screen import Desk

LONG = "\n\n".join(f"Paragraph {number} tells of Irpin and its bridge." for number in range(1, 41))


async def open_article(desk: Desk) -> None:
    """Go to the reader with the newest article."""
    await ready(desk)
    await desk.press("2")


# --- the text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We left at dawn.”", "quote"),
        ("«Ми виїхали на світанку»,", "quote"),
        ("> quoted by a channel", "quote"),
        ("“We left,” she said. “It was hell.”", "text"),
        ("- the first of a list", "item"),
        ("Nothing special.", "text"),
        (">", "text"),
    ],
)
def test_quotes_and_list_items_are_told_from_other_paragraphs(text: str, kind: str) -> None:
    assert [one.kind for one in paragraphs(article(title="T", body=text))] == ["title", kind]


def test_a_quote_stands_behind_a_bar_and_never_beyond_the_measure() -> None:
    layout = Layout.of_article(article(title="T", body=f"> {'word ' * 60}"), 40, highlight=True)
    quoted = [line for line in text_of(layout) if line.startswith("│ ")]
    assert len(quoted) > 5
    assert max(map(len, quoted)) <= 40


def test_every_row_of_the_text_knows_where_it_stands() -> None:
    shown = article(title="A title", body="First paragraph here.\n\n> A quote\n\nLast one.")
    whole = f"{shown.title}\n\n{shown.body}"
    layout = Layout.of_article(shown, 12, highlight=True)
    rows = [row for index in range(layout.length()) if (row := layout.row(index)) and row.start >= 0]
    assert ["".join(text for text, _ in row.line)[row.lead :] for row in rows] == [
        whole[row.start : row.end].rstrip() for row in rows
    ]
    last = layout.row_of(whole.index("Last"))
    assert last is not None
    assert layout.line(last) == (("Last one.", "text"),)
    assert layout.row_of(10_000) is None


def test_marks_are_drawn_over_what_a_row_shows_and_over_nothing_else() -> None:
    row = Row((("│ ", "quiet"), ("Irpin", "place"), (" is free", "text")), 10, 23, 2)
    assert repainted(row, [Mark(12, 18, "found"), Mark(40, 50, "found")]) == (
        *(("│ ", "quiet"), ("Ir", "place"), ("pin", "found")),
        *((" is", "found"), (" free", "text")),
    )
    assert repainted(row, [Mark(0, 10, "found")]) == row.line


# --- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("irpin", ["Irpin", "IRPIN", "Irpin"]),
        ("it's", ["It’s"]),
        ("strasse", ["Straße"]),
        ("  of   Irpin ", ["of Irpin"]),
        ("kiev", []),
        (" ", []),
    ],
)
def test_case_diacritics_and_kinds_of_quotes_do_not_count(words: str, found: list[str]) -> None:
    shown = article(title="Irpin", body="It’s IRPIN.\n\nThe Straße of Irpin.")
    whole = f"{shown.title}\n\n{shown.body}"
    search = Search(shown)
    search.look_for(words, 0)
    assert [whole[start:end] for start, end in search.hits] == found


def test_a_search_begins_where_the_reader_is_and_goes_round() -> None:
    search = Search(article(title="one", body="one\n\none"))
    search.look_for("one", 6)
    assert (search.number, search.current) == (3, (10, 13))
    assert search.step(1) is True
    assert search.number == 1
    assert search.step(-1) is True
    assert search.step(-1) is False
    assert search.number == 2


def test_cyrillic_is_found_where_it_stands() -> None:
    search = Search(article(title="Щ", body="Сьогодні в Ірпені, її мер"))
    search.look_for("ЇЇ мер", 0)
    assert search.hits == ((22, 28),)
    search.look_for("мир", 0)
    assert not search.hits


def test_evidence_is_found_by_its_event_else_by_its_words() -> None:
    body = "It rained.\n\nThe bridge fell."
    told = article(title="T", body=body, tags=Tags(events=(event(IRPIN, "The bridge fell.", start=15, end=31),)))
    assert evidence_span(told, "The bridge fell.") == (15, 31)
    assert evidence_span(replace(told, tags=Tags()), "The bridge fell.") == (15, 31)
    assert evidence_span(told, "Another sentence.") is None


async def test_slash_in_the_reader_searches_the_text_with_a_count(empty: Writer) -> None:
    add(empty, dispatch(2, body=LONG))
    async with open_desk(empty.path) as desk:
        await open_article(desk)
        await desk.press("slash")
        assert desk.app.screen.query_one(Prompt).open
        await desk.press(*"bridge")
        await desk.shows("“bridge” 1 of 40")
        assert desk.marked("bridge", "reader--here")
        assert desk.marked("bridge", "reader--found")
        assert "▸ Paragraph 1 tells" in desk.text()
        await desk.press("enter")
        assert desk.focus == "reader"
        for _ in range(29):
            await desk.press("n")
        assert "“bridge” 30 of 40" in desk.text()
        assert "▸ Paragraph 30 tells" in desk.text()
        await desk.press("N")
        assert "“bridge” 29 of 40" in desk.text()


async def test_a_search_goes_round_at_the_end_and_says_so(empty: Writer) -> None:
    add(empty, dispatch(2, body="One bridge.\n\nAnother bridge."))
    async with open_desk(empty.path) as desk:
        await open_article(desk)
        await desk.press("slash", *"bridge", "enter", "n", "n")
        await desk.shows("“bridge” 1 of 2")
        await desk.shows("From the top again.")


async def test_esc_ends_the_search_and_only_the_next_one_leaves_the_article(empty: Writer) -> None:
    add(empty, dispatch(2, body=LONG))
    async with open_desk(empty.path) as desk:
        await open_article(desk)
        await desk.press("slash", *"bridge", "enter", "escape")
        assert desk.focus == "reader"
        assert "of 40" not in desk.text()
        assert not desk.marked("bridge", "reader--found")
        await desk.press("escape")
        assert desk.focus == "headlines"


async def test_esc_while_typing_goes_back_to_where_the_search_began(empty: Writer) -> None:
    add(empty, dispatch(2, body=LONG))
    async with open_desk(empty.path) as desk:
        await open_article(desk)
        await desk.press("j", "j", "slash", *"graph 40")
        await desk.until(lambda: reader(desk).top > 2)
        await desk.press("escape")
        assert reader(desk).top == 2
        assert desk.focus == "reader"
        assert not desk.app.screen.query_one(Prompt).open


async def test_words_that_are_not_there_are_said_to_be_missing(empty: Writer) -> None:
    add(empty, dispatch(2, body=LONG))
    async with open_desk(empty.path) as desk:
        await open_article(desk)
        await desk.press("slash", *"nowhere")
        await desk.shows("“nowhere” not in this article")


async def test_outside_of_the_reader_and_of_a_search_the_keys_keep_their_meaning(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("slash")
        assert desk.focus == "query"
        await desk.press("escape", "2", "n")
        await desk.until(lambda: window(desk).current.id == 59)
        await desk.until(lambda: shown(desk) == 59)
        await desk.press("slash", *"the", "enter", "n")
        assert window(desk).current.id == 59
        await desk.press("escape", "n")
        await desk.until(lambda: window(desk).current.id == 58)


async def test_keys_typed_into_the_search_are_text(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await open_article(desk)
        await desk.press("slash", *"qsm1")
        assert desk.app.screen.query_one(Prompt).query_one(Input).value == "qsm1"
        assert desk.app.return_code is None


async def test_going_to_another_pane_drops_what_was_being_typed(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await open_article(desk)
        await desk.press("slash", *"bri", "tab")
        assert desk.focus == "ticker"
        assert not desk.app.screen.query_one(Prompt).open


# --- links -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "count", "done", "number"),
    [
        *(("3", 5, False, 3), ("1", 12, False, None), ("1", 12, True, 1), ("12", 12, False, 12)),
        *(("6", 5, False, 0), ("0", 5, False, 0), ("x", 5, False, 0), ("", 5, False, None), ("", 5, True, 0)),
        *(("²", 5, False, 0), ("２", 5, False, 0), ("9" * 200, 5, False, 0)),
    ],
)
def test_a_link_is_chosen_once_no_digit_could_make_it_another(
    typed: str, count: int, *, done: bool, number: int | None
) -> None:
    assert link_number(typed, count, done=done) == number


async def test_why_its_tags_stand_stays_there_while_the_article_is_marked_read(archive: Writer) -> None:
    async with open_desk(archive.path) as desk:
        await ready(desk)
        await desk.press("2", "w")
        await desk.until(lambda: reader(desk).aside == "Tags")
        await desk.until(lambda: reader(desk).article is not None and reader(desk).article.read)  # type: ignore[union-attr]
        assert reader(desk).aside == "Tags"
