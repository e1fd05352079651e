"""Make a big archive for measurements: ``python bench/make_archive.py OUT --articles 100000``.

Everything goes through `store.jobs.commit_poll`, as it would in earnest. The text is made up, but its statistics are
those of news: word frequencies fall off as Zipf's law has it, a few cities have most of the events, one dispatch in
five is Ukrainian or Russian, one in thirty changes later. The same seed gives the same archive.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, get_args

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from store.jobs import commit_poll, sync_feeds
from store.models import (
    Actor,
    ArticleDraft,
    Event,
    EventType,
    FeedSettings,
    Figure,
    KnownName,
    Place,
    PollOutcome,
    Status,
    Tags,
)
from store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

BATCH = 50
FEEDS = 200
END = datetime(2022, 9, 1, tzinfo=UTC)
DAYS = 180
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)

# name, native spelling, region, country, latitude, longitude
CITIES = (
    ("Kyiv", "Київ", "Kyiv City", "UA", 50.45, 30.52),
    ("Mariupol", "Маріуполь", "Donetsk Oblast", "UA", 47.10, 37.55),
    ("Kharkiv", "Харків", "Kharkiv Oblast", "UA", 49.99, 36.23),
    ("Kherson", "Херсон", "Kherson Oblast", "UA", 46.64, 32.62),
    ("Odesa", "Одеса", "Odesa Oblast", "UA", 46.48, 30.72),
    ("Chernihiv", "Чернігів", "Chernihiv Oblast", "UA", 51.50, 31.29),
    ("Irpin", "Ірпінь", "Kyiv Oblast", "UA", 50.52, 30.25),
    ("Bucha", "Буча", "Kyiv Oblast", "UA", 50.55, 30.21),
    ("Sumy", "Суми", "Sumy Oblast", "UA", 50.91, 34.80),
    ("Mykolaiv", "Миколаїв", "Mykolaiv Oblast", "UA", 46.98, 31.99),
    ("Zaporizhzhia", "Запоріжжя", "Zaporizhzhia Oblast", "UA", 47.84, 35.14),
    ("Dnipro", "Дніпро", "Dnipropetrovsk Oblast", "UA", 48.46, 35.05),
    ("Lviv", "Львів", "Lviv Oblast", "UA", 49.84, 24.03),
    ("Izium", "Ізюм", "Kharkiv Oblast", "UA", 49.21, 37.26),
    ("Kramatorsk", "Краматорськ", "Donetsk Oblast", "UA", 48.72, 37.56),
    ("Sievierodonetsk", "Сєвєродонецьк", "Luhansk Oblast", "UA", 48.95, 38.49),
    ("Donetsk", "Донецьк", "Donetsk Oblast", "UA", 48.02, 37.80),
    ("Luhansk", "Луганськ", "Luhansk Oblast", "UA", 48.57, 39.31),
    ("Melitopol", "Мелітополь", "Zaporizhzhia Oblast", "UA", 46.85, 35.37),
    ("Belgorod", "Белгород", "Belgorod Oblast", "RU", 50.60, 36.60),
    ("Moscow", "Москва", "Moscow", "RU", 55.75, 37.62),
    ("Rostov-on-Don", "Ростов-на-Дону", "Rostov Oblast", "RU", 47.23, 39.72),
    ("Warsaw", "Варшава", "Mazovia", "PL", 52.23, 21.01),
    ("Istanbul", "Стамбул", "Istanbul", "TR", 41.01, 28.95),
    ("Gomel", "Гомель", "Gomel Region", "BY", 52.43, 30.98),
)
COUNTRIES = {"UA": "Ukraine", "RU": "Russia", "PL": "Poland", "TR": "Turkey", "BY": "Belarus"}
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


class Vocabulary:
    """Made-up words, each drawn as often as Zipf's law says of its rank."""

    def __init__(self, rng: random.Random, syllables: Sequence[str], size: int) -> None:
        words = dict.fromkeys("".join(rng.choices(syllables, k=rng.choice((1, 2, 2, 3, 4)))) for _ in range(size * 2))
        self._words = list(words)[:size]
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(self._words))))

    def text(self, rng: random.Random, length: int) -> str:
        return " ".join(rng.choices(self._words, cum_weights=self._weights, k=length))


class Maker:
    """Makes drafts, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._english = Vocabulary(self.rng, LATIN, 12_000)
        self._native = Vocabulary(self.rng, CYRILLIC, 12_000)
        self._city_weights = list(accumulate(1 / (rank + 1) for rank in range(len(CITIES))))
        self.names = tuple(_known_names())

    def draft(self, number: int, published: datetime) -> ArticleDraft:
        rng = self.rng
        native = rng.random() < 0.2
        words = self._native if native else self._english
        city = rng.choices(CITIES, cum_weights=self._city_weights)[0]
        someone = rng.choice(ACTORS)
        place, actor = (city[1], someone[1]) if native else (city[0], someone[0])
        title = f"{place}: {words.text(rng, rng.randint(5, 9))} {actor}".capitalize()
        summary = f"{words.text(rng, rng.randint(15, 45))}. {rng.randint(2, 400)} {words.text(rng, 6)}."
        body = "\n\n".join(words.text(rng, rng.randint(30, 90)) for _ in range(5)) if rng.random() < 0.3 else None
        return ArticleDraft(
            key=f"guid:{number}",
            content_hash=hashlib.blake2b(f"{number}".encode(), digest_size=16).digest(),
            guid=str(number),
            url=f"https://outlet{number % FEEDS}.example/{published:%Y/%m/%d}/{number}",
            title=title,
            author=None if number % 3 else "A. Correspondent",
            published=published,
            published_raw=published.isoformat(),
            updated=None,
            lang="uk" if native else "en",
            summary=summary,
            body=body,
            links=(),
            tags=self._tags(city, someone, title, place, actor, summary),
        )

    def _tags(self, city: tuple[str, str, str, str, float, float], someone: tuple[str, str, str], *texts: str) -> Tags:
        rng = self.rng
        title, place, actor, summary = texts
        spot = Place(
            0, len(place), place, _place_id(city[0]), city[0], city[3], "city", city[4], city[5], "location", True
        )
        person = Actor(len(title) - len(actor), len(title), actor, _actor_id(someone[0]), someone[0], "person", None)
        if rng.random() < 0.4:
            return Tags((spot,), (person,))
        status = rng.choice(STATUSES)
        start = len(title) + 2
        event = Event(
            *(city[0], spot.id, rng.choice(EVENT_TYPES), status, someone[0]),
            *(start, start + len(summary), summary[:200], None),
        )
        figure = Figure(start, start + 3, "100", 100.0, "at_least", "killed", "people", city[0], None, status)
        return Tags((spot,), (person,), (event,), (figure,) if rng.random() < 0.4 else ())


def _place_id(name: str) -> str:
    return f"bench:{name}"


def _actor_id(name: str) -> str:
    return f"bench:actor:{name}"


def _known_names() -> list[KnownName]:
    names = [KnownName(f"bench:country:{code}", "place", name, "country", code) for code, name in COUNTRIES.items()]
    for name, native, region, country, lat, lon in CITIES:
        region_id = f"bench:region:{region}"
        names.append(KnownName(region_id, "place", region, "region", country))
        aliases = (native, *(f"{name} {n}" for n in range(20)))
        names.append(KnownName(_place_id(name), "place", name, "city", country, region_id, lat, lon, aliases))
    names += [KnownName(_actor_id(name), "actor", name, kind, aliases=(native,)) for name, native, kind in ACTORS]
    return list({name.id: name for name in names}.values())


def make(path: Path, articles: int, seed: int = 28, end: datetime = END) -> float:
    """Fill the archive at `path` with that many articles up to `end`, and give the CPU seconds that storing took."""
    maker = Maker(seed)
    spent = 0.0
    feeds = [FeedSettings(f"https://outlet{number}.example/feed", f"Outlet {number}") for number in range(FEEDS)]
    step = timedelta(days=DAYS) / max(1, articles)
    start = end - step * articles
    with Writer(path) as writer:
        states = writer.submit(sync_feeds(feeds, start)).result()
        for first in range(0, articles, BATCH):
            numbers = range(first, min(first + BATCH, articles))
            drafts = [maker.draft(number, start + step * number) for number in numbers]
            feed = states[(first // BATCH) % FEEDS]
            drafts += [_revised(draft) for draft in drafts if maker.rng.random() < 1 / 30]
            now = start + step * (numbers[-1] + 1)
            outcome = PollOutcome(
                *(feed.id, now, now + timedelta(minutes=10), 600, "ok", 0, None, 200, f'"{first}"'),
                ok=True,
                drafts=tuple(drafts),
                names=maker.names,
            )
            before = process_time()
            writer.submit(commit_poll(outcome)).result()
            spent += process_time() - before
    return spent


def _revised(draft: ArticleDraft) -> ArticleDraft:
    return replace(draft, title=f"CORRECTED {draft.title}", content_hash=draft.content_hash[::-1])


def _end_of(day: str) -> datetime:
    """Give the end of a day such as ``2024-02-29``; of ``today``, the present moment."""
    if day == "today":
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{day!r} is neither a date such as 2024-02-29 nor today") from None


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make a big archive for measurements.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument(
        "--until", type=_end_of, default=END, metavar="DATE", help="the last day (2022-08-31), or today"
    )
    options = parser.parse_args()
    started = perf_counter()
    spent = make(options.out, options.articles, options.seed, options.until)
    size = options.out.stat().st_size
    print(
        f"{options.articles} articles in {perf_counter() - started:.1f} s; storing took {spent:.1f} s CPU, "
        f"{options.articles / max(spent, 0.001):.0f} articles/s; {size / 2**20:.0f} MiB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
