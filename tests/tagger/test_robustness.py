"""No text may crash the tagger, every offset must hold, noise stays untagged, work grows no faster than the text."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagger.boilerplate import blank, noise_spans
from tagger.clues import NOISE
from tagger.lexicon import make_lexicon, split_cues
from tagger.match import prepare
from tagger.scanner import make_scanner
from tagger.sentences import MAX_SENTENCE, split_sentences
from tagger.sources import read_toml
from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
    from types import FrameType

    from tagger.prefilter import Prefilter
    from tagger.tagger import Tagger

PIECES = st.sampled_from(
    [
        "Kyiv",
        "Київ",
        "Київська область",
        "Mr Putin",
        "the mayor of Irpin",
        "said",
        "killed",
        "12",
        "12,000",
        "at least ",
        "U.S.",
        "Also read: ",
        "\n",
        "\n\n",
        ". ",
        ", ",
        "’s ",
        "'s ",
        "(",
        ")",
        "“",
        '"',
        "-",
        "İ",
        "ß",
        "ﬁ",
        "😀",
        "e\u0301",
        "\u200d",
        "one",
        "dozens of ",
        "$",
        "%",
        "T-72",
        "on Sunday",
        "in 2014",
        "could not be verified",
        "February 30",
        "follow our live blog",
        "Vladimir",
        "X-backed rebels",
        "1.",
        "№",
        "…",
        "0",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RELAXED
@given(text=TEXTS)
def test_every_span_holds_in_the_text(tagger: Tagger, text: str) -> None:
    tags = tagger.tag(text, published=PUBLISHED)
    spans: list[Any] = [*tags.places, *tags.actors, *tags.events, *tags.figures]
    for tag in spans:
        assert text[tag.start : tag.end] == tag.text
        assert 0 <= tag.start < tag.end <= len(text)


@RELAXED
@given(text=TEXTS)
def test_masking_keeps_length_and_line_breaks(text: str) -> None:
    masked = blank(text, noise_spans(text, [(i, i + 1, NOISE) for i in range(len(text))]))
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


@RELAXED
@given(text=TEXTS)
def test_sentences_are_in_order_and_apart(text: str) -> None:
    end = 0
    for s in split_sentences(text):
        assert end <= s.start < s.end <= len(text)
        assert s.end - s.start <= MAX_SENTENCE
        end = s.end


NOISE_LINES = st.sampled_from(
    [
        "Also read: Putin in Kyiv, 12 killed",
        "READ MORE: Shelling kills 30 in Kharkiv",
        "Sign up for our newsletter about Ukraine",
        "Photo: Ivan Koval / Odesa mayor",
        "Читайте також: У Харкові загинули 12 людей",
        "(photo by Volodymyr Zelenskyy in Lviv)",
        "Follow our live blog from Kyiv where 40 died",
        "Фото: Київ",
    ]
)


@pytest.fixture(scope="module")
def scanner() -> Prefilter:
    return make_scanner(make_lexicon({**split_cues(read_toml("cues")), "given": []}))


@RELAXED
@given(lines=st.lists(st.one_of(NOISE_LINES, st.lists(PIECES, max_size=12).map(" ".join)), max_size=12))
def test_nothing_is_tagged_inside_noise(tagger: Tagger, scanner: Prefilter, lines: list[str]) -> None:
    text = "\n".join(lines)
    noise = noise_spans(text, prepare(text, scanner).hits)
    tags = tagger.tag(text, published=PUBLISHED)
    mentions: list[Any] = [*tags.places, *tags.actors, *tags.figures]
    assert [m.text for m in mentions for start, end in noise if start <= m.start < end] == []


@RELAXED
@given(
    text=TEXTS,
    title_end=st.integers(min_value=0, max_value=400),
    published=st.one_of(st.none(), st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))]))),
    lang=st.sampled_from([None, "en", "uk", "xx"]),
    country=st.sampled_from([None, "UA", "ZZ"]),
)
def test_no_combination_of_facts_about_a_text_crashes(
    tagger: Tagger, text: str, title_end: int, published: datetime | None, lang: str | None, country: str | None
) -> None:
    tagger.tag(text, title_end=title_end, published=published, lang=lang, country=country)


GROWING = {
    "an article": (
        "The mayor of Irpin, Oleh Koval, said on Sunday that 12 people were killed and 30 wounded when rockets hit "
        "Kharkiv. Moscow denied that its forces had shelled the town. It could not be verified.\n\n"
    ),
    "one sentence": "Ivan Koval said that Kyiv and Moscow were shelled and ",
    "names": "Ivan Koval Oleh Bondar ",
    "a list of places": "Kyiv, Sumy, ",
    "numbers": "12 of 1,000 people, ",
    "speech": "“Kyiv fell,” he said. ",
    "noise in one line": "(photo follow us here newsletter ",
    "noise in many lines": "Also read: Kyiv\n",
    "roles": "the mayor of Irpin said ",
    "abbreviations": "U.S. Gen. ",
    "denials": "Kyiv denied that it was hit. ",
    "blanks": " ",
    "line breaks": "\n",
    "Cyrillic": "У Харкові, за словами мера, загинули 12 людей. ",
}


@pytest.mark.parametrize("kind", GROWING)
def test_four_times_the_text_makes_no_more_than_five_times_the_work(tagger: Tagger, kind: str) -> None:
    piece = GROWING[kind]
    short, long = (piece * (size // len(piece)) for size in (6_000, 24_000))
    tagger.tag(short, published=PUBLISHED)  # what is kept for later texts is made here
    assert _calls(tagger, long) <= 5 * _calls(tagger, short)


def _calls(tagger: Tagger, text: str) -> int:
    """Count the calls, of functions in Python and in C, that tagging a text takes."""
    count = 0

    def tally(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        tagger.tag(text, published=PUBLISHED)
    finally:
        sys.setprofile(before)
    return count


def test_the_same_text_gives_the_same_tags(tagger: Tagger) -> None:
    text = "Rockets hit Sumy and Lviv, killing 12 people, the mayor of Sumy said on Sunday."
    assert tagger.tag(text, published=PUBLISHED) == tagger.tag(text, published=PUBLISHED)


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Maj. Gen. Ivan Koval met U.S. officials. They spoke.Then he left."
    assert [text[s.start : s.end] for s in split_sentences(text)] == [
        "Maj. Gen. Ivan Koval met U.S. officials.",
        "They spoke.",
        "Then he left.",
    ]
