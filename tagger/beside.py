"""What stands beside a name: whether it is listed with another place, or is part of a longer name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import SHIP
from tagger.entries import GIVEN
from tagger.prefilter import required

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.entries import Entry
    from tagger.lexicon import Lexicon
    from tagger.match import Match
    from tagger.places import Toponym

_NO_GIVEN_NAMES: Final = re.compile(
    "North|South|East|West|(?:North|South|East|West)ern|Central|Upper|Lower|New|Old|Greater|Little|Lake|Mount|Fort|"
    "Port|Saint|St|Camp|Cape|River|San|Santa|El|Al|The|In|At|Of"
)
_ADJECTIVAL: Final = re.compile("(?:ий|ый|ой|ая|ое|ее|ого|его|ому|ему|им|ым|ую|ої|ій|их|ых)\\Z")
_NEXT_CYRILLIC: Final = re.compile("[ \xa0][А-Яа-яІіЇїЄєҐґ'-]{4,}")
_AT: Final = re.compile("в|во|у|під|под|біля|около|близ|возле|поблизу|над|місті|городе|селі|селе|селищі|поселке")
_NEXT: Final = re.compile(r" ([a-z]+)\b")
_LONGER: Final = re.compile(
    r"-\d\d?\b| (?:[A-Z][\w&'-]* ){0,2}(?:University|College|School|Academy|Hospital|Street|Avenue|Road|Drive|Lane|"
    r"Boulevard|Township|Colony|Grove|Heights|Hills|Moors|Falls|Creek|Ridge|Forest|Harbou?r|"
    r"Inc\b|LLC|Ltd|Corp\b|FC\b|[Nn]ews [Aa]gency)|"
    r"'s (?:University|College|School|Academy|Hospital|Church)"
)
_INITIAL: Final = re.compile(r"[A-Z]\.")
_JOINED: Final = re.compile("-[A-Z]")
_FAMILY_NAME: Final = re.compile(r"(?:[oe]v|in|yn|enko|sk[iy]{1,2}|chuk|yuk|[oe]va|shvili|ian)(?!\w)")
_MAKE: Final = re.compile(r"\b(?:an?|the|his|her) (?:19|20)\d\d \Z")
_SCHOOL: Final = re.compile(r" (?:Elementary|Primary School|Middle School)\b")
_CIVIC: Final = re.compile(
    r"(?:-based\b| (?:[Pp]olice|Fire (?:Department|Chief|Marshal)|City (?:Council|Hall|Manager|Schools)|"
    r"Town (?:Council|Hall)|[Tt]ownship|[Mm]ayor|man\b|woman\b|teenager|couple|natives?\b|[Rr]esidents?\b|"
    r"[Aa]rea\b|[Ss]uburb|[Vv]olunteer Fire|[Aa]uthorities\b|officials?\b))"
)
_DATELINE: Final = re.compile(r"(?:, [A-Z][\w.]{1,12})?(?: \([^()\n]{2,40}\))? ?(?:--|—|–|- )")
_SHIPS: Final = (
    r"(?:cruisers?|frigates?|corvettes?|flagship|warships?|destroyers?|submarines?|battleships?|minesweepers?|"
    r"landing ship|patrol boat|крейсер\w*|фрегат\w*|корвет\w*|эсминц\w*)"
)
_SHIP: Final = re.compile(rf"\b{_SHIPS} [\"'«“]?\Z", re.IGNORECASE)
_SHIP_AFTER: Final = re.compile(rf"[\"'»”]?(?: missile| guided-missile)? {_SHIPS}\b")
_SAILS: Final = re.compile(
    r"(?:[.,;:!?)\"”]|'s (?:crew|sailors|captain|sinking|loss|hull)| (?:was|is|has|had|sank|sinks|sunk|went|caught|"
    r"burned|"
    r"carried|and|in|on|off|after|when|while|could|would|will|did)\b|\Z)"
)
_SEA: Final = re.compile(r"\b(?:ships?|crew|fleet|naval|navy|s[aiu]nk|sinking|vessels?|sailors?|aboard)\b|" + _SHIPS)
CLUE_WORDS: Final = {SHIP: required(_SEA.pattern)}
_NEAR_SEA: Final = 160
"""Code points round a name within which a word of the sea makes a ship of a name with an article."""
_GOES_ON: Final = re.compile(r"[ -][A-Z]")
_PARTY: Final = re.compile(r"(?:\(|, |^)[RD]-\Z")
_QUOTED: Final = ("«»", "„“", "“”", '""')
_LIST: Final = (", ", " and ", ", and ", " і ", " та ", " и ", " й ")


def listed_after(folded: str, previous: Toponym, m: Match, e: Entry) -> bool:
    """Tell whether a name is listed after a place of the same country: "Sloviansk and Barvinkove"."""
    return e.country == previous.entry.country and folded[previous.end : m.start] in _LIST


def stands_as_place(folded: str, m: Match) -> bool:
    """Tell whether what is beside a name tells of a place: "Danbury police", "BANTAM — A man", "Boggs, D-Braxton"."""
    if _CIVIC.match(folded, m.end):
        return True
    head = folded[max(0, m.start - 4) : m.start]
    if not head or head.endswith(("\n", ". ")):
        return _DATELINE.match(folded, m.end) is not None
    return head.endswith("-") and _PARTY.search(head) is not None


def is_part_of_name(folded: str, m: Match) -> bool:
    """Tell whether a little-known name is a paper's or a make's: "the Herald-Press", "a 2001 Cadillac"."""
    if _JOINED.match(folded, m.end) and folded[m.start - 2 : m.start - 1].isalnum():
        return True
    return _MAKE.search(folded, max(0, m.start - 10), m.start) is not None


def goes_on(folded: str, m: Match) -> bool:
    """Tell whether a Latin name goes on with a capital: "Cheng Lei", "Molotov-Ribbentrop"."""
    return _GOES_ON.match(folded, m.end) is not None


def is_ship(folded: str, m: Match, e: Entry) -> bool:
    """Tell whether a town's name is a ship's: "the cruiser Moskva", "the Moskva sank"; no town has an article."""
    if e.kind not in ("city", "town", "village"):
        return False
    head = folded[max(0, m.start - 20) : m.start]
    if _SHIP.search(head) or _SHIP_AFTER.match(folded, m.end):
        return True
    if not (head.endswith((" the ", "\nThe ", ". The ")) or head == "The ") or " " in folded[m.start : m.end]:
        return False
    at_sea = _SEA.search(folded, max(0, m.start - _NEAR_SEA), m.end + _NEAR_SEA)
    return at_sea is not None and _SAILS.match(folded, m.end) is not None


def is_in_quotation_marks(folded: str, m: Match) -> bool:
    """Tell whether a name fills quotation marks: in Ukrainian and Russian a brewery's, a hotel's or a battalion's.

    Names of places stand without them there, those of ships, brands, bodies and projects in them: «Балтика».
    """
    return folded[m.start - 1 : m.start] + folded[m.end : m.end + 1] in _QUOTED


def is_inside_initials(folded: str, m: Match) -> bool:
    """Tell whether a name is a part of longer initials: the "N.B." of "W.N.B.A."."""
    if not folded.endswith(".", m.start, m.end):
        return False
    before = m.start > 1 and folded[m.start - 1] == "." and folded[m.start - 2].isupper()
    return before or (folded[m.end : m.end + 1].isupper() and folded[m.end + 1 : m.end + 2] == ".")


def in_name_with_of(folded: str, m: Match, before: str) -> bool:
    """Tell whether the name ends a title: "the Department of Justice", "the Order of Friendship"."""
    return before == "of" and word_before(folded, m.start - 3)[:1].isupper()


def proud(before: str, after: re.Match[str] | None) -> bool:
    """Tell whether a word beside a name is capitalised too, so that it may be part of a longer one."""
    return before[:1].isupper() or (after is not None and after[1][0].isupper())


def ends_other_name(folded: str, before: str, m: Match, e: Entry, lexicon: Lexicon) -> bool:
    """Tell whether the name ends another: "the University of Kharkiv", "the Patriarch of Moscow"."""
    if before != "of" or e.kind == "country":
        return False
    return word_before(folded, m.start - 3) in lexicon.organisation_heads


def borne_by_people(folded: str, matches: Sequence[Match], lexicon: Lexicon) -> frozenset[str]:
    """Give the little-known names of one word that a person bears: "according to Gary Roberts", "Roberts said".

    Schools for the young are named after people too, and then go by the bare name: "Franklin Elementary".
    """
    names = set()
    for m in matches:
        name = folded[m.start : m.end]
        if name in names or " " in name or not m.name.little:
            continue
        if _speaks(folded, m, lexicon) or _SCHOOL.match(folded, m.end) or _heads_quote(folded, m):
            names.add(name)
            continue
        before = word_before(folded, m.start)
        if m.name.strength > 1:
            continue
        at = m.start - len(before) - 2
        if _INITIAL.fullmatch(before) and folded[at - 1 : at].islower():
            names.add(name)
            continue
        # In a headline every word is capitalised: only after a small word or a comma is it a given name.
        if len(before) < 2 or not before[0].isupper() or at < 1:
            continue
        if not folded[at - 1].islower() and folded[at - 1] != ",":
            continue
        if not _NO_GIVEN_NAMES.fullmatch(before) and before.lower() not in lexicon.role_words:
            names.add(name)
    return frozenset(names)


def _heads_quote(folded: str, m: Match) -> bool:
    """Tell whether the name opens a line and a colon follows, as before what somebody says: "Danilov: …"."""
    opens = m.start == 0 or folded[m.start - 1] == "\n"
    return opens and folded.startswith(": ", m.end) and _FAMILY_NAME.search(folded, m.start, m.end) is not None


def _speaks(folded: str, m: Match, lexicon: Lexicon) -> bool:
    """Tell whether the name is the subject of a verb of speech, right at the head of its clause."""
    after = _NEXT.match(folded, m.end)
    if after is None or after[1] not in lexicon.said:
        return False
    head = folded[max(0, m.start - 2) : m.start].rstrip(" ")
    return not head or not (head[-1].isalnum() or head[-1] in "'-")


def qualifies_next(folded: str, before: str, m: Match, e: Entry) -> bool:
    """Tell whether an adjective that is also a town's name belongs to the next word: "Северного потока"."""
    if e.strength == 3 or e.kind == "region":
        return False
    if not _ADJECTIVAL.search(folded, m.start, m.end) or not _NEXT_CYRILLIC.match(folded, m.end):
        return False
    return _AT.fullmatch(before.lower()) is None


def opens_other_name(folded: str, m: Match) -> bool:
    """Tell whether the name opens a longer one: "Ohio State University", "Glasgow Road", "Minsk-2"."""
    return _LONGER.match(folded, m.end) is not None


def word_before(folded: str, at: int) -> str:
    """Give the word that ends one blank before `at`, or nothing."""
    end = at - 1
    if end < 1 or folded[end] != " ":
        return ""
    low = at - 40 if at > 40 else 0
    blank = folded.rfind(" ", low, end)
    word = folded[low if blank < 0 else blank + 1 : end]
    if word.isalpha():
        return word
    first = end
    while first > low and (folded[first - 1].isalnum() or folded[first - 1] in "_'’."):
        first -= 1
    while first < end and not folded[first].isalpha():
        first += 1
    return folded[first:end]


def surname_follows(word: str, e: Entry, lexicon: Lexicon) -> bool:
    """Tell whether `word` makes a given name before it a person's: "Chad Miller", but not "Chad Closes Border"."""
    if not word[0].isupper():
        return False
    lower = word.lower()
    return e.kind != "country" or not (
        word in lexicon.titles
        or any(lower in words for words in (lexicon.roles, lexicon.role_words, lexicon.speech, lexicon.acts))
    )


def inside_other_name(before: str, after: re.Match[str] | None, m: Match, e: Entry, lexicon: Lexicon) -> bool:
    """Tell whether the name is part of a person's or a body's name."""
    if after is not None:
        if after[1] in lexicon.organisation_words:
            return True
        if m.flags & GIVEN and surname_follows(after[1], e, lexicon):
            return True
    if before in lexicon.given and e.kind != "country":
        return True
    return before.rstrip(".") in lexicon.titles and e.strength < 3
