"""How often each rule of the tagger is right, on hand-labelled texts: what `tagger.rules` gives as confidence.

Usage: python -m bench.rules
Places are held against the gold texts and two geoparsing corpora of the shared folder beside the repository
(right: the span is a toponym and, where the gold has coordinates, lies within 161 km); actors, events and figures
against the gold texts (right: the same span, and for an event the same place and type).
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from bench.geoparsing import CORPORA, NEAR_KM, SHARED, distance, documents, outlet_country
from tagger.rules import confidence
from tagger.settings import TaggerSettings
from tagger.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.models import Place, Tags

NEWS: Final = ("TR-News", "GeoVirus")
"""Not LGL: local papers of the US, where only the paper tells which of forty Springfields is meant."""
Tally = defaultdict[str, list[int]]
"""Rule → how often it was right, and how often it gave a tag."""


def count(tally: Tally, rule: str, right: bool) -> None:
    tally[rule][0] += right
    tally[rule][1] += 1


def near(place: Place, gold: dict[str, Any] | None) -> bool:
    """Tell whether a place is the gold one, as far as that has coordinates."""
    if gold is None:
        return False
    if gold.get("lat") is None or place.lat is None or place.lon is None:
        return True
    return distance(place.lat, place.lon, gold["lat"], gold["lon"]) <= NEAR_KM


def count_geoparsing(tagger: Tagger, tally: Tally) -> None:
    for name in NEWS:
        for document in documents(SHARED / CORPORA[name]):
            gold = {(t["start"], t["end"]): t for t in document["toponyms"]}
            country = outlet_country(document.get("domain"))
            for place in tagger.tag(document["text"], country=country).places:
                count(tally, place.rule.split("+")[0], near(place, gold.get((place.start, place.end))))


def count_gold(tally: Tally, document: dict[str, Any], tags: Tags) -> None:
    left_out = [(s["start"], s["end"]) for kind in ("noise", "ignore") for s in document.get(kind, ())]

    def judged(found: Iterable[Any]) -> Iterable[Any]:
        return (one for one in found if not any(a <= one.start and one.end <= b for a, b in left_out))

    places = {(p["start"], p["end"]): p for p in document["places"]}
    for place in judged(tags.places):
        gold = places.get((place.start, place.end))
        literal, *sense = place.rule.split("+")
        count(tally, literal, near(place, gold))
        for rule in sense:
            count(tally, rule, gold is not None and gold["sense"] == "metonym")
    actors = {(a["start"], a["end"]) for a in document["actors"]}
    for actor in judged(tags.actors):
        count(tally, actor.rule, any(a < actor.end and actor.start < b for a, b in actors))
    events = {(e["place"], e["type"]) for e in document["events"]}
    for event in judged(tags.events):
        count(tally, event.rule.split("+")[0], (event.place, event.type) in events)
    figures = [(f["start"], f["end"]) for f in document["figures"]]
    for figure in judged(tags.figures):
        count(tally, figure.rule, any(a < figure.end and figure.start < b for a, b in figures))


def main() -> None:
    tagger = Tagger.load(TaggerSettings())
    tally: Tally = defaultdict(lambda: [0, 0])
    count_geoparsing(tagger, tally)
    for path in sorted((SHARED.parent / "gold").glob("doc*.json")):
        document = json.loads(path.read_text("utf-8"))
        published = datetime.fromisoformat(document["published"]).replace(hour=12, tzinfo=UTC)
        count_gold(tally, document, tagger.tag(document["text"], published=published, lang=document["lang"]))
    for rule, (right, given) in sorted(tally.items()):
        print(f"{rule:16} {right:5} of {given:5} right: {right / given:.2f}, stated {confidence(rule):.2f}")


if __name__ == "__main__":
    main()
