"""What happened where, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
