"""No text may crash the tagger, and every offset must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagger.boilerplate import blank, noise_spans
from tagger.clues import NOISE
from tagger.sentences import MAX_SENTENCE, split_sentences
from tests.tagger.conftest import PUBLISHED

if TYPE_CHECKING:
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
