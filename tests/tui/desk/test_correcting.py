"""Saying against the tagger that a name is no place, or which place it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.corrections import corrections
from store.models import Correction, Tags
from tests.store.make import IRPIN, KYIV, place
from tui.correcting import Candidate, named_places, passage

from .dispatches import add, dispatch
from .screen import open_desk
from .test_actions import shown
from .test_drawing import article
from .test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.writer import Writer

    from .screen import Desk

TITLE = "Irpin is quiet"
BODY = "The mayor of Kyiv spoke.\n\nIrpin slept."
TAGS = Tags(places=(place(IRPIN, 0), place(KYIV, len(TITLE) + 2 + BODY.index("Kyiv"))))


async def two_irpins(names: Sequence[str]) -> list[Candidate]:
    assert tuple(names) == ("Irpin",)
    return [
        Candidate(IRPIN.id, "Irpin", "town in Kyiv Oblast, UA at 50.52, 30.25"),
        Candidate("geo:irpin-2", "Irpin", "village in Homel, BY at 51.80, 30.10"),
    ]


async def ready_without_cities(desk: Desk) -> None:
    await desk.until(lambda: shown(desk))


def test_a_passage_is_the_line_that_holds_the_name() -> None:
    text = f"One.\nThe city of {'x' * 400} Irpin and {'y' * 400}.\nThree."
    at = text.index("Irpin")
    found = passage(text, at, at + 5)
    assert "Irpin" in found
    assert len(found) <= 306
    assert "One." not in found
    assert passage("Irpin", 0, 5) == "Irpin"


def test_each_spelling_of_each_place_is_offered_once_and_only_where_it_stands() -> None:
    twice = Tags(places=(place(IRPIN, 0), place(IRPIN, 14), place(KYIV, 3)))
    shown = article(title="Irpin falls. Irpin", body="", tags=twice)
    assert [(one.text, one.start) for one in named_places(shown)] == [("Irpin", 0)]


async def test_x_says_that_a_name_is_no_place_in_its_passage(empty: Writer) -> None:
    add(empty, dispatch(2, title=TITLE, body=BODY, tags=TAGS))
    async with open_desk(empty.path, called=two_irpins) as desk:
        await ready_without_cities(desk)
        await desk.press("x")
        await desk.shows("Which name is tagged wrong?")
        await desk.shows("Kyiv: Kyiv, UA, city")
        await desk.press("enter")
        await desk.shows("What is “Irpin” here?")
        await desk.press("enter")
        await desk.shows("Kept: “Irpin” is not a place in this passage.")
    assert list(corrections(empty.path).values()) == [Correction("Irpin", None, "Irpin is quiet")]


async def test_x_says_which_place_a_name_means_everywhere(empty: Writer) -> None:
    add(empty, dispatch(2, title=TITLE, body=BODY, tags=TAGS))
    async with open_desk(empty.path, called=two_irpins) as desk:
        await ready_without_cities(desk)
        await desk.press("x", "enter")
        await desk.shows("Irpin: village in Homel, BY at 51.80, 30.10")
        assert "town in Kyiv Oblast" not in desk.text(), "what it is taken for now is no choice"
        await desk.press("j", "a")
        await desk.shows("counts everywhere")
        await desk.press("enter")
        await desk.shows("is not what it was taken for anywhere.")
    assert list(corrections(empty.path).values()) == [Correction("Irpin", "geo:irpin-2", "")]


async def test_esc_goes_back_to_the_names_and_then_to_the_desk(empty: Writer) -> None:
    add(empty, dispatch(2, title=TITLE, body=BODY, tags=TAGS))
    async with open_desk(empty.path) as desk:
        await ready_without_cities(desk)
        await desk.press("x", "j", "enter")
        await desk.shows("What is “Kyiv” here?")
        await desk.shows("No other place of that name is known.")
        await desk.press("escape")
        await desk.shows("Which name is tagged wrong?")
        await desk.press("escape")
        await desk.shows("1 Headlines")
    assert corrections(empty.path) == {}


async def test_an_article_without_places_has_nothing_to_correct(empty: Writer) -> None:
    add(empty, dispatch(2, tags=Tags()))
    async with open_desk(empty.path) as desk:
        await ready_without_cities(desk)
        await desk.press("x")
        await desk.shows("This article names no place.")


async def test_hostile_texts_are_plain_text_among_the_choices(empty: Writer) -> None:
    async def hostile(_: Sequence[str]) -> list[Candidate]:
        return [Candidate(f"geo:{number}", text, text) for number, text in enumerate(HOSTILE.values())]

    titles = [" ".join(text.split()) for text in HOSTILE.values()]
    body = "\n\n".join(titles)
    found = [place(IRPIN, 3 + body.index(text), text=text, end=3 + body.index(text) + len(text)) for text in titles]
    add(empty, dispatch(2, title="T", body=body, tags=Tags(places=tuple(found))))
    async with open_desk(empty.path, (120, 60), called=hostile) as desk:
        await ready_without_cities(desk)
        await desk.press("x")
        await desk.shows("Which name is tagged wrong?")
        assert not FORBIDDEN.search(desk.text())
        await desk.press("enter")
        await desk.shows("E [/red] [/] [/bold title")
        assert not FORBIDDEN.search(desk.text())
