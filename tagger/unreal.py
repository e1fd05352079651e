"""What did not happen: hypotheses, negations, plans given up, needs and purposes round the words for an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import HYPOTHETICAL

if TYPE_CHECKING:
    from tagger.sentences import Sentence

_HYPOTHETICAL = re.compile(
    r"\b(?:(?P<plan>would|plans? to|planned to|intends? to|expected? (?:further|more|to))|could|might|[Ii]f|"
    r"[Uu]nless|[Ww]hether|[Aa]s long as|[Ss]hould|"
    r"threat(?:s|ens?|ened)? (?:to|of)|threatened|"
    r"possible|potential|(?:un)?likely to|(?:ability|able|unable|capacity|capable|capability) (?:to|of)|"
    r"in the event of|brac(?:e|ed|ing) for|in case of|warn(?:s|ed|ing|ings)? of|risk(?:s|ed|ing)? (?:of|to)|"
    r"(?:danger|prospects?|fears?) of|plot(?:s|ted|ting)?|compar(?:e|es|ed|ing|ison)|liken(?:s|ed|ing)?|reminiscent of|"
    r"prevent(?:s|ed|ing)?|avoid(?:s|ed|ing)?|never|"
    r"[Яя]кщо|[Яя]кби|[Ее]сли|[Чч]тобы|[Щщ]об)\b[^,;]{0,40}\Z"
)
_SLAVIC_PLANS = re.compile(
    r"\b(?:(?:[Гг]отов(?:а|ы|о|і|ий|ит|ят|ится|ятся|иться|лен\w*|ують|ує|уються|ується)|[Пп]лан(?:ир|у)\w+|"
    r"(?:за|по)?хо(?:чет|тят|че|чуть|тел\w*|тів|тіли)|[Мм]о(?:жет|гут|же|жуть)|[Сс]обира(?:ет|ют)\w*|"
    r"[Зз]бира(?:є|ють)\w*|"
    r"(?:[Пп]о|[Зз]а)?(?:[Уу])?гро(?:ж|з)\w+|[Уу]гроз\w+|[Зз]агроз\w+|[Вв]озможн\w+|[Мм]ожлив\w+|[Рр]иск\w*|"
    r"[Рр]изик\w*|"
    r"опас(?:ается|аются|ност\w+)|боится|боятся|боїться|бояться|[Пп]р[иі]йдется|[Пп]редстоит|"
    r"[Оо]жида\w+|[Оо]чіку\w+|[Пп]редуп?ре(?:дил|жда)\w*|[Пп]опере(?:див|дила|джа)\w*|[Пп]ризва\w+|[Зз]аклика\w+)"
    r" [^,.;:]{0,30}|[Дд]ля (?:\w+ )?)\Z"
)
_INFINITIVE = re.compile(
    r"\b(?!(?:continu|beg[au]n|start|manag|forc|proceed|help|went|goes|led|had|ha[sv]e|due|respon|relat|"
    r"contribut|fail|attempt|"
    r"tr(?:y|ie)|push|fight|fought|battl|order|thank|according)[a-z]*\b)[A-Za-z]+ to (?:\w+ly )?\Z"
)
_BARE_VERB = re.compile(
    r"(?:re)?(?:captur|seiz|tak|liberat|destroy|annex|occupy|attack|str[ie]k|shell|bomb|kill|damag|storm|invad|repel|"
    r"encircl|besieg|target|defend|fight|wound|injur|detain|arrest|execut|shoot|"
    r"intercept)e?(?: down| control| full control)?\Z",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:(?:no|without)(?! (?:fewer|less|more|doubt|longer|matter|wonder|stranger)\b)(?: [\w-]+){0,2}"
    r"|without(?: [\w-]+){3}"
    r"|(?:not|n't|never|nobody|none)(?! only\b)(?: (?:yet|been|be|being|have|has|had|was|were|even|so far|"
    r"managed? to|able to|[a-z]+ly)){0,3}"
    r"|(?:not|n't|never|without)(?: \w+){0,3} any(?: \w+)?"
    r"|no (?:[\w-]+ ){0,2}?(?:plans?|intention|desire|reason|wish|way|chance) (?:to|of) (?:[\w-]+ ){0,2}"
    r"|not (?:[\w-]+ )?(?:plan\w*|intend\w*|going|willing|ready|able) to (?:[\w-]+ ){0,3}"
    r"|no (?:evidence|signs?|indication|confirmation|reports?) (?:of|that)(?: [\w'-]+){0,6}"
    r"|(?:не|без|нема|немає|нет) (?:було|были|было|жодних|никаких)?) ?\Z",
    re.IGNORECASE,
)
_NEGATED_AFTER = re.compile(
    r" (?:did|do|does|had|have|has|was|were|is|are)(?:n't| not| never) (?!stop|ceas|end|let|only|just|confirm|verif)"
)
_WERE_IT_SO = re.compile(
    r" (?:[\w'-]+ ){0,8}?(?:would|could|might) (?:not |also |then )?(?:be|have|give|make|mark|allow|help|bring|"
    r"mean|become|"
    r"cut|open|put|leave|enable|threaten|force|trigger|lead)\b"
)
_NOT_YET = re.compile(
    r" (?:[\w'-]+ ){0,4}?(?:is|was|are|were|remains?) (?:\w+ )?(?:imminent|possible|likely|unlikely|inevitable)\b"
)
_GIVEN_UP = re.compile(
    r"(?:(?: (?!(?:and|as|after|when|that|which|since|but|while|meant|forced|led|saw|until)\b)[\w'-]+){0,6}"
    r"(?:, [^,.;]{2,50},)? "
    r"(?:was|were|been|being|are|is|be)(?: \w+)?)?"
    r" (?:cancell?ed|called off|postponed|scrapped|foiled|thwarted|averted|скасован\w*|отменен\w*)\b"
)
_GIVING_UP = re.compile(
    r"\b(?:cancel(?:s|l?ed|l?ing)?|call(?:s|ed|ing)? off|postpon(?:e|es|ed|ing)|scrap(?:s|ped)|"
    r"foil(?:s|ed)?|thwart(?:s|ed)?|avert(?:s|ed)?) (?:[\w'-]+ ){0,3}\Z"
)
_CAMP = re.compile(r"\b(?:camps? (?:for|of)|таб[іо]р\w*(?: для)?|лагер\w*(?: для)?) \Z", re.IGNORECASE)
_WANTED = re.compile(
    r"\b(?:need(?:s|ed|ing)?|call(?:s|ed|ing)?|plead(?:s|ed|ing)?|appeal(?:s|ed|ing)?|ask(?:s|ed|ing)?|"
    r"demand(?:s|ed|ing)?|requests?|requested|wait(?:s|ed|ing)?|hop(?:e|es|ed|ing)|prepar(?:e|es|ed|ing)|ready) "
    r"(?:for|of|to) (?:[\w-]+ ){0,3}\Z"
)
_PURPOSE = re.compile(r"\b(?:used|intended|meant|designed|needed) (?:for|to|as) (?:[\w-]+ ){0,2}\Z")
_PLANNED: Final = frozenset(
    ("military_aid", "sanctions", "other", "talks", "diplomacy", "evacuation", "humanitarian", "nuclear")
)
"""What is news when it is only planned."""
_CONDITION: Final = 110
"""Code points that "if" reaches within its clause."""
_PAUSES = re.compile(r"[,;:.]|\bbut\b")
_REACH: Final = 60
_LEAD: Final = 16
"""Code points that a phrase may begin before the word that gives it away."""
CLUES: Final = {HYPOTHETICAL: [_HYPOTHETICAL, _WANTED, _PURPOSE, _SLAVIC_PLANS]}
CLUE_WORDS: Final = {
    HYPOTHETICAL: (
        *("no ", "not ", "n't ", "without", "never", "nobody", "none ", "не ", "без ", "нема", "нет "),
        *(
            "cancel",
            "call off",
            "calls off",
            "called off",
            "calling off",
            "postpon",
            "scrap",
            "foil",
            "thwart",
            "avert",
        ),
        *("imminent", "possible", "likely", "inevitable"),
        *("camp for ", "camps for ", "camp of ", "табір", "табор", "лагер", "скасован", "отменен"),
    )
}


def is_unreal(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> bool:
    """Tell whether the words round a cue say that it may happen, or that it did not."""
    start, end = m.span()
    first = max(s.start, start - _REACH)
    if folded.endswith(" to ", first, start) and _BARE_VERB.match(m[0]) and _INFINITIVE.search(folded[first:start]):
        return True
    if not s.clues & HYPOTHETICAL:
        return False
    if _on_condition(folded, s.start, start):
        return True
    before = after = None
    for at, _, bits in s.hits:
        if bits & HYPOTHETICAL:
            if at >= end:
                after = at
                break
            if before is None and first <= at < start:
                before = at
    if after is not None and (
        _NEGATED_AFTER.match(folded, end, s.end) is not None
        or _GIVEN_UP.match(folded, end, s.end) is not None
        or _NOT_YET.match(folded, end, s.end) is not None
        or (event_type in ("control", "battle", "strike") and _WERE_IT_SO.match(folded, end, s.end) is not None)
    ):
        return True
    return before is not None and _denied_before(folded[max(first, before - _LEAD) : start], event_type)


def _on_condition(folded: str, first: int, start: int) -> bool:
    """Tell whether an "if" opens the clause that ends at `start`."""
    at = folded.rfind("f ", max(first, start - _CONDITION), start) - 1
    if at < first or folded[at] not in "iI" or (at > first and folded[at - 1] != " "):
        return False
    return not _PAUSES.search(folded, at, start)


def _denied_before(head: str, event_type: str) -> bool:
    maybe = _HYPOTHETICAL.search(head)
    return (
        (maybe is not None and not (maybe["plan"] and event_type in _PLANNED))
        or _NEGATED.search(head) is not None
        or _GIVING_UP.search(head) is not None
        or (event_type != "humanitarian" and _WANTED.search(head) is not None)  # who needs water tells of a need
        or _PURPOSE.search(head) is not None
        or (not head.isascii() and _SLAVIC_PLANS.search(head) is not None)
        or (event_type == "evacuation" and _CAMP.search(head) is not None)
    )
