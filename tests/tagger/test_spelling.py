"""Folding and romanisation of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger.spelling import fold, romanise_ukrainian


@given(st.text())
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_drops_diacritics_and_shouting() -> None:
    assert fold("Erdoğan’s KYIV, EU") == "Erdogan's Kyiv, EU"


@pytest.mark.parametrize(
    ("name", "roman"),
    [
        ("Київ", "Kyiv"),
        ("Згурівка", "Zghurivka"),
        ("Слов'янськ", "Sloviansk"),
        ("Єнакієве", "Yenakiieve"),
        ("Сумы", None),
    ],
)
def test_ukrainian_names_get_their_official_romanisation(name: str, roman: str | None) -> None:
    assert romanise_ukrainian(name) == roman
