"""What publishers put between the lines: links, pleas, credits. Masked with blanks, so that offsets hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tagger.clues import NOISE_LINE, NOISE_PIECE, NOISE_PLEA
from tagger.prefilter import heads

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES = re.compile(
    r"^[ \t•·*>–-]*(?:"
    r"(?:also|see also|related|recommended|most read|more on this(?: story)?|don'?t miss|further "
    r"reading|watch(?: live| now| more)?)"
    r"(?: (?:read|watch|see))?[ \t]*:[^\n]*"
    r"|(?:also read|read also|read more|see also|read next|read full story|continue reading|watch also)\b[^\n]{0,300}"
    r"|click here\b[^\n]{0,120}|other topics of interest\b[^\n]{0,300}|(?-i:[A-Z][A-Z0-9 ,.'’-]{8,90}: LIVE UPDATES)|"
    r"(?:the )?(?:rest|continuation) of the (?:material|text)\b[^\n]{0,80}|this is a developing story\b[^\n]{0,120}"
    r"|(?:additional |with )?reporting (?:by|from) [^\n]{3,200}|editing by [^\n]{3,120}"
    r"|[^\n]{3,120} contributed (?:reporting|to (?:this|the) (?:report|story|article))\b[^\n]{0,60}"
    r"|new you can now listen to [^\n]{3,80}|see the (?:video|photos?|gallery)\b[^\n]{0,160}"
    r"|more (?:current |similar |important |latest )?(?:information|messages|stories)\b[^\n]{0,60}\b(?:main|"
    r"home) ?page\b[^\n]{0,60}"
    r"|advertisement|advertising|sponsored|story continues(?: below)?[^\n]{0,60}|skip (?:advert|past)[^\n]{0,80}"
    r"|(?:sign up|subscribe|register|join us|follow us|download our|get our|support our|help us|become a)\b[^\n]{0,300}"
    r"|(?:photo|image|photograph|picture|video|credit|file photo|source|authors?(?:/authors?)?|by line)s?[ "
    r"\t]*(?:by|credit)?[ \t]*:[^\n]{0,300}"
    r"|(?:читайте|читай|смотрите|дивіться|дивись)(?: також| также| ещё| еще)?\b[^\n]{0,300}"
    r"|(?:реклама|фото|источник|джерело|відео|видео)[ \t]*(?::[^\n]{0,200})?"
    r"|(?:подписывайтесь|підписуйтесь|підписуйтеся|подпишись|підпишись|долучайтесь|долучайтеся|приєднуйтесь|"
    r"приєднуйтеся|присоединяйтесь|слідкуйте|стежте|следите|підтримайте|поддержите|більше новин|"
    r"больше новостей)\b[^\n]{0,300}"
    r"|(?:якщо ви (?:помітили|знайшли) помилку|если вы (?:заметили|нашли) ошибку)\b[^\n]{0,200}"
    r"|(?:за матеріалами|по материалам)[ \t]*:[^\n]{0,120}"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PIECE: Final = (
    r"\((?:photo|image|picture|file photo)s?\b[^)\n]{0,160}\)|(?<!\w)view (?:video |photo ){0,2}news\."
    r"|(?:subscribe to our channel|(?:follow|find) us on [\w ]{2,12}|check (?:out )?our website)[:!]? ?"
    r"(?:https?://\S{1,200})?(?: ?#\w{1,40}){0,30}"
    r"|\(\d{1,2}\.\d{1,2}\.\d{2,4} \d{1,2}:\d{2}\)"
    r"| « [^\n|]{0,80}\| (?:[^\n]{0,60}$|[\w-]{2,30}\.(?:net|com|org|info|ua|ru|eu)\b)"
)
_PIECES = re.compile(_PIECE, re.IGNORECASE | re.MULTILINE)
# Words that only a plea or a credit uses: the whole sentence round them goes.
_PLEAS = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        (
            r"\b(?:follow|read|see|click|visit|check out)\b[^.!?\n]{0,80}?"
            r"\b(?:live ?blog|live (?:updates|coverage|page))\b"
        ),
        r"\b(?:follow|read|click|visit|check out|see the full)\b[^.!?\n]{0,80}?\bhere\b(?=[ \t]*[.!)]?[ \t]*$)",
        (
            r"\b(?:our|the|[\w'’]+['’]s) (?:free )?(?:daily |weekly |morning |evening )?newsletters?\b"
            r"|\bour telegram channel\b|\bin our live coverage\b|\b(?:we are glad that you are|"
            r"thank you for being) with us\b"
            r"|\b(?:latest|more) information on [\w.-]+\.(?:pl|com|ua|ru|org)\b|"
            r"\bfor more information, (?:please )?visit\b"
            r"|\bgetty images\b|/ ?afp via\b|\ball rights reserved\b"
        ),
    )
]
CLUES: Final = {NOISE_LINE: [_LINES]}
CLUE_WORDS: Final = {
    NOISE_PIECE: heads(_PIECE),
    NOISE_PLEA: (
        *(" here", "liveblog", "live blog", "live updates", "live coverage", "live page"),
        *(
            "newsletter",
            "our telegram channel",
            "with us",
            "information on ",
            "more information, ",
            "getty images",
            "afp via",
            "all rights reserved",
        ),
    ),
}
_STOPS = ".!?\n"
_REACH = 200
_PLEA_REACH = 100
"""Longest way, in code points, from the head of a plea to its clue."""
_TAIL = 40
"""Code points after a clue that tell whether it ends its line."""


def noise_spans(text: str, hits: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Give the spans of publishers' boilerplate in `text`; they may overlap.

    Args:
        text: the text as it came.
        hits: (start, end, bits) of what `tagger.prefilter` found in it.
    """
    spans = []
    for start in _line_starts(text, hits, NOISE_LINE):
        m = _LINES.match(text, start)
        if m:
            spans.append(m.span())
    spans += [m.span() for start, _, bits in hits if bits & NOISE_PIECE and (m := _PIECES.match(text, start))]
    for start, end, bits in hits:
        if bits & NOISE_PLEA:
            spans += [
                _sentence_round(text, *m.span()) for pattern in _PLEAS if (m := _round(pattern, text, start, end))
            ]
    return sorted(spans)


def _line_starts(text: str, hits: Sequence[tuple[int, int, int]], clue: int) -> list[int]:
    """Give the starts of the lines that hold a clue; no pattern here reaches over the end of a line."""
    starts: list[int] = []
    start, end = 0, _line_end(text, 0)
    for at, _, bits in hits:
        if not bits & clue:
            continue
        while end <= at and end < len(text):
            start = end + 1
            end = _line_end(text, start)
        if not starts or starts[-1] != start:
            starts.append(start)
    return starts


def _round(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """Give the match of a plea round a clue; none reaches over the end of a line, or far."""
    first = max(0, start - _PLEA_REACH)
    return pattern.search(text, max(first, text.rfind("\n", first, start) + 1), min(_line_end(text, end), end + _TAIL))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _sentence_round(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the sentence that holds it, at most `_REACH` characters each way."""
    first = max(0, start - _REACH)
    while start > first and text[start - 1] not in _STOPS:
        start -= 1
    last = min(len(text), end + _REACH)
    while end < last and text[end] not in _STOPS:
        end += 1
    if end < len(text) and text[end] in ".!?":
        end += 1
    return start, end


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give `text` with `spans`, in order, blanked out; same length, same line breaks."""
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in spans:
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        pieces.append("\n".join(" " * len(line) for line in text[start:end].split("\n")))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
