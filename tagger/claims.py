"""Who says so, and how sure the text is: attribution and status of each sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagger.clues import CITED, DENIED, HEDGED, PASSIVE_SPEECH, SPEECH, TAIL
from tagger.denials import find_denials, only_denies
from tagger.sentences import shares
from tagger.speakers import says_by_pronoun, speakers, speaks_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.models import Status
    from tagger.denials import Denial
    from tagger.lexicon import Lexicon
    from tagger.places import Toponym
    from tagger.roles import Mention
    from tagger.sentences import Sentence

_REPORTED_SPEECH = re.compile(
    r"\b(?:are|is|was|were|have been|been) (?:also |now |widely )?(?:reported|said|believed|thought|understood) to\b"
)
CLUES: Final = {PASSIVE_SPEECH: [_REPORTED_SPEECH]}
_TELLING: Final = SPEECH | CITED | TAIL | DENIED | HEDGED | PASSIVE_SPEECH
"""What tells of a source or a status; a sentence without any, a colon or an opening quote is the outlet's own word."""
_ASIDE_WORDS: Final = frozenset(
    (
        *("after", "as", "since", "when", "while", "because", "before", "although", "though", "where", "who", "whom"),
        "which",
    )
)
_ASIDE = re.compile(rf"\b(?!(?<=, )as )(?:{'|'.join(_ASIDE_WORDS)}) (?:[\w'.-]+ ){{0,3}}\Z")
"""What makes a verb of speech a lesser clause, which vouches for nothing before it: "hours after Kyiv said …"."""
_RELATIVE = re.compile(
    r"\b(?!(?:said|says|added|adds|told|reporters|claimed|claims|stated|announced|insisted|confirmed|reported|reports|"
    r"warned|warns|noted|stressed|denied|believes?|thinks?|knows?|shows?|showed|saying|adding|and|is|was)\b)[\w'-]+ "
    r"that (?:[\w'.-]+ ){0,3}\Z"
)
"""What a noun is told of by: "a campaign that the government says …"."""
_FIRST_WORDS: Final = 25
"""Code points within which a lesser clause opens its sentence."""
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
    own: tuple[tuple[int, int], ...] = ()
    """What the outlet itself says beside the speakers, as spans of the text."""

    def at(self, offset: int) -> Claim:
        """Give the claim for what stands at `offset`: by who denies it, or by the last speaker before it."""
        for start, end, by in self.denied:
            if start <= offset < end:
                return replace(self, status="denied", by=by)
        if any(start <= offset < end for start, end in self.own):
            return _PLAIN if self.status == "claimed" else replace(self, by=None)
        spoken = [name for start, name in self.voices if start < offset]
        if not spoken:
            return self
        return replace(self, by=spoken[-1], status="claimed" if self.status == "reported" else self.status)


_PLAIN: Final = Claim()
_UNNAMED: Final = Claim("claimed")
"""What "he" or "they" say, where the text does not tell who they are."""
_MEANWHILE = re.compile(r", as (?!well|part|of\b|an?\b|if|many|much|long|soon|the [\w ]+ (?:said|says))")
_BESIDES = re.compile(r", (?:which|where) [^,;]{5,90},")


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
    present = list(zip(shares(mentions, sentences), shares(voices, sentences), strict=True))
    for i, s in enumerate(sentences):
        if not (
            s.clues & _TELLING
            or _opens(folded, s)
            or folded.find(":", s.start, s.end) >= 0
            or (present[i][0] and any(speaks_on(folded, s, m) for m in present[i][0]))
        ):
            claims.append(_PLAIN)
            continue
        said = speakers(folded, s, *present[i], holders)
        by = said[0][1] if said else None
        pronoun = by is None and says_by_pronoun(folded, s)
        if pronoun or (by is None and s.paragraph == paragraph and _opens(folded, s)):
            by = None if pronoun and _are_many(folded, s, speaker) else speaker
        if by is None and _opens(folded, s) and i + 1 < len(sentences) and sentences[i + 1].paragraph == s.paragraph:
            following = speakers(folded, sentences[i + 1], *present[i + 1], holders)
            by = following[0][1] if following else None
        if by is None and not said and not s.clues & (DENIED | HEDGED | PASSIVE_SPEECH):
            claims.append(_UNNAMED if pronoun else _PLAIN)
            continue
        denials = find_denials(folded, s, lexicon.denied, said) if s.clues & DENIED else ()
        denied = tuple((d.start, d.end, _denier(d, said, by)) for d in denials)
        told = tuple(v for v in said if not only_denies(folded, v[0], denials))
        owner = _owner(folded, s, told, by if told or not said else None)
        status: Status = "claimed" if owner or (pronoun and not by) else "reported"
        if denials and denials[0].looks_back:
            _deny_before(claims, sentences, i, denied[0][2])
        if _is_hedged(folded, s, owner, lexicon):
            status = "unverified"
            if lexicon.after_claim.search(folded, s.start, s.end):
                _spread_back(claims, sentences, i)
        own = _own_words(folded, s, told)
        claims.append(Claim(status, owner, _with_afterwords(told, denials, denied), denied, own))
        if by:
            speaker, paragraph = by, s.paragraph
    return claims


def _are_many(folded: str, s: Sentence, speaker: str | None) -> bool:
    """Tell whether "he" or "she" can't be the last to speak: "officials", "residents of the town"."""
    if speaker is None or not folded.startswith(("He ", "She "), s.start):
        return False
    return speaker[0].islower() and speaker.split(" ")[0].endswith("s")


def _own_words(folded: str, s: Sentence, told: Voices) -> tuple[tuple[int, int], ...]:
    """Give what the outlet adds: "Kyiv said …, as rockets hit Sumy", "in Sumy, which was shelled, Kyiv said …"."""
    if not told:
        return ()
    spans = [m.span() for m in _BESIDES.finditer(folded, s.start, told[0][0])]
    last = _MEANWHILE.search(folded, told[-1][0], s.end)
    return (*spans, (last.start(), s.end)) if last else tuple(spans)


def _owner(folded: str, s: Sentence, told: Voices, by: str | None) -> str | None:
    """Give who vouches for what no one has said before it: the first who does not speak in a lesser clause."""
    for start, name in told:
        if start - s.start < _FIRST_WORDS or not _in_aside(folded[max(s.start, start - 48) : start]):
            return name
    return None if told else by


def _in_aside(head: str) -> bool:
    """Tell whether a lesser clause opens at the end of `head`."""
    if " that " in head[-32:] and _RELATIVE.search(head):
        return True
    return not _ASIDE_WORDS.isdisjoint(head.split(" ")[-5:]) and _ASIDE.search(head) is not None


def _is_hedged(folded: str, s: Sentence, owner: str | None, lexicon: Lexicon) -> bool:
    """Tell whether the sentence says that it is not verified, or what nobody in it vouches for is only said."""
    if s.clues & HEDGED and lexicon.unverified.search(folded, s.start, s.end):
        return True
    return owner is None and bool(s.clues & PASSIVE_SPEECH and _REPORTED_SPEECH.search(folded, s.start, s.end))


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
