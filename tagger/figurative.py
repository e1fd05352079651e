"""Words of war that tell of none: sport, strikes of workers, storms and sickness, courts, markets and quarrels.

Own compilation from general knowledge of the language of English, Ukrainian and Russian headlines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import FIGURATIVE
from tagger.prefilter import required

if TYPE_CHECKING:
    from tagger.sentences import Sentence

_SPORT: Final = (
    r"\b(?:leagues?|premiership|championships?|strikers?|midfielders?|goalkeepers?|defenders? [A-Z]|batsm[ae]n|"
    r"bowlers?|wickets?|cricket\w*|rugby|football\w*|soccer|tennis|golf\w*|play-?offs?|nrl|afl|nfl|nba|wnba|mlb|nhl|"
    r"ufc|"
    r"fifa|uefa|world cup|grand prix|super bowl|olympi\w+|grand final|semi-?finals?|quarter-?finals?|innings|"
    r"teammates?|half-?time|touchdowns?|quarterbacks?|wimbledon|ashes|jockeys?|heavyweight|box office|tournaments?|"
    r"збірн(?:а|ої|у|ій)|сборн(?:ая|ой|ую)|матч\w*|чемпіон\w*|чемпион\w*|футбол\w*|"
    r"хокке\w*|хоке\w*|теніс\w*|теннис\w*|боксер\w*|боксёр\w*|олімпі\w*|олимпи\w*)\b"
)
_SICKNESS: Final = (
    r"\b(?:corona ?virus\w*|virus|covid\S*|pandemic|epidemic|ebola|cholera|malaria|measles|influenza|"
    r"cancer|diseases?|коронав[іи]рус\w*|ков[іи]д\w*|пандем[іи]\w*|эпидеми\w*|епідемі\w*)\b"
)
_LABOUR: Final = (
    r"\b(?:unions?|workers|teachers|nurses|doctors|pilots|drivers|staff|walk-?outs?|pickets?|industrial action|wages|"
    r"pay (?:deal|rise|offer|dispute))\b"
)
_LEISURE: Final = (
    r"\b(?:holiday\w*|tourists?|tourism|quarantine|travell?ers|cruise|passengers|visitors|fans|royal tour)\b"
)
_CALAMITY: Final = (
    r"(?:(?:flash )?flood\w*|(?:thunder)?storms?|hurricanes?|cyclones?|typhoons?|tornado\w*|(?:earth)?quakes?|tsunami|"
    r"droughts?|heat ?waves?|waves?|virus|coronavirus|covid\S*|pandemic|outbreaks?|epidemic|recession|downturn|crisis|"
    r"tariffs?|lightning|(?:wild|bush)?fires?|blaze|landslides?|mudslides?|avalanches?|blizzards?|hail|snow\w*|rains?|"
    r"rainfall|cold snap|famine|locusts|diseases?|cholera|ebola|measles|(?:power )?outages?|blackouts?|hackers?|"
    r"cyber\S*|ransomware|shortages?|inflation|layoffs|cuts|scandals?|tragedy|asteroid|meteor\w*|cars?|bus|train|lorry|"
    r"truck|van|balls?|whale|shark|hurricane [A-Z]\w+|(?:tropical )?storm [A-Z]\w+|sanctions|losses|hard times)"
)
_HARD = re.compile(
    r"\b(?:missiles?|rockets?|shell(?:ed|ing|s|fire)|air ?strikes?|bomb\w*|troops|soldiers|militants?|gunm[ae]n|"
    r"militia\w*|rebels?|drones?|artillery|explosi\w+|killed|killing|kills?|shot|war crimes?|warplanes?|"
    r"ракет\w*|дрон\w*|обстр\w+|вбит\w*|убит\w*|войск\w*|військ\w*)\b",
    re.IGNORECASE,
)
_HITS = re.compile(
    r"(?:(?:was|were|been|being|had) )?(?:hit|struck|strik|batter|pound|target|under fire)\w*", re.IGNORECASE
)
_BY_CALAMITY = re.compile(rf"(?: hard| badly)?(?: by)? (?:[\w'-]+ ){{0,3}}?{_CALAMITY}\b", re.IGNORECASE)
_CALAMITY_BEFORE = re.compile(rf"\b(?<!by ){_CALAMITY}\b(?! bomb)[^.;:]{{0,30}}\Z", re.IGNORECASE)
_BY_WHOM = re.compile(r"(?:\w+ )*by\b", re.IGNORECASE)
_CAUSES: Final = (
    r"(?:corona ?virus|covid\S*|virus|pandemic|cancer|climate|drugs?|corruption|racism|poverty|obesity|inflation|"
    r"misinformation|disinformation|fake news|disease|plastic|pollution|(?:wild|bush)?fires?|blazes?|flames|floods?|"
    r"addiction|title|trophy|crown|seats?|votes?|voters|nomination|senate|congress|white house|presidency|custody|"
    r"rights|equality|survival|ratings|market share|jobs|life|hunger|crime|recession|lockdowns?|clusters?|"
    r"outbreaks?|justice|bill|reform|abortion|"
    r"taxes|discrimination|extinction|ebola|malaria|record|decision|handling|staff|wage|budget)"
)
_CONTEST = re.compile(rf"(?: (?:against|with|over|for|of|to \w+))?(?: [\w'-]+){{0,3}}? {_CAUSES}\b", re.IGNORECASE)
_CONTEST_BEFORE = re.compile(
    r"\b(?:legal|court|trade|tariff|price|culture|custody|bidding|political|electoral|election|title|relegation|turf|"
    r"ratings|play-?off|leadership|uphill|losing|senate|presidential|primary|mayoral|legislative|budget|twitter|"
    r"online|dance|rap|chess|streaming|console|boardroom|takeover|copyright|patent|charm|diplomatic|media|publicity|"
    r"deeply|highly|grossly|racially|in|cash|more|most|technological|medical|scientific|sexual|"
    r"(?:firefighters?|fire crews?|crews|candidates?|senators?|lawmakers?|mps|ministers?|politicians?|parties|"
    r"republicans?|democrats?|lawyers?|judges?|advis[eo]rs|officials|fans|siblings|stars)(?: [\w'-]+){0,3})[ -]\Z",
    re.IGNORECASE,
)
_NO_ADVANCE = re.compile(
    r" (?:to (?:the )?(?:[\w-]+ )?(?:finals?|semi\S*|quarter\S*|round|next|knockout|vote|senate)|technolog\w+|"
    r"econom\w+|degree|care|stage|age|notice|copy|payments?|workers?|staff|nurses?|doctors?|health|medical|medics|"
    r"carers|services|heroes|employees|tweets?|language|jokes?|posts?|remarks?|comments?|names?|words?|content|"
    r"behaviou?r|material|slurs?|images?|cartoons?|terms?|line\w*|coordinator)\b",
    re.IGNORECASE,
)
_FORWARDS = re.compile(r"advanc|front|offensive", re.IGNORECASE)
_IDIOM_AFTER: Final = {
    "strike": re.compile(
        r" (?:(?:new|all-time|record|fresh|\w+-year|grim|major)(?: |\Z))*(?:records?|highs?|lows?|peak|milestone|snag|"
        r"wall|roadblock|home run|six|century|note|nerve|jackpot|plateau|gold|oil|twice|late|early|rich|silver|pose|"
        r"ads?|advertis\w+|tax|lockdowns?|restrictions|measures|testing|approach|therapy)\b"
        r"| (?:for|over|from (?:critics|fans|mps|unions|opposition|lawmakers))\b",
        re.IGNORECASE,
    ),
    "control": re.compile(
        r" (?:on|in) (?:camera|video|film|photos?|images?|tape|cctv|footage)\b| (?:(?:the|this|a) )?(?:[\w'-]+ )?"
        r"(?:imagination|hearts?|attention|moment|mood|spirit|essence|images?|photos?|footage|carbon|title|medal|"
        r"gold|crown)\b",
        re.IGNORECASE,
    ),
    "damage": re.compile(
        r" (?:in (?:popularity|sales|growth|anger|size|cases|coronavirus|the number|value|demand)|of (?:colou?r|"
        r"interest|cases|creativity|joy|anger|laughter|flavou?r|energy|infections|coronavirus)|(?:for|onto|with|into) "
        r"(?:\d|life|laughter|anger|joy|tears|song|the scene|stardom|administration)|claims?|suit|award|payout|trial|"
        r"over|critics|rivals?|[A-Z][\w'-]+ (?:over|for|as|after))\b"
    ),
    "casualties": re.compile(
        r"[ -](?:zone|end|heat|sea|weight|ringer|last|calm|air|in the water|(?:the |a )?(?:bill|deal|plan|measure|"
        r"legislation|project|mood|off|time))\b",
        re.IGNORECASE,
    ),
    "talks": re.compile(r" (?:about|up|down|tough|through|exclusively|to [A-Z])\b"),
}
_IDIOM_BEFORE: Final = {
    "strike": re.compile(
        r"\b(?:dog|bear|croc\w*|bird|"
        r"scammers?|hackers?|police|fbi|tax|drugs?|immigration|federal|media|political|racist|homophobic|"
        r"minister|ministers|mp|ceo|boss|coach|celebrity) \Z",
        re.IGNORECASE,
    ),
    "damage": re.compile(
        r"\b(?:sales|stars?|prices|popularity|interest|anger|debt|cases|stocks|shares|markets?|ratings|oil|"
        r"hopes|talks|deal|economy|compan(?:y|ies)|chain|retailer|airline|government|trial|merger|bank|firm|currency|"
        r"coalition|businesses|reputational|economic|collateral|brain|brand|political|media|liver|lung|heart|"
        r"seeks?|seeking|awarded)(?: [\w'-]+){0,2} \Z",
        re.IGNORECASE,
    ),
    "talks": re.compile(
        r"(?<!peace )(?<!fire )(?<!nuclear )(?<!crisis )(?<!trade )(?<!hold )(?<!held )(?<!new )(?<!fresh )(?<!direct )"
        r"(?<!for )(?<!in )(?<!of )(?<!after )(?<!\w{3}i )(?<!\w{3}n )\Z",
        re.IGNORECASE,
    ),
    "detention": re.compile(r"\bcardiac \Z", re.IGNORECASE),
    "humanitarian": re.compile(
        r"\b(?:labou?r|chip|staff|skills?|workers?|drivers?|semiconductor|paper|housing|ppe|teachers?|nurses?|"
        r"doctors?|pilots?|beer|wine) \Z",
        re.IGNORECASE,
    ),
    "protest": re.compile(r"\b(?:shares|stocks|markets?|street|oil|gold|bitcoin|late|prices?) \Z", re.IGNORECASE),
    "diplomacy": re.compile(
        r"\b(?:brand|goodwill|tourism|youth|places to|things to|where to) \Z|\bexpel\w* (?:[\w-]+ ){0,4}\Z"
        r"|\bspeaking (?:[\w-]+ ){0,5}\Z",
        re.IGNORECASE,
    ),
}
_SUCCESS = re.compile(r"\b(?:an?|big|smash|surprise|chart|pop|massive|huge|biggest|greatest) \Z", re.IGNORECASE)
_BUILT = re.compile(
    r"\b(?:buildings?|bridges?|roofs?|walls?|houses?|homes?|towers?|tunnels?|ceilings?|dams?|mines?|floors?|"
    r"structures?|"
    r"blocks?|apartments?|schools?|hospitals?|balcon\w+|stadium|church\w*|mosques?|minarets?|factor\w+|shafts?)\b",
    re.IGNORECASE,
)
"""What collapses into rubble, rather than as a company or talks do."""
_DEFIED = re.compile(
    r"\b(?:defian\w+|defying|despite|violat\w+|breach\w*|br(?:oke|eak|eaking|oken)|ignor\w+)(?: of)?(?: the|"
    r" an?)? (?:[\w-]+ ){0,3}\Z"
)
_ASSAULT = re.compile(
    r"\b(?:sexual|indecent|common|aggravated|domestic|(?:charged with|accused of|guilty of|convicted of|arrested for|"
    r"suspected of)(?: \w+)?) \Z",
    re.IGNORECASE,
)
_ASSAULT_AFTER = re.compile(
    r"(?:,| (?:allegations?|charges?|cases?|trial|claims?|convictions?|victims?|survivors?|complaints?|accus\w+|"
    r"rifles?|"
    r"weapons?|on (?:an? )?(?:woman|man|girl|boy|teenager|nurse|student|driver|worker)))\b",
    re.IGNORECASE,
)
_HIT_NOUN: Final = ("raid on", "raids on", "raid against", "raids against", "attack", "under fire")
_FRAMES: Final = {
    "sport": (
        re.compile(_SPORT, re.IGNORECASE),
        ("battle", "strike", "control", "damage", "evacuation", "diplomacy", "sanctions", "talks"),
    ),
    "sickness": (re.compile(_SICKNESS, re.IGNORECASE), ("casualties", "control", "battle")),
    "labour": (re.compile(_LABOUR, re.IGNORECASE), ("strike",)),
    "leisure": (re.compile(_LEISURE, re.IGNORECASE), ("diplomacy",)),
}
"""What a sentence is about, and the events that its words tell of only figuratively."""
CLUE_WORDS: Final = {
    FIGURATIVE: frozenset().union(*(required(p) for p in (_SPORT, _SICKNESS, _LABOUR, _LEISURE))),
}


def is_figurative(folded: str, s: Sentence, event_type: str, m: re.Match[str], head: str) -> bool:
    """Tell whether the words for an event stand for something that is no act of war.

    Args:
        folded: the folded text.
        s: the sentence.
        event_type: the type of event that the words alone tell of.
        m: the words.
        head: what stands before them in the sentence, some forty code points of it.
    """
    after, before = _IDIOM_AFTER.get(event_type), _IDIOM_BEFORE.get(event_type)
    if event_type in ("battle", "control") and (
        _CONTEST.match(folded, m.end(), s.end)
        or _CONTEST_BEFORE.search(head)
        or (_FORWARDS.match(m[0]) and _NO_ADVANCE.match(folded, m.end(), s.end))
    ):
        return _HARD.search(folded, s.start, s.end) is None
    if event_type == "battle" and m[0].lower().startswith("assault"):
        crime = _ASSAULT.search(head) is not None or _ASSAULT_AFTER.match(folded, m.end(), s.end) is not None
        if crime and _HARD.search(folded, s.start, s.end) is None:
            return True
    if event_type == "strike" and _HITS.match(m[0]) and _is_calamity(folded, s, m, head):
        return True
    if event_type == "damage" and m[0].lower() == "collapsed":
        return _BUILT.search(folded, s.start, s.end) is None
    if event_type == "talks":
        return _DEFIED.search(head) is not None or bool(
            after and before and after.match(folded, m.end(), s.end) and before.search(head)
        )
    if after and after.match(folded, m.end(), s.end):
        return _HARD.search(folded, s.start, s.end) is None or event_type == "casualties"
    if event_type == "strike" and m[0].lower().startswith("hit") and _SUCCESS.search(head):
        return True
    if before and before.search(head) and (event_type != "strike" or m[0].lower().startswith(_HIT_NOUN)):
        return True
    return bool(s.clues & FIGURATIVE) and _is_framed(folded, s, event_type, m)


def _is_calamity(folded: str, s: Sentence, m: re.Match[str], head: str) -> bool:
    """Tell whether a storm, a sickness or a slump hits: "floods hit Yemen", "Iran was hit by an earthquake"."""
    if _BY_WHOM.search(m[0]) or folded.startswith((" by ", " hard by "), m.end()):
        return _BY_CALAMITY.match(folded, m.end(), s.end) is not None
    return _CALAMITY_BEFORE.search(head) is not None


def _is_framed(folded: str, s: Sentence, event_type: str, m: re.Match[str]) -> bool:
    """Tell whether the sentence is about sport, sickness, work or travel, and about no violence."""
    if event_type == "strike" and not m[0].lower().startswith(("strike", "hit", "struck", "attack", "under", "target")):
        return False
    for pattern, types in _FRAMES.values():
        if event_type in types and pattern.search(folded, s.start, s.end):
            return _HARD.search(folded, s.start, s.end) is None
    return False
