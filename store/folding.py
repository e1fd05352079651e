"""How texts are compared: without case, without diacritics, whatever the apostrophe.

FTS5's own ``remove_diacritics`` knows Latin letters only: it would tell ``ё`` from ``е``, ``ή`` from ``η`` and pointed
Arabic from plain. So texts are brought into one form before they are indexed, and queries before they are asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = (
    "\u0300-\u036f\u0483-\u0487"  # Latin, Greek, Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic vowels
)
# Letters whose stroke Unicode doesn't count as a mark, and the apostrophe that it counts as a letter.
_LETTERS = {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ẞ": "SS"}
_LETTERS |= dict(zip("łŁđĐøØħĦıʼ", "lLdDoOhHi'", strict=True))
_FOLDED = re.compile(f"[{_MARKS}{''.join(_LETTERS)}]")
_APOSTROPHES = re.compile("['’‘ʼ`´ʹ′]")
_NO_WORD = re.compile(r"[\W_]+")


def index_form(text: str) -> str:
    """Give `text` as the search index holds it: the tokenizer then folds case and divides it into words.

    Never change this without a migration that builds the index anew: rows are deleted by repeating it.
    """
    if text.isascii():
        return text
    return _FOLDED.sub(lambda match: _LETTERS.get(match[0], ""), unicodedata.normalize("NFD", text))


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """Give the form in which spellings of a name are compared: words without case, marks and apostrophes."""
    return " ".join(_NO_WORD.split(_APOSTROPHES.sub("", index_form(name.casefold())))).strip()
