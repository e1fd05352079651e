"""The prefilter may pass a pattern that then finds nothing, but never withholds one that would match."""

from __future__ import annotations

import re

import pytest

from tagger.prefilter import Prefilter, alternatives, heads, required, split_by_heads


def test_each_match_of_an_alternation_holds_a_word_of_it() -> None:
    assert required(r"\b(?:shell(?:ed|ing)|bombs?)\b") == {"shelled", "shelling", "bomb"}


def test_an_optional_part_is_not_required() -> None:
    assert required(r"(?:air ?)?strikes?") == {"strike"}


def test_a_repeated_part_is_required_once() -> None:
    assert required(r"(?:ab)+\w") == {"ab"}


def test_what_looks_ahead_or_behind_is_not_part_of_a_match() -> None:
    assert required(r"(?<=un)sure(?! thing)") == {"sure"}


def test_a_pattern_without_a_literal_is_refused() -> None:
    with pytest.raises(ValueError, match="no literal is certain"):
        required(r"\w+\d*")


def test_letters_of_a_class_are_spelled_out() -> None:
    assert required(r"defen[cs]e") == {"defence", "defense"}


def test_all_patterns_are_found_in_one_pass() -> None:
    scanner = Prefilter({1: [re.compile(r"\bkilled\b")], 2: [re.compile(r"\btalks\b")]}, {4: ("2019",)})
    text = "talks in 2019, two killed"
    assert [(text[start:end], bits) for start, end, bits in scanner.scan(text)] == [
        ("talks", 2),
        ("2019", 4),
        ("killed", 1),
    ]


def test_the_heads_of_a_pattern_begin_all_its_matches() -> None:
    assert heads(r"\b(?:re)?captur(?:e|ed|ing)\b") == {"capture", "capturing", "recapture", "recapturing"}


def test_a_head_that_begins_with_another_is_not_needed() -> None:
    assert heads(r"dead|deadly") == {"dead"}


def test_a_repeated_word_lends_its_head() -> None:
    assert heads(r"(?:deliver\w*|sen[dt]) (?:\w+ ){0,4}arms") == {"deliver", "send", "sent"}


def test_a_pattern_that_may_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="may begin with anything"):
        heads(r"\w* control")


def test_only_the_outermost_bars_divide_a_pattern() -> None:
    assert alternatives(r"a(?:b|c)|[|]|\||d") == ["a(?:b|c)", "[|]", r"\|", "d"]


def test_an_alternative_with_short_heads_and_a_rarer_word_floats() -> None:
    anchored, floating, words = split_by_heads(r"seiz(?:ed|ing)\b|(?:in|of) (?:\w+ )?control\b")
    assert (anchored, floating) == ([r"seiz(?:ed|ing)\b"], [r"(?:in|of) (?:\w+ )?control\b"])
    assert words == {"seized", "seizing"}
