"""Who a headline names as its source at its end or head: "Blasts heard in Lviv – mayor", "Mayor: four dead"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import TAIL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.places import Toponym
    from tagger.roles import Mention
    from tagger.sentences import Sentence

_LONGEST: Final = 60
"""Most code points of a source at the end of a headline."""
_SHORTEST_NEWS: Final = 12
"""Fewest code points of what it is the source of."""
_SAYS: Final = (", says ", ", said ", '" says ', "' says ", '," says ', '" said ')
_MARKS: Final = (" - ", " – ", " — ", ", - ", " -", ": ", *_SAYS)
CLUE_WORDS: Final = {TAIL: _MARKS}
_OFFICES: Final = re.compile(
    r"(?:(?:the|a|local|regional|city|state|senior|security|emergency|military|deputy|prime|foreign|defen[cs]e|"
    r"interior|"
    r"health|U\.S\.|[A-Z][\w'.-]*) ){0,4}"
    r"(?:officials?|authorities|police|services?|witnesses|residents|media|sources?|reports?|mayor|governor|"
    r"spokes\w+|minister|ministry|prosecutors?|government|council|administration|commander|army|military|agency|"
    r"agencies|monitors?|observatory|activists|medics|experts|analysts|intelligence|president|PM|NGOs?|army chief|"
    r"statement|study|report|survivors|authority|adviser|aide|envoy|ambassador|chief|head|leader|group|RMA|OVA|UN)",
    re.IGNORECASE,
)
_OFFICES_CYRILLIC: Final = re.compile(
    r"(?:[а-яіїєґё'’-]+ )?(?:мер|мэр|губернатор|глава|голова|міністр|министр|президент|премьер|прем'єр|власти|влада|"
    r"поліція|полиция|прокуратура|прокурор|розвідка|разведка|джерел[оа]|источники?|ЗМІ|СМИ|очевидці|очевидцы|"
    r"рятувальники|спасатели|експерти?|эксперты?|аналітики?|аналитики?|генштаб|генералы?|ОВА|ОП|ООН|МВС|МВД|МЗС|МИД|"
    r"ДСНС|МЧС|ГУР|СБУ|ЗСУ|речник|пресс-секретарь|омбудсм[ае]н)(?: [А-ЯІЇЄҐа-яіїєґё'’-]+){0,3}",
    re.IGNORECASE,
)
_SURNAME: Final = re.compile(r"(?:[A-Z][a-z'’-]{3,}|[А-ЯІЇЄҐЁ][а-яіїєґё'’-]{3,})")
_NO_SOURCES: Final = frozenset(
    (
        *("video", "photo", "photos", "updated", "update", "live", "opinion", "analysis", "explainer", "watch"),
        *("видео", "відео", "фото", "онлайн", "аналитика", "аналітика", "мнение", "думка"),
    )
)


def head_source(folded: str, s: Sentence) -> tuple[int, str] | None:
    """Give offset and name of the office that a sentence names as its source before a colon, or None."""
    at = folded.find(": ", s.start, min(s.end, s.start + _LONGEST))
    if at < 0 or at + _SHORTEST_NEWS > s.end:
        return None
    who = folded[s.start : at]
    if _OFFICES.fullmatch(who) or (not who.isascii() and _OFFICES_CYRILLIC.fullmatch(who)):
        return s.start, who[:1].lower() + who[1:] if who[1:2].islower() and " " not in who else who
    return None


def tail_source(
    folded: str, s: Sentence, mentions: Sequence[Mention], voices: Sequence[Toponym]
) -> tuple[int, str] | None:
    """Give offset and name of the source that a headline ends with, or None.

    Args:
        folded: the folded text.
        s: the sentence.
        mentions: the actors in it.
        voices: the places in it that stand for governments.
    """
    end = s.end - (folded[s.end - 1] == ".")
    end = s.start + len(folded[s.start : end].rstrip())  # behind it stood a stamp or a section, blanked out
    low = max(s.start + _SHORTEST_NEWS, end - _LONGEST)
    tail = folded[low:end]
    if not ("- " in tail or ": " in tail or " sa" in tail or (not tail.isascii() and ("– " in tail or "— " in tail))):
        return None
    at, mark = max((folded.rfind(mark, low, end), mark) for mark in _MARKS)
    if at < 0 or folded.endswith((".", "!", "?"), s.start, at):
        return None
    start = at + len(mark)
    start += folded.startswith(" ", start)
    for m in mentions:
        if m.start >= start:
            return (m.start, m.name) if m.end >= end - 1 else None
    for t in voices:
        if t.start == start and t.end >= end - 1:
            return start, t.entry.name
    who = folded[start:end]
    if _OFFICES.fullmatch(who) or _OFFICES_CYRILLIC.fullmatch(who):
        return start, who
    if mark != ": " and _SURNAME.fullmatch(who) and who.lower() not in _NO_SOURCES:
        return start, who
    return None
