"""What a report is compared by: the words of its title and lead, its tags and its shingles, each as a 32-bit hash."""

from __future__ import annotations

import re
import struct
import zlib
from array import array
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, chain, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from store.folding import index_form
from store.shingles import sketch
from store.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.models import Tags

KINDS = ("title", "lead", "places", "actors", "events", "figures")
"""The kinds of tokens; the first two are words of a language, the others are the tagger's."""
TITLE_WORDS, LEAD_WORDS, TEXT_WORDS, TAGS = 24, 32, 300, 10
"""At most so many words of title, lead and text, and so many tags of each kind, are looked at."""
_LONGEST = 6_000
_DAYS = "31"  # a number up to this is most often a date
_WORD = re.compile(r"[^\W_]+")
_ROUNDUP = re.compile(
    r"\blive\b.*\b(?:updates?|coverage|news|tracker)\b|\bupdates? live\b|\blive(?: ?blog)?:|\b(?:news|today) updates?\b"
    r"|\bcoverage\b.*\bupdates?\b|\btracker\b|\b(?:morning|evening|daily|\w+day) (?:update|briefing|headlines)\b"
    r"|\bas it happened\b|\bas the day unfolded\b|\bwhat (?:we know|happened)\b|\bthe papers\b|\bnewspaper headlines\b"
    r"|\bin (?:pictures|photos)\b|\bphotos\b|\brecap\b|\bdevelopments\b|\bbest of\b|\bthis week\b|\bof the week\b"
    r"|онлайн|наживо|головн[еі] за|главное за|підсумки|итоги|дайджест|хроніка|хроника",
    re.IGNORECASE,
)
_FORMAT = struct.Struct("<IffI??8s7H")
_TEXT = struct.Struct("<I")
_SAMPLED = 0x0FFFFFFF
"""Shingles up to this, one in sixteen, are what a report is found by."""


@dataclass(frozen=True, slots=True)
class Features:
    """What one report is compared by."""

    hour: int
    """When it was published, hours since 1970."""
    lang: str
    """Its language tag; empty where it is not known."""
    tokens: tuple[frozenset[int], ...]
    """A set for each of `KINDS`; no token is in two of them."""
    shingles: tuple[int, ...]
    """What `store.shingles.sketch` gives of its text."""
    size: float = 1.0
    """The length of its vector, by the rarities of the day it came; see `store.likeness`."""
    tag_size: float = 1.0
    """The same without words."""
    feed: int = 0
    """Who published it."""
    roundup: bool = False
    """Whether its title says that it tells of many things, or of one as it goes on."""
    update: bool = False
    """Whether it is an update of a live blog."""


class Flat(NamedTuple):
    """The same in one row of numbers: how a report is stored, and the quickest to compare another one with."""

    hour: int
    size: float
    tag_size: float
    feed: int
    roundup: bool
    update: bool
    lang: str
    numbers: array[int]
    """The tokens, kind by kind, then the shingles."""
    ends: tuple[int, ...]
    """Where the tokens of each of `KINDS` end."""


def features_of(
    title: str, text: str, lang: str | None, tags: Tags, *, hour: int, feed: int, update: bool = False
) -> Features:
    """Give what a report is compared by.

    Args:
        title: its title.
        text: its body, else its summary.
        lang: its language tag.
        tags: over title, blank line and text.
        hour: when it was published, hours since 1970.
        feed: who published it.
        update: whether it is an update of a live blog.
    """
    titled = list(_words(title, TITLE_WORDS))
    texted = list(_words(text[:_LONGEST], TEXT_WORDS))
    first = frozenset(map(token, _telling(titled)))
    lead = frozenset(map(token, _telling(texted[:LEAD_WORDS]))) - first
    # A text of a line or two is told by its title as well.
    whole = texted if len(texted) >= LEAD_WORDS else titled + texted
    return Features(
        *(hour, (lang or "")[:8], (first, lead, *_tagged(tags)), sketch([token(word) for word in whole])),
        feed=feed,
        roundup=_ROUNDUP.search(title) is not None,
        update=update,
    )


def flat(features: Features) -> Flat:
    """Give the same features in one row."""
    parts = [sorted(some) for some in features.tokens]
    numbers = array("I", chain.from_iterable(parts))
    numbers.extend(features.shingles)
    return Flat(
        *(features.hour, features.size, features.tag_size, features.feed, features.roundup, features.update),
        *(features.lang, numbers, tuple(accumulate(map(len, parts)))),
    )


def pack(features: Flat) -> bytes:
    """Give the stored form."""
    *plain, lang, numbers, ends = features
    lengths = (end - start for start, end in pairwise((0, *ends, len(numbers))))
    return _FORMAT.pack(*plain, lang.encode("ascii", "replace")[:8], *lengths) + numbers.tobytes()


def unpack(data: bytes) -> Flat | None:
    """Give what `pack` stored; None where it is damaged: it can be done without."""
    if len(data) < _FORMAT.size or (len(data) - _FORMAT.size) % 4:
        return None
    hour, size, tag_size, feed, roundup, update, lang, *lengths = _FORMAT.unpack_from(data)
    numbers, ends = array("I", data[_FORMAT.size :]), tuple(accumulate(lengths))
    if len(numbers) != ends[-1]:
        return None
    return Flat(hour, size, tag_size, feed, roundup, update, _lang(lang), numbers, ends[:-1])


def unfold(features: Flat) -> Features:
    """Give the features that `flat` put in one row."""
    numbers = features.numbers
    tokens = tuple(frozenset(numbers[start:end]) for start, end in pairwise((0, *features.ends)))
    return Features(
        *(features.hour, features.lang, tokens, tuple(numbers[features.ends[-1] :]), features.size, features.tag_size),
        *(features.feed, features.roundup, features.update),
    )


@lru_cache(maxsize=256)
def _lang(stored: bytes) -> str:
    return stored.rstrip(b"\0").decode("ascii", "replace")


def prepare(title: str, text: str, lang: str | None, tags: Tags, *, update: bool) -> bytes:
    """Give what a report is compared by before it is known when it arrives and by whom; see `prepared`."""
    return _TEXT.pack(_checksum(title, text)) + pack(
        flat(features_of(title, text, lang, tags, hour=0, feed=0, update=update))
    )


def prepared(data: bytes, title: str, text: str, *, hour: int, feed: int) -> Features | None:
    """Give the features of a report as `features_of` would, of what `prepare` gave; None where that was of other words.

    So it is where other lines are known for noise now, or nothing was prepared.
    """
    if data[: _TEXT.size] != _TEXT.pack(_checksum(title, text)):
        return None
    found = unpack(data[_TEXT.size :])
    return None if found is None else unfold(found._replace(hour=hour, feed=feed))


def _checksum(title: str, text: str) -> int:
    return zlib.crc32(f"{title}\n{text}".encode("utf-8", "replace"))


def found_by(features: Flat) -> set[int]:
    """Give the tokens and shingles that a report is found by."""
    return set(features.numbers[: bisect_right(features.numbers, _SAMPLED, features.ends[-1])])


def sampled(shingles: Sequence[int]) -> Sequence[int]:
    """Give the shingles that a report is found by."""
    return shingles[: bisect_right(shingles, _SAMPLED)]


def measured(features: Features, size: float, tag_size: float) -> Features:
    """Give the same features with the lengths of their vectors."""
    return replace(features, size=size, tag_size=tag_size)


@lru_cache(maxsize=65_536)
def token(text: str) -> int:
    """Give the hash of a word or tag."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def _words(text: str, limit: int) -> Iterator[str]:
    folded = index_form(text.replace("’", "'").replace("'s ", " ")).casefold()
    return (match[0] for match in islice(_WORD.finditer(folded), limit))


def _telling(words: Iterable[str]) -> Iterator[str]:
    """Give the stems of the words that say something of the matter."""
    common = _common_words()
    for word in words:
        if word not in common and len(word) > 1 and not (len(word) == 2 and word.isdecimal() and word <= _DAYS):
            found = stem(word)
            if found not in common:
                yield found


@cache
def _common_words() -> frozenset[str]:
    lines = files("store").joinpath("data/common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _tagged(tags: Tags) -> Iterator[frozenset[int]]:
    kinds: tuple[Iterable[str], ...] = (
        (f"place {one.id}" for one in tags.places),
        (f"actor {one.id}" for one in tags.actors),
        (f"event {one.type} {one.place_id}" for one in tags.events),
        (f"figure {one.measure} {one.value:g}" for one in tags.figures if one.value is not None),
    )
    for some in kinds:
        yield frozenset(map(token, islice(dict.fromkeys(some), TAGS)))
