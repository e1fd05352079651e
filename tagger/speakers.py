"""Who says something in a sentence: by name, as a government, by office or kind, or as "he" and "they"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.beside import word_before
from tagger.clues import ACCORDING, CITED, NOMINAL, PRONOUN, SPEECH, TAIL
from tagger.headlines import head_source, tail_source
from tagger.prefilter import required

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tagger.places import Toponym
    from tagger.roles import Mention
    from tagger.sentences import Sentence

_SAY: Final = (
    r"(?i:said|says|say|told(?! to\b)|added|adds|warned(?! to\b)|announced|claimed|claims|stated|states|wrote|writes|"
    r"tweeted|posted|reported|reports|"
    r"insisted|noted|stressed|explained|explains|acknowledged|declared|confirmed|estimated|estimates|"
    r"believes?|thinks?|assures?|assured|denied|denies|recalls|"
    r"verif(?:ies|ied)|assess(?:es|ed)|record(?:s|ed)|document(?:s|ed)|counted|registered|tall(?:ies|ied)|"
    r"reads(?= (?:the|a|an) (?:\w+ )?(?:statement|report|message|post|release|decree|document|letter))|"
    r"puts? (?=(?:(?:the|its) )?(?:[\w']+ )?(?:toll|number|figure|count)\b)|"
    r"accused|alleges?|alleged|call(?:s|ed) (?:on|for)|urge[sd](?! to\b)|demand(?:s|ed)|"
    r"vow(?:s|ed)|pledge[sd]|promise[sd]|argue[sd]|admit(?:s|ted)|"
    r"reveal(?:s|ed)|warns|blame[sd]|recalled|predict(?:s|ed)|suggest(?:s|ed)|estimate[sd]|pointed out|"
    r"заяви(?:в|л[аио]?)|заявля(?:є|ють|ет|ют)|повідоми(?:в|л[аио])|повідомля(?:є|ють)|"
    r"сообщил[аио]?|сообща(?:ет|ют)|сказа(?:в|л[аио]?)|розпові(?:в|л[аио])|рассказал[аио]?|"
    r"уточни(?:в|л[аио]?)|зазначи(?:в|л[аио])|отметил[аио]?|написа(?:в|л[аио]?)|пишет|пише|"
    r"заперечу(?:є|ють)|заперечи(?:в|л[аио])|спростува(?:в|л[аио])|отрица(?:ет|ют|л[аио]?)|опроверг(?:л[аио])?)"
)
_AFTER = re.compile(
    rf"['’)]?(?:(?:,[^,.;:\"“”\n]{{2,110}}){{1,2}},| \([^)\n]{{1,60}}\))? (?:(?:has|have|had|also|later|earlier|"
    rf"previously|then|officials?|on \w+day|spokes\w+) ){{0,3}}"
    rf"(?:{_SAY}|(?:both )?(?:report|claim|confirm|deny)(?! (?:of|on|by)\b))\b"
)
_WITH = re.compile(r"\bwith (?:the )?(?:[\w'.-]+ ){0,3}\Z")
_REPORTING = re.compile(r" (?:reporting|saying|claiming|confirming)\b")
_INVERTED = re.compile(rf"(?:[,\"”'?!] ?|- |\b(?:[Оо]б этом|[Пп]ро це) ){_SAY} (?:[\w'.-]+ ){{0,6}}\Z")
_ACCORDING_BEFORE = re.compile(
    r"(?:[Aa]ccording to|citing|denied by|[Зз]а словами|[Пп]о словам|[Пп]о данным|[Зз]а даними|[Зз]а інформацією|"
    r"[Пп]о информации|[Зз]і слів|[Сс]о слов|[Зз]а оцінк\w+|[Пп]о оценк\w+|[Вв] интервью|[Пп]осилаючись на|"
    r"[Сс]о ссылкой на) (?:[\w'.-]+ ){0,5}\Z"
)
_DATA_REACH: Final = 60
_DATA = re.compile(r" (?:\w+ )?(?:by|from|of|compiled by) ")
_ANY_SPEECH = re.compile(
    rf"\b(?:{_SAY}|[Aa]ccording|citing|report|claim|confirm|deny|reporting|saying|claiming|confirming)\b"
)
_VERB_NEXT = re.compile(r" (?:had|has|have|was|were|is|are|would|will|could|did|[a-z]+ed)\b")
_SPEAKERS: Final = (
    r"(?i:officials?|authorities|police|services|witnesses|residents|rescuers|workers|media|sources?|"
    r"reports|mayor|governor|spokes\w+|minister|ministry|"
    r"prosecutors?(?: general's office)?|government|council|commander|agency|monitors?|activists|"
    r"groups?|doctors?|medics|experts|analysts|investigators|diplomats|head|chief|"
    r"observatory|president|military|army|unions?|associations?|syndicate|network|committees?|charity|"
    r"leaders?|generals?|officers?|lawmakers?|families|relatives|survivors|eyewitnesses|firm|company|operator|"
    r"commission|court|coroner|hospital|rebels|troops|authority|envoy|ambassador|advis[eo]rs?|aides?|premier|"
    r"lawyers?|solicitors?|attorneys?|chancellor|secretary|senators?|ombuds\w+|watchdog|administration)"
)
_SPEAKERS_OF: Final = (
    rf"{_SPEAKERS}(?: of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?| (?:of|for|in|at|inside|near|with) "
    r"(?:(?!(?:he|she|it|they|that|who|which)\b)[\w'-]+ ){0,6}?(?!(?:he|she|it|they|who)\b)[\w'-]+)?"
)
_SPEAKERS_SAY: Final = (
    rf"(?:'s office)?(?:,[^,.;:\n]{{2,80}},| there| here| (?:in|from) [A-Z][\w'-]+)?"
    rf" (?:(?:has|have|had|also|later|earlier|on \w+day) ){{0,2}}{_SAY}\b"
)
_NOMINAL = re.compile(
    r"\b((?:(?:[Tt]he|local|regional|city|state|senior|security|emergency|health|rescue|military|"
    rf"aid|human rights|(?!(?:While|When|After|As|But|And|If|Since|Though|Although|Because|That|Before|The) )"
    rf"[A-Z][\w.'-]+|U\.S\.) ){{0,3}}{_SPEAKERS_OF}){_SPEAKERS_SAY}"
)
_INITIAL = re.compile(rf"{_SPEAKERS}\b")
_NOMINAL_END = re.compile(_SPEAKERS_OF + _SPEAKERS_SAY)
_OWNERS = re.compile(r"[a-z]+s' \Z")
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|citing) ((?:[\w'.-]+ ){0,4}(?:minister|mayor|governor|president|spokes\w+|commander|chief|"
    r"head|administration|prosecutors?|experts?|analysts?|agency|office|intelligence|officers?|authority|"
    r"statement|officials?|authorities|police|services|"
    r"witnesses|residents|media|sources?|reports|counts|groups?|ministry|government|military|"
    r"army|figures|data|observatory|monitor\w*))"
)
_PRONOUN_SAYS = re.compile(rf"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t) (?:(?:has|had|also|later|then) ){{0,2}}{_SAY}\b")
_PRONOUN = re.compile(r"(?:he|she|they)\b")
_SAY_WORD = re.compile(_SAY)
CLUES: Final = {SPEECH: [_ANY_SPEECH], ACCORDING: [_ACCORDING], CITED: [_ACCORDING_BEFORE]}
_MATTERS: Final = (" on ", " о ", " об ")
_PRONOUNS: Final = ("He ", "he ", "She ", "she ", "They ", "they ", "It ", "it ")
CLUE_WORDS: Final = {
    NOMINAL: required(_SPEAKERS),
    PRONOUN: [mark + word for mark in " \"“«('-—[" for word in ("he", "she", "they", "it")],
}
_OFFICES: Final = frozenset(
    ["mayor", "governor", "president", "minister", "spokesman", "spokeswoman", "commander", "head", "chief"]
)


def says_by_pronoun(folded: str, s: Sentence) -> bool:
    """Tell whether "he" or "they" say something in the sentence, before the verb or after it."""
    if not s.clues & SPEECH:
        return False
    if folded.startswith(_PRONOUNS, s.start) and _PRONOUN_SAYS.match(folded, s.start, s.end):
        return True
    for mark, _, bits in s.hits:
        if not bits & PRONOUN:
            continue
        if _PRONOUN_SAYS.match(folded, mark + 1, s.end):
            return True
        m = _PRONOUN.match(folded, mark + 1, s.end)
        if m and not _VERB_NEXT.match(folded, m.end()) and _SAY_WORD.fullmatch(word_before(folded, mark + 1)):
            return True
    return False


def speaks_on(folded: str, s: Sentence, m: Mention) -> bool:
    """Tell whether a headline gives a person's view: "Ann Hill on the siege of Sumy", "Рогов об обстрелах"."""
    if m.kind != "person":
        return False
    matter = _MATTERS if m.start == s.start else _MATTERS[1:]
    return folded.startswith(matter, m.end) and m.end + 4 < s.end


def speakers(
    folded: str, s: Sentence, mentions: Sequence[Mention], voices: Sequence[Toponym], holders: Sequence[Mention]
) -> tuple[tuple[int, str], ...]:
    """Give offset and name of all who say something in the sentence.

    Args:
        folded: the folded text.
        s: the sentence.
        mentions: the actors in it.
        voices: the places in it that stand for governments.
        holders: the persons of the text whose office is known.
    """
    tail = tail_source(folded, s, mentions, voices) if s.clues & TAIL else None
    if mentions and not tail:
        tail = next(((m.start, m.name) for m in mentions if speaks_on(folded, s, m)), None)
    if not s.clues & (SPEECH | CITED) and ":" not in folded[s.start : s.end]:
        return (tail,) if tail else ()
    found = {m.start: m.name for m in mentions if m.end <= s.end and _says(folded, m.start, m.end, s)}
    taken = [(m.start, m.end) for m in mentions if m.start in found]
    found |= {t.start: t.entry.name for t in voices if t.end <= s.end and _says(folded, t.start, t.end, s)}
    if s.clues & SPEECH:
        for hit in _unnamed(folded, s):
            reach = hit.end() + _DATA_REACH if _DATA.match(folded, hit.end(), s.end) else hit.end()
            inside = any(start <= hit.start(1) < end for start, end in taken)
            # "Data from the ministry": the ministry says so.
            if not inside and not any(hit.start() - 3 <= start < reach for start in found):
                owners = _OWNERS.search(folded, max(s.start, hit.start(1) - 24), hit.start(1))
                phrase = _INITIAL.sub(_lower, hit[1]) if hit.start(1) == s.start else hit[1]
                found[hit.start(1)] = _resolved((owners[0] if owners else "") + phrase, folded, s, holders)
    head = None if s.start in found else head_source(folded, s)
    if head:
        return tuple(sorted((*found.items(), head)))
    if found:
        return tuple(sorted(found.items()))
    return (tail,) if tail else ()


def _lower(m: re.Match[str]) -> str:
    return m[0].lower() if m.start() == 0 else m[0]


def _unnamed(folded: str, s: Sentence) -> Iterator[re.Match[str]]:
    """Give those who say something in the sentence and are called by office or kind."""
    if s.clues & NOMINAL and any(b & NOMINAL and _NOMINAL_END.match(folded, at, s.end) for at, _, b in s.hits):
        yield from _NOMINAL.finditer(folded, s.start, s.end)
    if s.clues & ACCORDING:
        yield from _ACCORDING.finditer(folded, s.start, s.end)


def _says(folded: str, start: int, end: int, s: Sentence) -> bool:
    """Tell whether the one named from `start` to `end` says something: the verb stands after the name or before it."""
    if s.clues & (SPEECH | CITED):
        first = max(s.start, start - 80)
        before = after = 0
        for at, to, bits in s.hits:
            if at >= end:
                after |= bits
            elif at >= first and to <= start:
                before |= bits
        if after & SPEECH and _AFTER.match(folded, end, s.end):
            return True
        if after & SPEECH and _REPORTING.match(folded, end, s.end) and _WITH.search(folded, first, start):
            return True
        head = folded[first:start] if before & (SPEECH | CITED) else ""
        if before & CITED and _ACCORDING_BEFORE.search(head):
            return True
        if before & SPEECH and _INVERTED.search(head) and not _VERB_NEXT.match(folded, end):
            return True
    return start == s.start and folded.startswith(":", end) and end + 1 < s.end


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
