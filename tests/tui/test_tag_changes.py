"""What two versions of an article tell otherwise: figures, how sure they are, events, places and people."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from store.models import Figure, Tags
from tests.store.make import IRPIN, KYIV, MAYOR, actor, event, figure, place
from tui.tag_changes import tag_changes


def words(old: Tags, new: Tags) -> list[str]:
    return [change.words for change in tag_changes(old, new)]


def test_the_same_tags_elsewhere_in_the_text_are_no_change() -> None:
    old = Tags((place(KYIV),), (actor(),), (event(IRPIN),), (figure(5),))
    new = Tags((place(KYIV, 40),), (actor(start=50),), (event(IRPIN, "Told again."),), (figure(70),))
    assert words(old, new) == []


def test_a_figure_that_rose_shows_both_numbers() -> None:
    old, new = Tags(figures=(figure(value=100.0),)), Tags(figures=(figure(value=112.0),))
    assert words(old, new) == ["people killed (Irpin): 100 → 112"]


def test_how_a_figure_is_put_counts() -> None:
    old, new = Tags(figures=(figure(modifier="at_least"),)), Tags(figures=(figure(modifier="about"),))
    assert words(old, new) == ["people killed (Irpin): at least 12 → about 12"]


def test_figures_of_other_measures_and_places_are_others() -> None:
    killed, wounded = figure(), figure(measure="wounded", value=30.0)
    assert words(Tags(figures=(killed,)), Tags(figures=(killed, wounded))) == [
        "figure added: 30 people wounded (Irpin)"
    ]
    elsewhere = figure(place="Kyiv")
    assert words(Tags(figures=(killed,)), Tags(figures=(elsewhere,))) == [
        "figure added: 12 people killed (Kyiv)",
        "figure removed: 12 people killed (Irpin)",
    ]


def test_a_disclaimer_that_went_is_named() -> None:
    old, new = Tags(figures=(figure(),)), Tags(figures=(figure(status="reported"),))
    assert words(old, new) == ["disclaimer removed: people killed (Irpin), unverified → reported"]
    assert words(new, old) == ["disclaimer added: people killed (Irpin), reported → unverified"]


def test_a_claim_that_is_denied_is_named() -> None:
    old, new = Tags(events=(event(IRPIN),)), Tags(events=(event(IRPIN, status="denied"),))
    assert words(old, new) == ["control in Irpin: claimed → denied"]


def test_an_event_told_once_more_is_no_other_event() -> None:
    old, new = Tags(events=(event(IRPIN),)), Tags(events=(event(IRPIN), event(IRPIN, "Again.", status="denied")))
    assert words(old, new) == []


def test_events_places_and_people_come_and_go() -> None:
    old = Tags((place(KYIV),), (), (event(KYIV),))
    new = Tags((place(IRPIN),), (actor(MAYOR),), (event(IRPIN, type="military_aid"),))
    assert words(old, new) == [
        "event added: military aid in Irpin",
        "event removed: control in Kyiv",
        "place added: Irpin",
        "place removed: Kyiv",
        "actor added: Oleksandr Markushyn",
    ]


def test_a_name_from_a_text_is_clean() -> None:
    (change,) = tag_changes(Tags(), Tags((replace(place(IRPIN), name="Ir\x1b]52;c;pin"),)))
    assert "\x1b" not in change.words


FIGURES = st.lists(
    st.builds(
        figure,
        value=st.sampled_from([1.0, 12.0, 12.5]),
        measure=st.sampled_from(["killed", "other"]),
        place=st.sampled_from([None, "Kyiv"]),
        status=st.sampled_from(["claimed", "unverified"]),
    ),
    max_size=6,
)


def told(figures: list[Figure]) -> set[tuple[object, ...]]:
    return {(one.value, one.measure, one.place, one.status) for one in figures}


@given(FIGURES, FIGURES)
def test_two_sets_of_figures_differ_where_their_figures_do_and_either_way(old: list[Figure], new: list[Figure]) -> None:
    there, back = (Tags(figures=tuple(figures)) for figures in (old, new))
    assert len(tag_changes(there, back)) == len(tag_changes(back, there))
    assert (tag_changes(there, back) == ()) == (told(old) == told(new))
