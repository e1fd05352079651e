"""Who says so, and how sure the text is: attribution and status of each sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagger.clues import ACCORDING, CITED, DENIED, HEDGED, NOMINAL, PASSIVE_SPEECH, PRONOUN, SPEECH
from tagger.denials import find_denials, only_denies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Status
    from tagger.denials import Denial
    from tagger.lexicon import Lexicon
    from tagger.places import Toponym
    from tagger.roles import Mention
    from tagger.sentences import Sentence

_SAY: Final = (
    r"(?i:said|says|say|told|added|adds|warned|announced|claimed|claims|stated|states|wrote|writes|"
    r"tweeted|posted|reported|reports|"
    r"insisted|noted|stressed|explained|explains|acknowledged|declared|confirmed|estimated|estimates|"
    r"believes?|thinks?|assures?|assured|denied|denies|recalls|"
    r"accused|alleged|заяви(?:в|л[аио]?)|заявля(?:є|ють|ет|ют)|повідоми(?:в|л[аио])|повідомля(?:є|ють)|"
    r"сообщил[аио]?|сообща(?:ет|ют)|сказа(?:в|л[аио]?)|розпові(?:в|л[аио])|рассказал[аио]?|"
    r"уточни(?:в|л[аио]?)|зазначи(?:в|л[аио])|отметил[аио]?|написа(?:в|л[аио]?)|пишет|пише|"
    r"заперечу(?:є|ють)|заперечи(?:в|л[аио])|спростува(?:в|л[аио])|отрица(?:ет|ют|л[аио]?)|опроверг(?:л[аио])?)"
)
_AFTER = re.compile(
    rf"'?(?:,[^,.;:\"“”\n]{{2,110}},| \([^)\n]{{1,60}}\))? (?:(?:has|have|had|also|later|earlier|"
    rf"previously|then|officials?|on \w+day|spokes\w+) ){{0,3}}{_SAY}\b"
)
_INVERTED = re.compile(rf"(?:[,\"”'?!-] ?|\b(?:[Оо]б этом|[Пп]ро це) ){_SAY} (?:[\w'.-]+ ){{0,6}}\Z")
_ACCORDING_BEFORE = re.compile(
    r"(?:[Aa]ccording to|citing|denied by|за словами|по словам|по данным|за даними) (?:[\w'.-]+ ){0,5}\Z"
)
_ANY_SPEECH = re.compile(rf"\b(?:{_SAY}|[Aa]ccording|citing)\b")
_VERB_NEXT = re.compile(r" (?:had|has|have|was|were|is|are|would|will|could|did|[a-z]+ed)\b")
_NOMINAL = re.compile(
    r"\b((?:(?:the|local|regional|city|state|senior|security|emergency|health|rescue|military|"
    r"aid|human rights|[A-Z][\w.'-]+|U\.S\.) ){0,3}"
    r"(?:officials?|authorities|police|services|witnesses|residents|rescuers|workers|media|sources?|"
    r"reports|mayor|governor|spokes\w+|minister|ministry|"
    r"prosecutors?(?: general's office)?|government|council|commander|agency|monitor|activists|"
    r"groups?|doctors?|medics|experts|analysts|investigators|diplomats|head|chief|"
    r"observatory|president|military|army|unions?|associations?|syndicate|network|committees?|charity)"
    rf"(?: of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)?)"
    rf"(?:'s office)?(?:,[^,.;:\n]{{2,80}},)? (?:(?:has|have|had|also|later|earlier|on \w+day) ){{0,2}}{_SAY}\b"
)
_OWNERS = re.compile(r"[a-z]+s' \Z")
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|citing) ((?:[\w'.-]+ ){0,4}(?:officials?|authorities|police|services|"
    r"witnesses|residents|media|sources?|reports|counts|groups?|ministry|government|military|"
    r"army|figures|data|observatory|monitor\w*))"
)
_PRONOUN = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t) (?:(?:has|had|also|later|then) ){{0,2}}{_SAY}\b|\b{_SAY} (?:he|she|they)\b"
)
_REPORTED_SPEECH = re.compile(
    r"\b(?:are|is|was|were|have been|been) (?:reported|said|believed|thought|understood) to\b"
)
CLUES: Final = {
    SPEECH: [_ANY_SPEECH],
    NOMINAL: [_NOMINAL],
    ACCORDING: [_ACCORDING],
    PASSIVE_SPEECH: [_REPORTED_SPEECH],
    CITED: [_ACCORDING_BEFORE],
}
_PRONOUNS: Final = ("He ", "he ", "She ", "she ", "They ", "they ", "It ", "it ")
CLUE_WORDS: Final = {PRONOUN: [mark + word for mark in " \"“«('-—[" for word in ("he", "she", "they", "it")]}
_MOST_HOLDERS: Final = 60
_OPENING: Final = ('"', "“", "«")
Voices = tuple[tuple[int, str], ...]
"""Offset and name of each who says something, in order."""


@dataclass(frozen=True, slots=True)
class Claim:
    """How a sentence is vouched for."""

    status: Status = "reported"
    by: str | None = None
    voices: tuple[tuple[int, str], ...] = ()
    """Offset and name of everybody who says something in the sentence, but for those who only deny."""
    denied: tuple[tuple[int, int, str | None], ...] = ()
    """What is denied, as spans of the text, and by whom."""

    def at(self, offset: int) -> Claim:
        """Give the claim for what stands at `offset`: by who denies it, or by the last speaker before it."""
        for start, end, by in self.denied:
            if start <= offset < end:
                return replace(self, status="denied", by=by)
        spoken = [name for start, name in self.voices if start < offset]
        if not spoken:
            return self
        return replace(self, by=spoken[-1], status="claimed" if self.status == "reported" else self.status)


def read_claims(
    folded: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    voices: Sequence[Toponym],
    lexicon: Lexicon,
) -> list[Claim]:
    """Give the claim of each sentence; `voices` are the places that stand for governments."""
    claims: list[Claim] = []
    holders = [m for m in mentions if m.kind == "person" and m.role][:_MOST_HOLDERS]
    speaker: str | None = None
    paragraph = -1
    for i, s in enumerate(sentences):
        said = _speakers(folded, s, mentions, voices, holders)
        by = said[0][1] if said else None
        if by is None and (_by_pronoun(folded, s) or (s.paragraph == paragraph and _opens(folded, s))):
            by = speaker
        if by is None and _opens(folded, s) and i + 1 < len(sentences) and sentences[i + 1].paragraph == s.paragraph:
            following = _speakers(folded, sentences[i + 1], mentions, voices, holders)
            by = following[0][1] if following else None
        denials = find_denials(folded, s, lexicon.denied, said) if s.clues & DENIED else ()
        denied = tuple((d.start, d.end, _denier(d, said, by)) for d in denials)
        told = tuple(v for v in said if not only_denies(folded, v[0], denials))
        owner = by if told or not said else None
        status: Status = "claimed" if owner else "reported"
        if denials and denials[0].looks_back:
            _deny_before(claims, sentences, i, denied[0][2])
        if (s.clues & HEDGED and lexicon.unverified.search(folded, s.start, s.end)) or (
            owner is None and s.clues & PASSIVE_SPEECH and _REPORTED_SPEECH.search(folded, s.start, s.end)
        ):
            status = "unverified"
            if lexicon.after_claim.search(folded, s.start, s.end):
                _spread_back(claims, sentences, i)
        claims.append(Claim(status, told[0][1] if told else owner, _with_afterwords(told, denials, denied), denied))
        if by:
            speaker, paragraph = by, s.paragraph
    return claims


def _by_pronoun(folded: str, s: Sentence) -> bool:
    if not s.clues & SPEECH or not (s.clues & PRONOUN or folded.startswith(_PRONOUNS, s.start)):
        return False
    return _PRONOUN.search(folded, s.start, s.end) is not None


def _opens(folded: str, s: Sentence) -> bool:
    return folded.startswith(_OPENING, s.start)


def _with_afterwords(told: Voices, denials: Sequence[Denial], denied: Sequence[tuple[int, int, str | None]]) -> Voices:
    """Give the voices together with those who deny one thing and go on to say another."""
    more = [(d.end, by) for d, (_, _, by) in zip(denials, denied, strict=True) if d.goes_on and by]
    return tuple(sorted((*told, *more))) if more else told


def _denier(d: Denial, said: Sequence[tuple[int, str]], by: str | None) -> str | None:
    """Give who denies: the last to speak before the verb, else who speaks in the sentence."""
    before = [name for start, name in said if start < d.at]
    return before[-1] if before else by


def _deny_before(claims: list[Claim], sentences: Sequence[Sentence], at: int, by: str | None) -> None:
    """Let "The army denied it." hold for the sentence just before it."""
    if at and sentences[at].paragraph - sentences[at - 1].paragraph <= 1:
        before = sentences[at - 1]
        claims[at - 1] = replace(claims[at - 1], denied=((before.start, before.end, by),))


def _spread_back(claims: list[Claim], sentences: Sequence[Sentence], at: int) -> None:
    """Let "could not be verified" hold for the claims just before it in its paragraph."""
    for j in range(at - 1, max(-1, at - 4), -1):
        if sentences[j].paragraph != sentences[at].paragraph:
            break
        if claims[j].status in ("claimed", "reported"):
            claims[j] = replace(claims[j], status="unverified")


def _start(x: Mention | Toponym) -> int:
    return x.start


def _speakers(
    folded: str, s: Sentence, mentions: Sequence[Mention], voices: Sequence[Toponym], holders: Sequence[Mention]
) -> tuple[tuple[int, str], ...]:
    """Give offset and name of all who say something in the sentence: by name, by office, or as a government."""
    found: dict[int, str] = {}
    for m in mentions[bisect_left(mentions, s.start, key=_start) : bisect_left(mentions, s.end, key=_start)]:
        if m.end <= s.end and _says(folded, m.start, m.end, s):
            found[m.start] = m.name
    for t in voices[bisect_left(voices, s.start, key=_start) : bisect_left(voices, s.end, key=_start)]:
        if t.end <= s.end and _says(folded, t.start, t.end, s):
            found[t.start] = t.entry.name
    if not s.clues & SPEECH:
        return tuple(sorted(found.items()))
    for clue, pattern in ((NOMINAL, _NOMINAL), (ACCORDING, _ACCORDING)):
        if not s.clues & clue:
            continue
        for hit in pattern.finditer(folded, s.start, s.end):
            if not any(hit.start() - 3 <= start < hit.end() for start in found):
                owners = _OWNERS.search(folded, max(s.start, hit.start(1) - 24), hit.start(1))
                found[hit.start(1)] = _resolved((owners[0] if owners else "") + hit[1], folded, s, holders)
    return tuple(sorted(found.items()))


def _says(folded: str, start: int, end: int, s: Sentence) -> bool:
    if not s.clues & (SPEECH | CITED):
        return start == s.start and folded.startswith(":", end) and end + 1 < s.end
    if _AFTER.match(folded, end, min(len(folded), s.end)):
        return True
    head = folded[max(s.start, start - 80) : start]
    if _ACCORDING_BEFORE.search(head) or (_INVERTED.search(head) and not _VERB_NEXT.match(folded, end)):
        return True
    return start == s.start and folded.startswith(":", end) and end + 1 < s.end


_OFFICES: Final = frozenset(
    ["mayor", "governor", "president", "minister", "spokesman", "spokeswoman", "commander", "head", "chief"]
)


def _resolved(phrase: str, folded: str, s: Sentence, holders: Sequence[Mention]) -> str:
    """Give the person who holds the named office, if the text names one; else the phrase."""
    plain = phrase.removeprefix("the ").removeprefix("The ")
    noun, _, of = plain.partition(" of ")
    head = noun.split(" ")[-1]
    if head not in _OFFICES:
        return plain
    piece = folded[s.start : s.end]
    for m in holders:
        if not m.role or head not in m.role.lower().split(" "):
            continue
        seat = m.role.partition(" of ")[2]
        if (
            (of and seat == of)
            or (not of and seat and seat in piece)
            or (not of and not seat and s.start <= m.start < s.end)
        ):
            return m.name
    return plain
