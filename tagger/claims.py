"""Who says so, and how sure the text is: attribution and status of each sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Status
    from tagger.actors import Mention
    from tagger.lexicon import Lexicon
    from tagger.places import Toponym
    from tagger.sentences import Sentence

_SAY: Final = (
    r"(?:said|says|say|told|added|adds|warned|announced|claimed|claims|stated|states|wrote|writes|tweeted|posted|reported|reports|"
    r"insisted|noted|stressed|explained|explains|acknowledged|declared|confirmed|estimated|estimates|believes?|thinks?|assures?|assured|denied|denies|recalls|"
    r"accused|alleged|заявив|заявила|заявили|заявил|повідомив|повідомила|повідомили|повідомляє|сообщил|сообщила|сообщили|сообщает|сказав|сказала|сказал|"
    r"розповів|рассказал|уточнив|уточнил|зазначив|отметил|написав|написал|пишет|пише)"
)
_AFTER = re.compile(
    rf"'?(?:,[^,.;:\"“”\n]{{2,110}},| \([^)\n]{{1,60}}\))? (?:(?:has|have|had|also|later|earlier|previously|then|officials?|on \w+day|spokes\w+) ){{0,3}}{_SAY}\b"
)
_BEFORE = re.compile(
    rf"(?:{_SAY}|[Aa]ccording to|citing|за словами|по словам|по данным|за даними) (?:(?:the|a|its|local|senior|former|Mr|Mrs|Ms|President|[A-Za-z'-]+) ){{0,5}}\Z"
)
_NOMINAL = re.compile(
    r"\b((?:(?:the|local|regional|city|state|senior|security|emergency|health|rescue|military|aid|human rights|[A-Z][\w.'-]+|U\.S\.) ){0,3}"
    r"(?:officials?|authorities|police|services|witnesses|residents|rescuers|workers|media|sources?|reports|mayor|governor|spokes\w+|minister|ministry|"
    r"prosecutors?(?: general's office)?|government|council|commander|agency|monitor|activists|groups?|doctors?|medics|experts|analysts|investigators|diplomats|head|chief|"
    r"observatory|president|military|army))"
    rf"(?:'s office)?(?:,[^,.;:\n]{{2,80}},)? (?:(?:has|have|had|also|later|earlier|on \w+day) ){{0,2}}{_SAY}\b"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|citing) ((?:[\w'.-]+ ){0,4}(?:officials?|authorities|police|services|witnesses|residents|media|sources?|reports|counts|groups?|ministry|government|military|army|figures|data|observatory|monitor\w*))"
)
_PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t) (?:(?:has|had|also|later|then) ){{0,2}}{_SAY}\b|\b{_SAY} (?:he|she|they)\b"
)
_REPORTED_SPEECH = re.compile(
    r"\b(?:are|is|was|were|have been|been) (?:reported|said|believed|thought|understood) to\b"
)
_OPENING = re.compile(r"[\"“«]")


@dataclass(frozen=True, slots=True)
class Claim:
    """How a sentence is vouched for."""

    status: Status = "reported"
    by: str | None = None


def read_claims(
    folded: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    voices: Sequence[Toponym],
    lexicon: Lexicon,
) -> list[Claim]:
    """Give the claim of each sentence; `voices` are the places that stand for governments."""
    claims: list[Claim] = []
    speaker: str | None = None
    paragraph = -1
    for i, s in enumerate(sentences):
        piece = folded[s.start : s.end]
        by = _speaker(folded, s, mentions, voices)
        if by is None and (_PRONOUN.search(piece) or (s.paragraph == paragraph and _OPENING.match(piece))):
            by = speaker
        if (
            by is None
            and _OPENING.match(piece)
            and i + 1 < len(sentences)
            and sentences[i + 1].paragraph == s.paragraph
        ):
            by = _speaker(folded, sentences[i + 1], mentions, voices)
        status: Status = "claimed" if by else "reported"
        if lexicon.denied.search(piece):
            status = "denied"
        if lexicon.unverified.search(piece) or (by is None and _REPORTED_SPEECH.search(piece)):
            status = "unverified"
            if lexicon.after_claim.search(piece):
                _spread_back(claims, sentences, i)
        claims.append(Claim(status, by))
        if by:
            speaker, paragraph = by, s.paragraph
    return claims


def _spread_back(claims: list[Claim], sentences: Sequence[Sentence], at: int) -> None:
    """Let "could not be verified" hold for the claims just before it in its paragraph."""
    for j in range(at - 1, max(-1, at - 4), -1):
        if sentences[j].paragraph != sentences[at].paragraph:
            break
        if claims[j].status in ("claimed", "reported"):
            claims[j] = replace(claims[j], status="unverified")


def _speaker(folded: str, s: Sentence, mentions: Sequence[Mention], voices: Sequence[Toponym]) -> str | None:
    """Give who says the sentence, in its own words or as named."""
    for m in mentions:
        if s.start <= m.start and m.end <= s.end and _says(folded, m.start, m.end, s):
            return m.name
    for t in voices:
        if s.start <= t.start and t.end <= s.end and _says(folded, t.start, t.end, s):
            return t.entry.name
    piece = folded[s.start : s.end]
    found = _NOMINAL.search(piece) or _ACCORDING.search(piece)
    return _resolved(found[1], s, mentions) if found else None


def _says(folded: str, start: int, end: int, s: Sentence) -> bool:
    if _AFTER.match(folded, end, min(len(folded), s.end)):
        return True
    head = folded[max(s.start, start - 80) : start]
    if _BEFORE.search(head):
        return True
    return start == s.start and folded.startswith(":", end) and end + 1 < s.end


def _resolved(phrase: str, s: Sentence, mentions: Sequence[Mention]) -> str:
    """Give the person who holds the named office, if the text names one; else the phrase."""
    plain = phrase.removeprefix("the ").removeprefix("The ")
    head = plain.split(" ")[-1]
    if plain in (
        "mayor",
        "governor",
        "president",
        "minister",
        "spokesman",
        "spokeswoman",
        "commander",
        "head",
        "chief",
    ):
        holders = {m.name for m in mentions if m.role and head in m.role.lower().split(" ")}
        near = {m.name for m in mentions if m.role and head in m.role.lower().split(" ") and m.start < s.end + 400}
        if len(near) == 1:
            return near.pop()
        if len(holders) == 1:
            return holders.pop()
    return plain
