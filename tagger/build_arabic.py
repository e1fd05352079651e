"""Arabic place names as the press writes them: GeoNames' "Al Ḩawījah" is its "al-Hawija" or "Hawija"."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from tagger.entries import ALTERNATE
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTRIES: Final = frozenset(
    ("SY", "IQ", "LB", "PS", "JO", "YE", "SA", "AE", "OM", "KW", "QA", "BH", "EG", "LY", "SD", "DZ", "TN", "MA")
)
_ARTICLE: Final = re.compile(r"\b(A(?:l|d|dh|n|r|s|sh|t|th|z)) (?=[A-Z])", re.IGNORECASE)
_SHORTEST: Final = 5
"""Letters that a name must have to be known without its article."""


def arabic_spellings(name: str, country: str) -> Iterator[tuple[str, int]]:
    """Give the ways to write a name whose article stands before a blank, or that ends in -ah, each with its bits.

    Without its article a name is an alternate: "Bab" or "Salam" may be anything.
    """
    if country not in COUNTRIES:
        return
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = fold(plain).replace("'", "")
    for written in dict.fromkeys((plain, plain[:-1] if plain.endswith("ah") else plain)):
        yield written, 0
        article = _ARTICLE.search(written)
        if article is None:
            continue
        head, rest = written[: article.start()], written[article.end() :]
        yield from ((f"{head}{form}-{rest}", 0) for form in ("al", article[1].lower()))
        if not head:
            yield from ((f"{form}-{rest}", 0) for form in ("Al", article[1]))
            if len(rest) >= _SHORTEST:
                yield rest, ALTERNATE
