"""The sanitiser: nothing a terminal could act on comes through, and nothing worth reading is lost."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.text import BLOCK_LIMIT, LINE_LIMIT, MAX_COMBINING, clean_block, clean_line, cut, strip_controls


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("plain text", "plain text"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mx", "x"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]52;c;cm0gLXJm\x1b\\after", "after"),
        ("\x9d52;c;cm0gLXJm\x9cafter", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0\x1b\\after", "after"),
        ("\x1bX\x1b\\\x1b^a\x1b\\\x1b_b\x1b\\after", "after"),
        ("\x1bcafter", "after"),
        ("\x1b(Bafter", "after"),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x1b[", ""),
        ("\x1b[12", "12"),
        ("end\x1b", "end"),
        ("\x1b\x1b]0;x\x07after", "after"),
        ("\x1b\x00[31mx", "[31mx"),
        ("\x1b]0;two\nlines\x07", "0;two\nlines"),
        ("a\x00b\x08c\x7fd\x9fe", "abcde"),
        ("a\rb\r\nc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\u202ecba\u202c \u2067x\u2069\u200f\u061c", "acba x"),
        ("so\u00adft ze\u200bro bom\ufeff", "soft zero bom"),
        ("tags\U000e0041\U000e007f", "tags"),
        ("fill\u3164er\uffa0", "filler"),
        ("non\ufdd0char\uffff\U0001ffff\U0010fffe", "nonchar"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚒 ❤\ufe0f", "👩\u200d🚒 ❤\ufe0f"),
        ("[red]markup[/red] [/] [@click=x]", "[red]markup[/red] [/] [@click=x]"),
        ("Київ 基辅 كييف", "Київ 基辅 كييف"),
    ],
)
def test_controls_go_and_text_stays(dirty: str, clean: str) -> None:
    assert strip_controls(dirty) == clean


@pytest.mark.parametrize("mark", ["\u0301", "\u0e47", "\u0651", "\u05b7", "\u0344", "\U0001e8d0", "\ufe0f", "\u20dd"])
@pytest.mark.parametrize("between", ["", "\u200d", "\u200c"])
def test_marks_piled_on_one_letter_are_cut_down(mark: str, between: str) -> None:
    shown = strip_controls("a" + (mark + between) * 100 + "b")
    assert sum(unicodedata.category(char) in ("Mn", "Me") for char in shown) <= MAX_COMBINING
    assert shown.endswith("b")
    assert unicodedata.is_normalized("NFC", shown)


@pytest.mark.parametrize(
    "text", ["—" * 20, "…" * 30, "🙂" * 12, "👩\u200d👩\u200d👧\u200d👦" * 5, "हिन्दी" * 9, "ཧྐྵྨླྺྼྻྂ", "שָּׁלוֹם"]
)
def test_long_rows_of_signs_and_real_scripts_are_left_alone(text: str) -> None:
    assert strip_controls(text) == unicodedata.normalize("NFC", text)


def test_a_line_is_one_line() -> None:
    assert clean_line("  a\t\tb\r\n\u00a0c \u2003 d\x1b[2Je ") == "a b c de"


def test_a_block_keeps_paragraphs_and_folds_the_rest() -> None:
    assert clean_block(" a  b \n c \n \n\n\t d\r\n\r\n\r\ne ") == "a b\nc\n\nd\n\ne"


@pytest.mark.parametrize(("limit", "shown"), [(6, "abcdef"), (5, "abcd…"), (2, "a…"), (1, "…"), (0, ""), (-1, "")])
def test_what_is_cut_ends_in_an_ellipsis(limit: int, shown: str) -> None:
    assert cut("abcdef", limit) == shown


def test_a_cut_leaves_neither_a_blank_nor_a_joiner_before_the_ellipsis() -> None:
    assert cut("ab  cd", 5) == "ab…"
    assert cut("a👩\u200d🚒b", 4) == "a👩…"


_DIRTY = st.text(
    st.sampled_from("\x1b\x9b\x9d\x90\x9c\x07\\[]PX^_;0m\n\r\t \x85\u2028\u202e\u200b\u200d\u0301\u0344\u0e47\ufe0fa—")
    | st.characters()
    | st.characters(categories=["Cs", "Cc", "Cf", "Mn"]),
    max_size=60,
)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


@given(_DIRTY)
@example("a" + "\u0344" * 8)
@example("\x1b\u200b]0;x\x07")
def test_no_text_at_all_comes_through_unsafe(text: str) -> None:
    for clean in (strip_controls, clean_line, clean_block):
        shown = clean(text)
        assert not _UNSAFE.search(shown)
        assert clean(shown) == shown, "cleaning twice is cleaning once"
        shown.encode()
    assert "\n" not in clean_line(text)
    assert "\n\n\n" not in clean_block(text)


@given(_DIRTY, st.integers(0, 20))
def test_limits_hold(text: str, limit: int) -> None:
    assert len(clean_line(text, limit)) <= limit
    assert len(clean_block(text, limit)) <= limit
    assert len(cut(text, limit)) <= limit


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=80))
def test_letters_numbers_and_signs_survive(text: str) -> None:
    wanted = "".join(char for char in unicodedata.normalize("NFC", text) if char not in "\u115f\u1160\u3164\uffa0")
    assert strip_controls(text) == wanted


@pytest.mark.parametrize(
    "piece",
    [
        "\x9d",
        "\x1b]",
        "\x90a",
        "\x1b[",
        "\x9b0",
        "\x1b ",
        "\u0301\u0323",
        "\U0001d16d\U0001d165",
        "\u200d",
        "— ",
        " \n",
        "\ud800",
        "\x1b]0;",
    ],
)
def test_a_megabyte_of_malice_takes_no_longer_than_a_megabyte(piece: str) -> None:
    giant = piece * (1_000_000 // len(piece))
    started = time.process_time()
    clean_block("é" + giant)
    assert time.process_time() - started < 5
    assert len(clean_line(giant)) <= LINE_LIMIT


def test_giant_texts_are_cut_to_their_limits() -> None:
    assert len(clean_block("é " * BLOCK_LIMIT)) == BLOCK_LIMIT
    assert len(clean_line("é " * BLOCK_LIMIT)) == LINE_LIMIT
