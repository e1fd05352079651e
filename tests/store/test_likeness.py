"""The score of two reports and the shingles of their texts: symmetric, bounded, and told by what is shared."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.features import KINDS, Features, features_of, flat, pack, token, unfold, unpack
from store.likeness import AGAIN_H, COPIED, TOLD, WINDOW_H, Likeness, compare, rarity_of, sized
from store.models import Tags
from store.shingles import KEPT, containment, sketch
from store.stems import stem

from .make import IRPIN, KYIV, actor, event, figure, place

TEXT = (
    "Missiles struck the grain port of Chornomorsk before dawn on Monday, and fire crews worked for six hours to save"
    " the silos, while ships in the roads were told by radio to wait beyond the breakwater for a pilot."
)

tokens = st.integers(0, 60)
sets = st.frozensets(tokens, max_size=12)


@st.composite
def reports(draw: st.DrawFn) -> Features:
    used: set[int] = set()
    found = []
    for number in range(len(KINDS)):
        some = frozenset(one * 10 + number for one in draw(sets)) - used
        used |= some
        found.append(some)
    shingles = tuple(sorted(draw(st.frozensets(st.integers(0, 2**32 - 1), max_size=KEPT))))
    lang = draw(st.sampled_from(["", "en", "uk"]))
    plain = Features(draw(st.integers(0, 100)), lang, tuple(found), shingles, feed=draw(st.integers(1, 3)))
    return sized(replace(plain, roundup=draw(st.booleans())), _rarity)


def _rarity(number: int) -> float:
    return (number * 37 % 101) / 100


def _report(
    title: str, text: str = "", *, feed: int = 1, hour: int = 0, lang: str = "en", tags: Tags | None = None
) -> Features:
    return sized(features_of(title, text, lang, tags or Tags(), hour=hour, feed=feed), lambda _: 0.9)


def _compare(one: Features, other: Features) -> Likeness:
    return compare(one, other, lambda _: 0.9)


@given(one=reports(), other=reports())
def test_the_score_of_two_reports_is_symmetric_and_lies_between_0_and_1(one: Features, other: Features) -> None:
    found = compare(one, other, _rarity)
    assert 0 <= found.score <= 1
    assert 0 <= found.copied <= 1
    back = compare(other, one, _rarity)
    assert math.isclose(found.score, back.score, abs_tol=1e-12)
    assert (found.copied, found.shared) == (back.copied, back.shared)


@given(one=reports(), other=reports())
def test_reports_further_apart_in_time_are_never_more_alike(one: Features, other: Features) -> None:
    near = compare(replace(one, hour=0), replace(other, hour=1), _rarity)
    far = compare(replace(one, hour=0), replace(other, hour=WINDOW_H), _rarity)
    beyond = compare(replace(one, hour=0), replace(other, hour=WINDOW_H + 1), _rarity)
    assert near.score >= far.score >= beyond.score == 0


@given(title=st.text(max_size=300), text=st.text(max_size=2_000), lang=st.none() | st.text(max_size=12))
@settings(max_examples=60)
def test_any_text_has_features_and_they_come_back_from_their_stored_form(
    title: str, text: str, lang: str | None
) -> None:
    features = features_of(title, text, lang, Tags(), hour=7, feed=3)
    stored = unpack(pack(flat(features)))
    assert stored is not None
    back = unfold(stored)
    assert back.tokens == features.tokens
    assert (back.shingles, back.hour, back.feed, back.roundup) == (features.shingles, 7, 3, features.roundup)
    assert not features.tokens[0] & features.tokens[1]
    assert 0 <= _compare(features, back).score <= 1


@given(data=st.binary(max_size=200))
def test_damaged_features_are_none(data: bytes) -> None:
    found = unpack(data)
    assert found is None or len(unfold(found).tokens) == len(KINDS)


@given(words=st.lists(st.integers(0, 2**32 - 1), max_size=300), other=st.lists(st.integers(0, 50), max_size=300))
def test_containment_is_symmetric_bounded_and_whole_for_a_text_itself(words: list[int], other: list[int]) -> None:
    one, two = sketch(words), sketch(other)
    assert list(one) == sorted(set(one))
    assert len(one) <= KEPT
    assert 0 <= containment(one, two) == containment(two, one) <= 1
    assert containment(one, one) in (0, 1)


@given(st.integers(0, 5_000), st.integers(0, 100_000))
def test_rarity_lies_between_0_and_1_and_falls_with_the_number(number: int, articles: int) -> None:
    assert 0 <= rarity_of(number + 1, articles) <= rarity_of(number, articles) <= 1


def test_a_text_that_stands_in_a_longer_one_is_a_copy_of_it() -> None:
    longer = f"{TEXT} {' '.join(f'word{number}' for number in range(60))}"
    found = _compare(_report("Port struck", TEXT), _report("Night of fire", longer, feed=2))
    assert found.copied == pytest.approx(1.0, abs=0.2)
    assert found.is_copy


def test_a_text_in_which_each_fifth_word_was_changed_is_no_copy_word_for_word() -> None:
    words = TEXT.split()
    changed = " ".join("other" if number % 5 == 0 else word for number, word in enumerate(words))
    assert _compare(_report("a", TEXT), _report("b", changed, feed=2)).copied < COPIED


def test_a_title_that_says_the_same_in_other_words_is_told_by_its_rare_words() -> None:
    one = _report("Kakhovka dam breached, villages flooded", "The governor spoke of a disaster.")
    two = _report("Villages flood after breach at Kakhovka dam", "Thousands flee their homes.", feed=2)
    assert _compare(one, two).is_same
    assert not _compare(one, _report("Grain ship leaves Odesa", "A freighter with corn.", feed=2)).is_same


def test_words_of_two_languages_mean_nothing_and_tags_tell() -> None:
    tags = Tags((place(IRPIN),), (actor(),), (event(IRPIN),), (figure(),))
    one = _report("Irpin liberated, mayor says", tags=tags)
    assert _compare(one, _report("Ірпінь звільнено", feed=2, lang="uk", tags=tags)).is_same
    elsewhere = Tags((place(KYIV),), (), (event(KYIV, type="strike"),))
    assert _compare(one, _report("Irpin liberated, mayor says", feed=2, lang="uk", tags=elsewhere)).score < TOLD


def test_updates_of_a_live_blog_are_no_story_among_themselves_but_with_other_reports() -> None:
    one, two = (replace(_report(f"Part {number}", TEXT), update=True) for number in range(2))
    assert not _compare(one, two).is_same
    assert _compare(one, replace(two, feed=2)).is_same
    assert _compare(one, replace(two, update=False)).is_same


def test_roundups_of_one_feed_are_no_story_however_much_they_repeat() -> None:
    one, two = (_report(f"Live updates: {some} opens", TEXT) for some in ("bridge", "harbour"))
    assert not _compare(one, two).is_same
    assert _compare(one, replace(two, feed=2)).is_copy


def test_a_feed_tells_one_event_only_within_hours_and_at_one_place() -> None:
    morning, evening = _report("Alert", TEXT), _report("Alert", TEXT, hour=AGAIN_H + 1)
    assert not _compare(morning, evening).is_same
    assert _compare(morning, replace(evening, feed=2)).is_same
    kyiv, irpin = (_report("Alert", TEXT, tags=Tags((place(one),))) for one in (KYIV, IRPIN))
    assert not _compare(kyiv, irpin).is_same
    assert _compare(kyiv, replace(irpin, feed=2)).is_same


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Live Updates: Hurricane nears the coast", True),
        ("Coronavirus updates LIVE: states open borders", True),
        ("The Papers: PM 'takes control'", True),
        ("Lockdown and a mystery: Your Monday Briefing", True),
        ("Війна: головне за ніч", True),
        ("Live cattle exports suspended after ship sinks", False),
        ("Mayor says the town is free", False),
    ],
)
def test_roundups_are_known_by_their_titles(title: str, is_one: bool) -> None:
    assert features_of(title, "", "en", Tags(), hour=0, feed=1).roundup is is_one


def test_forms_of_a_word_have_one_stem() -> None:
    assert len({stem(word) for word in ("protest", "protests", "protesters", "protesting")}) == 1
    assert len({stem(word) for word in ("звільнено", "звільнили", "звільнення")}) == 1
    assert token(stem("missile")) == token(stem("missiles"))
