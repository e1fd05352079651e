"""What readers say outweighs what the rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.models import Correction

if TYPE_CHECKING:
    from tagger.tagger import Tagger

TEXT = "Shells hit Kharkiv on Monday.\n\nThe town of Kharkiv was\nquiet on Sunday."


def names(tagger: Tagger, *said: Correction) -> list[tuple[int, str, str]]:
    return [(p.start, p.name, p.rule) for p in tagger.tag(TEXT, corrections=said).places]


def test_a_name_is_no_place_anywhere(tagger: Tagger) -> None:
    assert names(tagger, Correction("Kharkiv", None)) == []


def test_a_passage_is_found_however_its_lines_are_broken(tagger: Tagger) -> None:
    found = names(tagger, Correction("Kharkiv", None, "town of Kharkiv was quiet"))
    assert [(start, name) for start, name, _ in found] == [(TEXT.index("Kharkiv"), "Kharkiv")]


def test_a_name_means_the_place_that_was_said(tagger: Tagger) -> None:
    found = names(tagger, Correction("Kharkiv", "iso:FJ"))
    assert [(name, rule) for _, name, rule in found] == [("Fiji", "corrected")] * 2


def test_the_passage_outweighs_everywhere(tagger: Tagger) -> None:
    found = names(tagger, Correction("Kharkiv", "iso:FJ", "Shells hit Kharkiv"), Correction("Kharkiv", None))
    assert [name for _, name, _ in found] == ["Fiji"]


def test_a_place_that_is_not_known_changes_nothing(tagger: Tagger) -> None:
    assert names(tagger, Correction("Kharkiv", "geonames:1")) == names(tagger)
