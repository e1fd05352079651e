"""What the words for an event mean beside their neighbours: a failed attempt to capture a town is a battle for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.figurative import is_figurative
from tagger.unreal import is_unreal

if TYPE_CHECKING:
    from tagger.sentences import Sentence
    from tagger.sites import Site

_ATTEMPT = re.compile(
    r"\b(?:fail(?:ed|ing|s|ure)?|attempt(?:s|ed|ing)?|try|tries|tried|trying|aim(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|unable|effort|bid|battle|fight\w*|campaign|operation|offensive|"
    r"hop(?:es?|ed|ing)|want(?:s|ed)?|push(?:es|ed|ing)?) (?:to|for|at|in) (?:\w+ )?\Z"
)
_ON_THE_GROUND = re.compile(r"\b(?:ground|infantry|armou?red|repell\w*|repuls\w*|fend\w* off)\b[^,.;]{0,30}\Z")
_AT_TROOPS = re.compile(
    r" (?:on|against) (?:[\w'-]+ ){0,4}"
    r"(?:troops|forces|army|positions|defenders|defen[cs]es|lines|units|fighters|rebels)\b"
)
_DESCRIBED = re.compile(
    r"(?:-|\b(?:in|of|to|from|near|across|inside|for|the|a|an|newly|recently|temporarily|still|other|now|"
    r"[a-z]+ly) )[\"'‘“]?\Z",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:declared|has|have|had|was|were|been|being|be|is|are) [\"'‘“]?[a-z]+ly [\"'‘“]?\Z")
_ADVERB = re.compile(r"(?<!the )(?<!an )(?<!a )\b[a-z]+ly \Z")
_OBJECT = re.compile(r" (?:the|an?|its|their|several|two|three|four|most|much|all|parts?)\b")
"""What follows a verb that somebody does: "later captured the town", not "newly captured Avdiivka"."""
_WEAPON = re.compile(
    r"(?:missiles?|rockets?|drones?|artillery|shells|bombs?|mortars?|ракет\w*|дрон\w*|безпілотник\w*|"
    r"беспилотник\w*|бомб[аиыу]?|бпла|шахед\w*|шахід\w*)\Z",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:hits?|hitting|struck|strik(?:e|es|ing)|fir(?:e|es|ed|ing)|launch(?:ed|es|ing)?|fell|fall(?:s|ing)?|"
    r"land(?:s|ed|ing)|rain(?:s|ed|ing)|slam\w*|crash\w*|explo\w*|detonat\w*|kill\w*|wound\w*|injur\w*|damag\w*|"
    r"destroy(?:ed|s|ing)?|destruction|attack\w*|target\w*|shot|down(?:ed|ing)|intercept\w*|drop(?:s|ped|ping)|"
    r"pound\w*|barrage|"
    r"bombard\w*|shell(?:ed|ing)|flew|flying|overhead|blasts?|raids?|rocked|under|"
    r"[ув]дар\w*|влуч\w*|попа[лд]\w*|прил[іеё]т\w*|атак\w*|обстр\w*|[зс]би[тлв]\w*|[ув]па[лв]\w*|вибух\w*|взрыв\w*|"
    r"запус\w*|випус\w*|выпус\w*|знищ\w*|уничтож\w*|заги\w*|поги\w*|пора\w*|ране\w*|пошкод\w*|повре\w*|"
    r"перехоп\w*|перехват\w*|накры\w*|лет[іие]\w*|пролет\w*)\b",
    re.IGNORECASE,
)
_FROM_THE_AIR = re.compile(r"дрон|ракет|бпла|шах[еі]д|безпілот|беспилот|авіа|авиа|літак|самол", re.IGNORECASE)
_OTHER_ATTACK = re.compile(
    r"\b(?:cyber|ransomware|hack\w*|phishing|ddos|heart|panic|asthma|verbal|personal|scathing|knife|acid|shark|"
    r"arson)[ -]\Z"
    r"|\b(?:hunger|general|rail|train|workers'?|teachers'?|doctors'?|nurses'?|labou?r|sympathy|dock) \Z",
    re.IGNORECASE,
)
_MADE = re.compile(
    r" (?:destroyers?|cruisers?|boats?|defen[cs]es?|systems?|launchers?|program(?:me)?s?|tests?|shields?|"
    r"batter(?:y|ies)|"
    r"production|makers?|factor(?:y|ies)|supplies|deliver(?:y|ies)|treat(?:y|ies)|silos?|technology)\b"
)
_STOPPAGE = re.compile(r" (?:action|ballot|over (?:pay|wages)|a (?:deal|balance|chord|tone|note))\b")
_PEOPLE: Final = (
    r"(?:[\w'’-]+ ){0,4}(?:people|civilians|soldiers|troops|fighters|servicem[ea]n|m[ea]n|wom[ea]n|marines|sailors|"
    r"pilots?|officers?|commanders?|militants|rebels|mercenaries|journalists?|prisoners?|suspects?|"
    r"foreigners|nationals|citizens|volunteers|americans|britons|russians|ukrainians|terrorists?|leaders?|occupiers|"
    r"invaders|personnel)\b"
)
_TAKEN = re.compile(rf" (?:of |by [\w' -]{{1,30}} )?{_PEOPLE}", re.IGNORECASE)
_TAKEN_THERE = re.compile(r"(?: alive)?(?: by [\w'. -]{1,40}?)? (?:in|near|at|outside|around) (?:[\w'-]+ ){0,5}\Z")
_CAUGHT = re.compile(r"captur(?:e|ed|es|ing)\Z", re.IGNORECASE)
_THEIR = re.compile(r"\b(?:his|her|their|whose) \Z", re.IGNORECASE)
_DISCUSSED = re.compile(
    r"\b(?:discuss\w*|debat\w*|consider\w*|oppos\w+|against|over|push(?:es|ing)?(?: for)?|plans?(?: for)?|planned|"
    r"proposed|looming|pledge[sd]?) (?:[\w'-]+ ){0,3}\Z",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r" (?:[\w'’$-]+ ){0,4}?(?:weapons?|assets|property|drugs|goods|cargo|ships?|tankers?|vessels?|yachts?|equipment|"
    r"tanks?|vehicles?|documents|money|funds|oil|grain|power)\b"
)
_LAUNCHED = re.compile(
    r"\b(?:(?:launch(?:ed|es|ing)?|fir(?:ed|ing)|flew|flying|took off|taking off)\b[^.;]{0,60}?|"
    r"(?:strikes?|attacks?|missiles?|rockets?|drones?|shells)) from (?:the )?"
    r"(?:[\w' -]{2,40}? (?:flying over|over|off|stationed in|based in|positioned in) (?:the )?)?"
    r"(?:(?:[\w-]+ )?(?:territory|airspace|waters|direction|skies) (?:of|over) (?:the )?)?"
    r"(?:[\w'-]+(?:ed|ern|an|by|ing|held) ){0,2}\Z"
)
_LAUNCHED_CYRILLIC = re.compile(
    r"(?:запус|пуск|випус|выпус|ракет|дрон|шах[еі]д|бпла|злет|взлет|обстр)[^.;]{0,60} "
    r"(?:з|із|с|со|из) (?:(?:території|територій|территории|району|района|акватор\w+|боку|стороны|аэродрома|аеродрому|"
    r"напрямку|направления) )?(?:\w+ )?\Z",
    re.IGNORECASE,
)
_FROM: Final = (" from ", " с ", " со ", " из ", " з ", " із ")


def meaning(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> str | None:
    """Give the type of event that a cue tells of, or None for one that did not happen or tells of none.

    Args:
        folded: the folded text.
        s: the sentence.
        event_type: the type that the words alone tell of.
        m: the cue.
    """
    if is_unreal(folded, s, event_type, m):
        return None
    head = folded[max(s.start, m.start() - 40) : m.start()]
    if is_figurative(folded, s, event_type, m, head):
        return None
    match event_type:
        case "control":
            return _of_control(folded, s, m, head)
        case "strike":
            return _of_strike(folded, s, m, head)
        case "damage" if m[0].lower().startswith("destroy") and _TAKEN.match(folded, m.end(), s.end):
            return "casualties"
        case "battle" if m[0].lower().startswith("атак") and _FROM_THE_AIR.search(folded, s.start, s.end):
            return "strike"
    return event_type


def _of_control(folded: str, s: Sentence, m: re.Match[str], head: str) -> str | None:
    """Weigh a change of hands: of a place, or of people and goods; a participle may only describe."""
    if m[0].lower() == "annexation" and _DISCUSSED.search(head):
        return None
    described = m[0].endswith("ed") and _DESCRIBED.search(head[-16:]) and not _DONE.search(head)
    if described and not (_ADVERB.search(head) and _OBJECT.match(folded, m.end(), s.end)):
        return None
    if _CAUGHT.match(m[0]) and (_TAKEN.match(folded, m.end(), s.end) or _THEIR.search(head)):
        return "detention"
    if m[0].lower().startswith(("seiz", "captur")) and _GOODS.match(folded, m.end(), s.end):
        return None
    return "battle" if _ATTEMPT.search(head) else "control"


def _of_strike(folded: str, s: Sentence, m: re.Match[str], head: str) -> str | None:
    """Weigh a strike: a weapon that nobody uses is none, an attack on foot or on troops is a battle."""
    if _WEAPON.match(m[0]) and _MADE.match(folded, m.end(), s.end):
        return None
    if _OTHER_ATTACK.search(head) or _STOPPAGE.match(folded, m.end(), s.end):
        return None
    if _WEAPON.match(m[0]) and not (_USED.search(folded, s.start, s.end) or _is_verb(folded, m)):
        return None
    if m[0].lower().startswith("attack") and (_ON_THE_GROUND.search(head) or _AT_TROOPS.match(folded, m.end(), s.end)):
        return "battle"
    return "strike"


def _is_verb(folded: str, m: re.Match[str]) -> bool:
    """Tell whether "bombs" or "shells" is what somebody does: "Russia shells Sumy"."""
    return m[0].lower() in ("bombs", "shells") and folded[m.end() + 1 : m.end() + 2].isupper()


def meaning_at(folded: str, s: Sentence, event_type: str, m: re.Match[str], p: Site) -> str:
    """Give what a cue means at a place: who is captured *in* a town is held; missiles fly *from* a sea."""
    if event_type == "control" and _CAUGHT.match(m[0]) and _TAKEN_THERE.fullmatch(folded, m.end(), p.start):
        return "detention"
    if event_type == "strike":
        near = folded[max(s.start, p.start - 40) : p.start]
        if any(word in near for word in _FROM):
            head = folded[max(s.start, p.start - 120) : p.start]
            if _LAUNCHED.search(head) or _LAUNCHED_CYRILLIC.search(head):
                return "other"
    return event_type
