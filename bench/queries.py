"""Queries to measure an archive of `bench.make_archive` with: each class drawn from what the articles say."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

from bench.articles import ACTORS, Maker
from bench.make_archive import DAYS, END
from store.documents import searchable

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = 10_000
"""Articles that are read to find words by how many of them they stand in."""
EACH = 20
"""Queries of a class."""
_WORD = re.compile(r"\w+")

FIRST_PAGE = "first page"
DEEP = "deep page"
COUNT = "capped count"


def classes(seed: int) -> dict[str, list[str]]:
    """Give queries by class, the same ones for the same seed as the archive's."""
    maker = Maker(seed)
    drafts = [maker.draft(number, END) for number in range(SAMPLE)]
    texts = [[word.lower() for word in _WORD.findall(searchable(draft.summary, draft.body))] for draft in drafts]
    shares = Counter(word for text in texts for word in set(text))
    rng = random.Random(seed)
    rare = _some(rng, [word for word, number in shares.items() if number == 1])
    uncommon = _nearest(shares, 0.01)
    common = _nearest(shares, 0.4)
    cities = [spot.name.name for spot in (*maker.spots[:10], *maker.spots[20:200:18])]
    return {
        FIRST_PAGE: [""],
        "rare word": rare,
        "1 % word": uncommon,
        "40 % word": common,
        "two words AND": _pairs("{} {}", (common, uncommon), (uncommon, uncommon[::-1]), (common, common[::-1])),
        "OR": _pairs("{} OR {}", (common, uncommon), (uncommon, uncommon[::-1]), (rare, common)),
        "phrase": [f'"{" ".join(_sequence(rng, rng.choice(texts), length))}"' for length in (2, 3) for _ in range(15)],
        "prefix of 3": sorted({f"{word[:3]}*" for word in (*common, *uncommon, *rare) if len(word) > 3}),
        "negation": [*(f"-{word}" for word in common), *_pairs("{} -{}", (uncommon, common))],
        "city": [f'city:"{city}"' for city in cities],
        "city AND 40 % word": _pairs('city:"{}" {}', (cities, common)),
        "actor AND dates": [_period(rng, actor[0]) for actor in (*ACTORS, *ACTORS)],
        DEEP: [*common, *uncommon, *(f'city:"{city}"' for city in cities)],
        COUNT: [*common, *uncommon, *(f'city:"{city}"' for city in cities)],
        "anything else": _others(rng, common, uncommon, cities),
    }


def _others(rng: random.Random, common: Sequence[str], uncommon: Sequence[str], cities: Sequence[str]) -> list[str]:
    """Shapes that no single index answers, and filters that leave little or nothing."""
    day = f"{END.year}-0{rng.randint(4, 8)}-1{rng.randint(0, 9)}"
    return [
        *(f"before:{day}", f"since:{day}", f"on:{day}", f"before:{day}T12:00", f"on:{day} {common[0]}", "before:2000"),
        *("is:unread", "is:read", "is:starred", "is:revised", "is:live", "is:duplicate", "is:withdrawn"),
        *(f"is:starred OR {common[0]}", f"is:read OR {uncommon[0]}", f"is:unread OR {uncommon[0]}"),
        *(f"{common[0]} (is:starred OR {uncommon[0]})", f"is:starred {common[0]}", f"is:read {common[0]}"),
        *(f"-is:read {common[0]}", f"-(is:read {common[0]})", f"{common[0]} before:{day}T12:00 -is:starred"),
        *("url:outlet7.example", "url:nosuchaddress", 'source:"Outlet 7"', "lang:ru", "has:figures event:strike"),
        *(
            f'region:"{cities[0]} Oblast"',
            "country:UA",
            f'country:UA -city:"{cities[0]}"',
            "country:Syria status:denied",
        ),
        *(f"{uncommon[0][:4]}*", f"{common[0]}*", f"title:{common[0]}", "author:correspondent"),
    ]


def _some(rng: random.Random, words: Sequence[str]) -> list[str]:
    return rng.sample(sorted(words), EACH)


def _nearest(shares: Counter[str], share: float) -> list[str]:
    """Give the words that stand in just about this share of all articles."""
    wanted = share * SAMPLE
    return sorted(shares, key=lambda word: (abs(shares[word] - wanted), word))[: EACH if share < 0.1 else 4]


def _pairs(form: str, *pairs: tuple[Sequence[str], Sequence[str]]) -> list[str]:
    """Put two words at a time into `form`; lists of unequal length go round."""
    found = []
    for left, right in pairs:
        for number in range(max(len(left), len(right))):
            one, other = left[number % len(left)], right[number % len(right)]
            if one != other:
                found.append(form.format(one, other))
    return found


def _sequence(rng: random.Random, text: Sequence[str], length: int) -> Sequence[str]:
    start = rng.randrange(max(1, len(text) - length))
    return text[start : start + length]


def _period(rng: random.Random, actor: str) -> str:
    from datetime import timedelta

    start = END - timedelta(days=rng.randint(10, DAYS - 10))
    end = start + timedelta(days=rng.choice((1, 7, 30)))
    return f'actor:"{actor}" since:{start:%Y-%m-%d} before:{end:%Y-%m-%d}'
