"""Places on three public geoparsing corpora: span F1, and the share of gold toponyms found and put within 161 km.

Usage: python bench/geoparsing.py [--folder FOLDER] [--documents N] [--misses]
The corpora (TR-News, LGL and GeoVirus as JSON lines, a "text" and its "toponyms" a line) stay in the shared folder
beside the repository. A span counts where it equals the gold one but for an article or a possessive; 161 km is the
measure of Gritta et al. (2020), and end to end: a toponym that is not found is wrong. The corpora label adjectives too
("Russian", "US" in "US senator"), which Dateline holds to be no places. The first line of each counts them as missed,
the second leaves them out, and the third counts those that the tagger knows for what they are, each put where its
country lies: that is what other geoparsers are measured by.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.models import Place
from tagger.gazetteer import open_index
from tagger.lexicon import make_lexicon
from tagger.match import find_names, prepare
from tagger.recipients import peoples_in
from tagger.scanner import make_scanner
from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHARED: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "geoparsing"
CORPORA: Final = {"TR-News": "trnews.jsonl.gz", "LGL": "lgl_A.jsonl.gz", "GeoVirus": "geovirus_A.jsonl.gz"}
NEAR_KM: Final = 161.0
EARTH_KM: Final = 6371.0
_ADJECTIVE: Final = re.compile(
    r"(?!Mediterr|Carib)(?:U\.?S\.?|U\.?K\.?|[A-Z]\w*(?: [A-Z]\w+)?(?:ian|ean|ish|ese|tch)s?|"
    r"(?:South |North )?(?:Afri|Ameri|Mexi)cans?|"
    r"French|Germans?|Swiss|Czech|Greek|Turks?|Iraqis?|Israelis?|Pakistanis?|Qataris?|Kuwaitis?|Saudis?|Yemenis?|Dagestanis?|"
    r"Cubans?|Sri Lankans?|Canadians?|Ontarians|Kenyans?|Ugandans?|Cypriots?|Kurds?)"
)
_ARTICLES: Final = ("the ", "The ")


@dataclass(slots=True)
class Score:
    """Counts over one corpus."""

    documents: int = 0
    gold: int = 0
    found: int = 0
    right: int = 0
    located: int = 0
    """Gold toponyms with coordinates."""
    near: int = 0
    seconds: float = 0.0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    astray: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Give the share of the found spans that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Give the share of the gold spans that are found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def within(self) -> float:
        """Give the share of gold toponyms with coordinates that are found and put within 161 km."""
        return self.near / self.located if self.located else 0.0


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give kilometres on a sphere (haversine)."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def outlet_country(domain: str | None) -> str | None:
    """Give the country of an outlet by its top-level domain, as a config would name it."""
    code = (domain or "").rpartition(".")[2].upper()
    return {"UK": "GB"}.get(code, code) if len(code) == 2 else None


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Give the documents of one corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def score_document(score: Score, document: dict[str, Any], places: Sequence[Place], adjectives: bool) -> None:
    """Add what one document gives to `score`, with or without the `adjectives` among the gold toponyms."""
    text: str = document["text"]
    found = {_plain(text, p.start, p.end): p for p in places}
    gold = {_plain(text, t["start"], t["end"]): t for t in document["toponyms"]}
    if not adjectives:
        left_out = {span for span in gold if _ADJECTIVE.fullmatch(text[slice(*span)])}
        found = {span: place for span, place in found.items() if span not in left_out}
        gold = {span: toponym for span, toponym in gold.items() if span not in left_out}
    score.documents += 1
    score.gold += len(gold)
    score.found += len(found)
    for span, toponym in gold.items():
        place = found.get(span)
        score.right += place is not None
        if place is None:
            score.missed[toponym["phrase"]] += 1
        if toponym.get("lat") is None:
            continue
        score.located += 1
        if place is None:
            place = next((p for (start, end), p in found.items() if start < span[1] and span[0] < end), None)
        if place is None:
            continue
        if _is_near(place, toponym):
            score.near += 1
        else:
            score.astray[f"{toponym['phrase']} as {place.name}, {place.country}"] += 1
    score.wrong.update(text[slice(*span)] for span in found.keys() - gold.keys())


def _is_near(place: Place, toponym: dict[str, Any]) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return distance(place.lat, place.lon, toponym["lat"], toponym["lon"]) <= NEAR_KM


def _plain(text: str, start: int, end: int) -> tuple[int, int]:
    """Give a span without an article at its head or a possessive at its end."""
    name = text[start:end]
    start += 4 if name.startswith(_ARTICLES) else 0
    end -= 2 if name.endswith(("'s", "’s")) else 0
    return start, end


class Peoples:
    """Finds the adjectives of countries in a text, as places where the countries lie."""

    def __init__(self) -> None:
        """Open the name index."""
        self._index = open_index(TaggerSettings())
        self._scanner = make_scanner(make_lexicon(self._index.lexicon))

    def find(self, text: str, places: Sequence[Place]) -> list[Place]:
        """Give the adjectives outside `places`, and the countries that only qualify a word: "US senator"."""
        source = prepare(text, self._scanner)
        matches = find_names(self._index, source)
        spans = {(p.start, p.end): p.country for p in peoples_in(source.folded, matches)}
        for m in matches:
            if m.name.famous.entry.kind == "country":
                spans[m.start, m.end] = m.name.famous.entry.country or ""
        taken = [range(p.start, p.end) for p in places]
        return [self._place(text, *span, code) for span, code in spans.items() if not any(span[0] in r for r in taken)]

    def _place(self, text: str, start: int, end: int, country: str) -> Place:
        e = self._index.get(f"iso:{country}")
        lat, lon = (e.lat, e.lon) if e else (None, None)
        return Place(
            start, end, text[start:end], f"iso:{country}", country, country, "country", lat, lon, "location", False
        )


def run(tagger: Tagger, path: Path, most: int | None = None) -> tuple[Score, Score, Score]:
    """Tag a corpus, or the first `most` documents of it.

    Gives the score of all toponyms, without adjectives, and with those that the tagger knows.
    """
    score, nouns, both = Score(), Score(), Score()
    peoples = Peoples()
    for document in islice(documents(path), most):
        start = time.process_time()
        title = document.get("title") or ""
        head = f"{title}\n\n" if title else ""
        text = head + document["text"]
        tags = tagger.tag(text, title_end=len(title), country=outlet_country(document.get("domain")))
        score.seconds += time.process_time() - start
        places = _of_body(tags.places, len(head))
        score_document(score, document, places, adjectives=True)
        score_document(nouns, document, places, adjectives=False)
        known = _of_body(peoples.find(text, tags.places), len(head))
        score_document(both, document, [*places, *known], adjectives=True)
    return score, nouns, both


def _of_body(places: Sequence[Place], head: int) -> list[Place]:
    return [replace(p, start=p.start - head, end=p.end - head) for p in places if p.start >= head]


def _line(s: Score) -> str:
    return (
        f"{s.gold:5}: precision {s.precision:.3f}, recall {s.recall:.3f}, F1 {s.f1:.3f}; within 161 km {s.within:.3f}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--folder", type=Path, default=SHARED)
    arguments.add_argument("--documents", type=int, help="only the first N of each corpus")
    arguments.add_argument("--misses", action="store_true", help="also what was missed, wrongly found and misplaced")
    options = arguments.parse_args()
    tagger = Tagger.load(TaggerSettings())
    for name, file in CORPORA.items():
        s, nouns, both = run(tagger, options.folder / file, options.documents)
        print(f"{name}: {s.documents} documents, {s.documents / s.seconds:.0f} a CPU second")
        print(f"  all toponyms        {_line(s)}")
        print(f"  without adjectives  {_line(nouns)}")
        print(f"  with known ones     {_line(both)}")
        if options.misses:
            for title, counts in (("missed", s.missed), ("wrong", s.wrong), ("misplaced", s.astray)):
                print(f"  {title}: " + "; ".join(f"{what} {n}" for what, n in counts.most_common(150)))


if __name__ == "__main__":
    main()
