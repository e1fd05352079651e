"""The one entrance: `Tagger.load` opens the name index, `Tagger.tag` turns a text into tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from store.models import Actor, Event, Figure, KnownName, Place, Tags
from tagger.actors import find_actors
from tagger.candidates import survey
from tagger.claims import read_claims
from tagger.corrections import corrected
from tagger.counties import with_counties
from tagger.datelines import dateline_spans, outside
from tagger.events import find_events
from tagger.figures import find_figures
from tagger.gazetteer import open_index
from tagger.lexicon import make_lexicon
from tagger.match import find_names, prepare
from tagger.places import resolve_places
from tagger.recipients import peoples_in
from tagger.region_of import widen_to_regions
from tagger.repeats import fold_repeats
from tagger.rules import confidence
from tagger.scanner import make_scanner
from tagger.sense import mark_metonyms
from tagger.sentences import split_sentences
from tagger.sites import all_sites, standing_places
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from store.models import ActorKind, Correction, EventType, Modifier, PlaceKind
    from tagger.entries import Entry
    from tagger.events import Happening
    from tagger.figures import Count
    from tagger.index import NameIndex
    from tagger.match import Match
    from tagger.places import Toponym
    from tagger.roles import Mention
    from tagger.settings import TaggerSettings


class Tagger:
    """Tags texts. Pure after loading: no I/O, no clock; one instance may serve many threads.

    Ids: ``geonames:N`` for populated places, ``iso:CC`` for countries, ``admin1:CC.code`` for first-level regions
    (GeoNames' codes), ``dl:name`` for our own regions and villages, ``person:slug`` and ``org:slug`` for known actors,
    ``text:kind:Name_of_it`` for an actor that only the text names.
    """

    def __init__(self, index: NameIndex, home: tuple[str, ...] = ()) -> None:
        """Tag with `index`; `home` are ISO codes preferred where a name is ambiguous."""
        self._index = index
        self._home = home
        self._lexicon = make_lexicon(index.lexicon)
        self._scanner = make_scanner(self._lexicon)
        self.version = index.version

    @classmethod
    def load(cls, settings: TaggerSettings, on_build: Callable[[], None] | None = None) -> Tagger:
        """Open the cached index, or make it (some seconds, once).

        Args:
            settings: the ``[tagger]`` section of the config.
            on_build: called just before an index is made, so that a command can tell why it waits.

        Raises:
            tagger.settings.GazetteerError: one of the user's own files is wrong.
        """
        return cls(open_index(settings, on_build), settings.home)

    def tag(
        self,
        text: str,
        *,
        title_end: int = 0,
        published: datetime | None = None,
        lang: str | None = None,
        country: str | None = None,
        corrections: Sequence[Correction] = (),
        noise: Sequence[tuple[int, int]] = (),
    ) -> Tags:
        """Give what a text says.

        Args:
            text: title, blank line, body; offsets in the result are code points of it.
            title_end: length of the title at the head of `text`, 0 for none.
            published: resolves "on Sunday".
            lang: ISO code of the language where the feed gives one.
            country: ISO code of the outlet's country.
            corrections: what readers say against the tagger.
            noise: spans of `text` that say nothing, in order.
        """
        del lang  # the rules take either script as it comes
        source = prepare(text, self._scanner, noise)
        folded = source.folded
        matches = with_counties(self._index, folded, find_names(self._index, source))
        mentions = find_actors(source, text, matches, self._lexicon, published)
        likely = self._lexicon.cyrillic_countries if source.cyrillic else ()
        setting = survey(matches, likely, self._home, country)
        free = _free(matches, mentions)
        toponyms = resolve_places(source, free, setting, self._lexicon)
        toponyms = widen_to_regions(folded, toponyms, self._index.get)
        if corrections:
            toponyms = corrected(source, text, free, toponyms, corrections, self._index.get)
        metonyms = mark_metonyms(folded, toponyms, self._lexicon)
        literal = [t for t, m in zip(toponyms, metonyms, strict=True) if not m]
        voices = [t for t, m in zip(toponyms, metonyms, strict=True) if m]
        sentences = split_sentences(folded, source.hits)
        claims = read_claims(folded, sentences, mentions, voices, self._lexicon)
        sites = all_sites(folded, sentences, outside(literal, dateline_spans(text)))
        named = toponyms, peoples_in(folded, matches)
        told = find_events(folded, sentences, sites, claims, named, self._lexicon, published, self._index.get)
        events = fold_repeats(told, mentions, title_end)
        counts = find_figures(source, sentences, sites, claims, standing_places(sentences, sites))
        scenes = {e.mention for e in told}
        return Tags(
            places=tuple(_place(text, t, m, t.start in scenes) for t, m in zip(toponyms, metonyms, strict=True)),
            actors=tuple(_actor(text, m) for m in mentions),
            events=tuple(_event(text, e) for e in events),
            figures=tuple(_figure(text, c) for c in counts),
        )

    def known(self, ids: Iterable[str]) -> tuple[KnownName, ...]:
        """Give each known id with its name and aliases, and the regions and countries that hold the places."""
        wanted = dict.fromkeys(ids)
        found: dict[str, KnownName] = {}
        queue = list(wanted)
        while queue:
            entry_id = queue.pop(0)
            if entry_id in found:
                continue
            name = self._known(entry_id)
            if name is None:
                continue
            found[entry_id] = name
            if name.kind == "place":
                queue.extend(h for h in (name.region_id, name.country and f"iso:{name.country}") if h)
        return tuple(found.values())

    def places_called(self, name: str) -> tuple[KnownName, ...]:
        """Give every place that goes by `name` in full, in the order of their ids."""
        folded = fold(name)
        numbers = [number for start, end, number in self._index.find(folded) if (start, end) == (0, len(folded))]
        entries = {r.entry.id for n in numbers for r in self._index.name(n).places}
        return tuple(known for entry_id in sorted(entries) if (known := self._known(entry_id)))

    def _known(self, entry_id: str) -> KnownName | None:
        if entry_id.startswith("text:"):
            _, kind, slug = entry_id.split(":", 2)
            return KnownName(entry_id, "actor", slug.replace("_", " "), kind)
        e = self._index.get(entry_id)
        if e is None or e.type == "adj":
            return None
        if e.type == "actor":
            return KnownName(e.id, "actor", e.name, e.kind, e.country, aliases=e.aliases)
        region = e.region_id if e.region_id and self._index.get(e.region_id) else None
        return KnownName(e.id, "place", e.name, e.kind, e.country, region, e.lat, e.lon, e.aliases)


def _free(matches: Sequence[Match], mentions: Sequence[Mention]) -> list[Match]:
    """Give the names that lie in no actor's, or are the possessor of it ("Ukraine's military"); all are in order."""
    free = []
    at, count = -1, len(mentions)
    for m in matches:
        while at + 1 < count and mentions[at + 1].start <= m.start:
            at += 1
        if at < 0 or mentions[at].end <= m.start or not _is_part(m, mentions[at]):
            free.append(m)
    return free


def _is_part(m: Match, inside: Mention) -> bool:
    return inside.kind == "person" or m.start != inside.start or m.end == inside.end or _is_name_only(m)


def _is_name_only(m: Match) -> bool:
    return all(r.entry.type != "place" for r in m.readings)


def _actor(text: str, m: Mention) -> Actor:
    return Actor(
        m.start,
        m.end,
        text[m.start : m.end],
        m.id,
        m.name,
        cast("ActorKind", m.kind),
        m.role,
        m.rule,
        confidence(m.rule),
    )


def _place(text: str, t: Toponym, metonym: str, scene: bool) -> Place:
    e: Entry = t.entry
    rule = f"{t.rule}+{metonym}" if metonym else t.rule
    return Place(
        t.start,
        t.end,
        text[t.start : t.end],
        e.id,
        e.name,
        e.country,
        cast("PlaceKind", e.kind),
        e.lat,
        e.lon,
        "metonym" if metonym else "location",
        scene,
        rule,
        confidence(rule),
    )


def _event(text: str, e: Happening) -> Event:
    rule = f"{'implied' if e.mention is None else 'at'}+{'said' if e.claim.by else 'own-voice'}"
    return Event(
        e.entry.name,
        e.entry.id,
        cast("EventType", e.type),
        e.claim.status,
        e.claim.by,
        e.start,
        e.end,
        text[e.start : e.end],
        e.time,
        rule,
        confidence(rule),
    )


def _figure(text: str, c: Count) -> Figure:
    rule = "counted" if c.measure == "other" else "measured"
    return Figure(
        c.start,
        c.end,
        text[c.start : c.end],
        c.value,
        cast("Modifier", c.modifier),
        c.measure,
        c.unit,
        c.place,
        c.claim.by,
        c.claim.status,
        rule,
        confidence(rule),
    )
