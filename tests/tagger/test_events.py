"""What happened where, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from store.models import Event
    from tagger.tagger import Tagger


def events(tagger: Tagger, text: str) -> list[Event]:
    return list(tagger.tag(text, published=PUBLISHED).events)


def kinds(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(e.place, e.type) for e in events(tagger, text)}


def test_a_liberated_town_is_a_change_of_control(tagger: Tagger) -> None:
    (event,) = events(tagger, "Trostianets has been liberated.")
    assert (event.type, event.status, event.by) == ("control", "reported", None)


def test_the_speaker_is_kept_and_the_status_is_claimed(tagger: Tagger) -> None:
    (event,) = events(tagger, "Rockets hit Mykolaiv, Vitaliy Kim said.")
    assert (event.place, event.type, event.status, event.by) == ("Mykolaiv", "strike", "claimed", "Vitaliy Kim")


def test_a_following_doubt_makes_the_claim_unverified(tagger: Tagger) -> None:
    (event, *_) = events(tagger, "Rockets hit Sumy, officials said. The report could not be independently verified.")
    assert event.status == "unverified"


def test_a_denial_is_kept_as_denied(tagger: Tagger) -> None:
    statuses = {e.status for e in events(tagger, "The Kremlin denied that its missiles struck Poltava.")}
    assert statuses == {"denied"}


def test_a_metonym_never_gets_an_event(tagger: Tagger) -> None:
    assert kinds(tagger, "Moscow said rockets hit Lviv.") == {("Lviv", "strike")}


def test_no_cue_in_the_sentence_gives_no_event(tagger: Tagger) -> None:
    assert events(tagger, "The children of Lviv sang. They like Kharkiv.") == []


def test_dated_background_is_no_event(tagger: Tagger) -> None:
    assert events(tagger, "Donetsk was captured in 2014.") == []


def test_a_hypothetical_is_no_event(tagger: Tagger) -> None:
    assert events(tagger, "Generals feared that troops would attack Odesa.") == []


def test_only_the_finer_place_of_a_chain_is_the_scene(tagger: Tagger) -> None:
    assert kinds(tagger, "Shelling hit Lysychansk in the Luhansk region.") == {("Lysychansk", "strike")}


def test_places_in_a_list_share_the_event(tagger: Tagger) -> None:
    assert kinds(tagger, "Missiles struck Sumy, Poltava and Kharkiv.") == {
        ("Sumy", "strike"),
        ("Poltava", "strike"),
        ("Kharkiv", "strike"),
    }


def test_the_town_means_the_town_spoken_of(tagger: Tagger) -> None:
    found = events(tagger, "Bucha woke to silence. At dawn troops had seized the town.")
    assert [(e.place, e.type) for e in found] == [("Bucha", "control")]


def test_a_weekday_is_resolved_against_the_day_of_publication(tagger: Tagger) -> None:
    (event,) = events(tagger, "Missiles struck Lutsk on Sunday.")
    assert event.time == "2022-03-27"


def test_the_evidence_is_the_sentence(tagger: Tagger) -> None:
    text = "It rained. Missiles struck Lutsk. It rained again."
    (event,) = events(tagger, text)
    assert event.text == text[event.start : event.end] == "Missiles struck Lutsk."


def test_the_scene_is_marked_on_the_place(tagger: Tagger) -> None:
    tags = tagger.tag("Missiles struck Lutsk. Buses left Rivne.", published=PUBLISHED)
    assert {p.name: p.event_place for p in tags.places} == {"Lutsk": True, "Rivne": False}


def test_ukrainian_and_russian_sentences_give_events(tagger: Tagger) -> None:
    assert kinds(tagger, "Вночі росіяни обстріляли Нікополь.") == {("Nikopol", "strike")}
    assert kinds(tagger, "В Белгороде прогремели взрывы.") == {("Belgorod", "damage")}


@pytest.mark.parametrize(
    "text",
    [
        "No strike on Kyiv had been reported.",
        "There were no new attacks on Lviv.",
        "Lutsk was not hit.",
        "The army has not captured Sumy.",
        "No one was killed in Poltava.",
        "The rockets did not reach Kyiv.",
        "There is no evidence that troops attacked Rivne.",
        "Луцьк не обстріляли.",
    ],
)
def test_what_did_not_happen_is_no_event(tagger: Tagger, text: str) -> None:
    found = {k for k in kinds(tagger, text) if k[1] in ("strike", "control", "casualties")}
    assert found == set()


def test_no_fewer_than_is_no_negation(tagger: Tagger) -> None:
    assert ("Sumy", "casualties") in kinds(tagger, "No fewer than 10 people were killed in Sumy.")


def test_a_delegation_that_flies_in_is_no_strike(tagger: Tagger) -> None:
    assert ("Istanbul", "strike") not in kinds(tagger, "В Стамбул прилетели послы.")
    assert ("Warsaw", "strike") not in kinds(tagger, "Делегація прилетіла до Варшави.")
    assert ("Kharkiv", "strike") in kinds(tagger, "Вночі був приліт по Харкову.")


@pytest.mark.parametrize(
    "head",
    [
        "KYIV, March 28 (Agency) -",
        "KYIV, March 28 (Agency) —",
        "KYIV (Agency) -",
        "KYIV, Ukraine —",
        "Kyiv, 28 March 2022 (Agency) -",
        "КИЇВ, 28 березня (Агенція) -",
    ],
)
def test_a_dateline_is_a_place_but_no_scene(tagger: Tagger, head: str) -> None:
    tags = tagger.tag(f"{head} Three people were killed and a depot in Lutsk was hit.", published=PUBLISHED)
    assert {e.place for e in tags.events} == {"Lutsk"}
    assert [(p.name, p.event_place) for p in tags.places if p.name == "Kyiv"] == [("Kyiv", False)]


def test_a_title_with_a_dash_is_no_dateline(tagger: Tagger) -> None:
    assert ("Kyiv", "strike") in kinds(tagger, "Rockets hit Kyiv - mayor")
