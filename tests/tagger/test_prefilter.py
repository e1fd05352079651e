"""The prefilter may pass a pattern that then finds nothing, but never withholds one that would match."""

from __future__ import annotations

import re

import pytest

from tagger.prefilter import Prefilter, required


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
