"""Words without their endings, so that "shelling" and "shelled" are one."""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = ("ers", "ing", "ed", "er", "es", "s")
_SHORTEST_STEM = 4
_KEPT_LETTERS = 8
_KEPT_CYRILLIC = 5
_FIRST_CYRILLIC, _LAST_CYRILLIC = "\u0400", "\u052f"


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Give what the forms of a word have in common, as far as its first letters tell.

    Cyrillic words keep five letters, because their endings are long and many; others lose the commonest English
    endings and keep eight.
    """
    if _FIRST_CYRILLIC <= word[:1] <= _LAST_CYRILLIC:
        return word[:_KEPT_CYRILLIC]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > _SHORTEST_STEM:
        word = word[:-1]
    return word[:_KEPT_LETTERS]
