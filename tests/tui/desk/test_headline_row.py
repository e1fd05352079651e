"""One headline as one line: what stands on it at which width, and that no text breaks the grid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from store.models import Figure, Headline, RowDetail
from tests.store.make import NOON
from tui.widgets.headline_row import Beside, row_parts
from tui.widgets.row_cells import figure_words, place_words, short_name

from .test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from store.models import Measure, Modifier

SCRIPTS = {
    **HOSTILE,
    "Arabic": "A صواريخ على مدينة كييف ليلة أمس",
    "Hebrew": "B טילים על העיר קייב",
    "Hindi": "C कीव पर मिसाइल हमला",
    "Thai": "D ขีปนาวุธโจมตีกรุงเคียฟ",
    "Vietnamese, decomposed": "E Te\u0302n lu\u031b\u0309a",
    "Korean, decomposed": "F \u1112\u1161\u11ab\u1100\u1173\u11af",
    "flags and skin tones": "G 🇺🇦🇺🇦👍🏿👩🏽‍🚒✈️☢️",
    "full width": "H ＡＢＣ１２３",
    "empty": "",
    "very long": "I" * 5_000,
}
WIDTHS = (20, 39, 40, 52, 64, 76, 79, 92, 100, 112, 120, 150, 198)


def figure(measure: Measure = "killed", value: float = 12, modifier: Modifier = "exact", text: str = "12") -> Figure:
    return Figure(0, len(text), text, value, modifier, measure, "people", "Kyiv", None, "unverified")


def headline(**changes: Any) -> Headline:
    plain = Headline(
        *(4, 1, "Harbour Wire", "Shells hit a market", None, NOON, NOON, "Kyiv", "strike", "claimed"),
        *(False, True, 2, 1, "state", "UA", False, 4),
    )
    return replace(plain, **changes)


def line(row: Headline, width: int, beside: Beside) -> str:
    return "".join(text for text, _ in row_parts(row, width, NOON, cursor=True, beside=beside))


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_no_text_makes_a_line_longer_or_shorter(text: str) -> None:
    row = headline(source=text, title=text, dateline=text, country=text[:2])
    beside = Beside(RowDetail((text, text, "Kyiv"), figure(text=text)), reports=140, marked=True, alert=text)
    for width in WIDTHS:
        words = line(row, width, beside)
        assert cell_len(words) == width or (width > 150 and cell_len(words) > 150)
        assert not FORBIDDEN.search(words)


def test_a_wide_line_says_everything() -> None:
    beside = Beside(RowDetail(("Kyiv", "Irpin"), figure(modifier="at_least")), reports=3)
    words = line(headline(published=NOON - timedelta(minutes=4)), 160, beside)
    said = ("●★  4m", "Harbour Wire", "◆state", "Shells hit", "Kyiv · Irpin", "strike · claimed", "≥12 killed", "✹")
    assert [piece for piece in (*said, "+3 ✎2") if piece not in words] == []
    assert [words.index(piece) for piece in said] == sorted(words.index(piece) for piece in said)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_title_has_the_room_that_a_place_leaves(width: int) -> None:
    beside = Beside(RowDetail(("Zaporizhzhia", "Irpin"), figure()), alert="Siege")
    words = line(headline(title="n" * 300), width, beside)
    assert words.count("n") + len("✦ …") >= 42
    assert "✦ nnn" in words
    assert "…  Zapor" in words


def test_a_short_title_leaves_room_for_places_word_figure_and_watch() -> None:
    beside = Beside(RowDetail(("Kyiv", "Irpin"), figure()), alert="Siege")
    assert "✦ Siege Shells hit a market  Kyiv · Irpin  12 killed ✹" in line(headline(), 79, beside)
    assert "✦ Shells hit a market     Kyiv · Irpin  12 killed ✹" in line(headline(), 74, beside)
    assert "Kyiv · Irpin  strike · claimed  12 killed ✹" in line(headline(), 120, beside)
    assert "Kyiv · Irpin  strike · claimed ✹" in line(headline(), 120, Beside(RowDetail(("Kyiv", "Irpin"), None)))


@pytest.mark.parametrize(
    ("name", "width", "short"),
    [
        ("The Kyiv Independent", 20, "The Kyiv Independent"),
        ("The Kyiv Independent", 16, "Kyiv Independent"),
        ("The Kyiv Independent", 12, "Kyiv Indepe…"),
        ("Demo Kyiv Desk", 12, "Demo Kyiv…"),
        ("Новини", 4, "Нов…"),
    ],
)
def test_a_long_name_loses_its_article_and_then_its_end(name: str, width: int, short: str) -> None:
    assert short_name(name, width) == short


def test_a_story_is_told_by_its_first_report_and_repeated_by_the_others() -> None:
    first, later = headline(revisions=1), headline(id=9, revisions=1)
    assert line(first, 120, Beside(reports=3)).rstrip().endswith("+3")
    assert line(later, 120, Beside(reports=3)).rstrip().endswith("≈")
    assert line(later, 120, Beside(reports=3, grouped=True)).rstrip().endswith("+3")
    assert line(later, 120, Beside(reports=3, grouped=True, open=True)).rstrip().endswith("▾3")
    assert "└ Shells hit" in line(later, 120, Beside(below=True))


def test_before_its_details_are_read_a_line_gives_what_the_headline_knows() -> None:
    assert " Kyiv " in line(headline(), 120, Beside())


def test_the_mark_shows_without_colour_and_differs_under_the_cursor() -> None:
    (mark, name), *_ = row_parts(headline(), 80, NOON, cursor=False, beside=Beside(marked=True))
    (under, other), *_ = row_parts(headline(), 80, NOON, cursor=True, beside=Beside(marked=True))
    assert mark == under == "✓"
    assert name != other


@pytest.mark.parametrize(
    ("places", "room", "words"),
    [
        ((), 10, ""),
        (("Kyiv",), 10, "Kyiv"),
        (("Kyiv", "Irpin"), 12, "Kyiv · Irpin"),
        (("Kyiv", "Irpin"), 11, "Kyiv +1"),
        (("Kyiv", "Irpin", "Bucha"), 15, "Kyiv · Irpin +1"),
        (("Zaporizhzhia", "Irpin"), 10, "Zaporizhz…"),
        (("Zaporizhzhia",), 3, ""),
    ],
)
def test_places_that_do_not_fit_are_counted(places: tuple[str, ...], room: int, words: str) -> None:
    assert place_words(places, room) == words


@pytest.mark.parametrize(
    ("figure_", "width", "words"),
    [
        ("≥1,119 killed", 13, "≥1,119 killed"),
        ("≥1,119 killed", 12, "≥1.12k killed"),
        ("~160,000 trapped", 13, "~160k trapped"),
        ("~3,900,000 displaced", 15, "~3.9M displaced"),
        ("12 killed", 4, "12 killed"),
    ],
)
def test_a_number_too_long_for_its_place_is_rounded(figure_: str, width: int, words: str) -> None:
    assert figure_words(figure_, width) == words
