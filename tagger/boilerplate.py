"""What publishers put between the lines: links, pleas, credits. Masked with blanks, so that offsets hold."""

from __future__ import annotations

import re

_LINES = re.compile(
    r"^[ \t•·*>–-]*(?:"
    r"(?:also|see also|related|recommended|most read|more on this(?: story)?|don'?t miss|further "
    r"reading|watch(?: live| now| more)?)"
    r"(?: (?:read|watch|see))?[ \t]*:[^\n]*"
    r"|(?:also read|read also|read more|see also|read next|read full story|continue reading|watch also)\b[^\n]{0,300}"
    r"|advertisement|advertising|sponsored|story continues(?: below)?[^\n]{0,60}|skip (?:advert|past)[^\n]{0,80}"
    r"|(?:sign up|subscribe|register|join us|follow us|download our|get our|support our|help us|become a)\b[^\n]{0,300}"
    r"|(?:photo|image|photograph|picture|video|credit|file photo|source|authors?|by line)s?[ "
    r"\t]*(?:by|credit)?[ \t]*:[^\n]{0,300}"
    r"|(?:читайте|читай|смотрите|дивіться|дивись)(?: також| также| ещё| еще)?\b[^\n]{0,300}"
    r"|(?:реклама|фото|источник|джерело|відео|видео)[ \t]*(?::[^\n]{0,200})?"
    r"|(?:подписывайтесь|підписуйтесь|підписуйтеся|подпишись|підпишись|долучайтесь)\b[^\n]{0,300}"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PIECES = re.compile(
    r"\((?:photo|image|picture|file photo)s?\b[^)\n]{0,160}\)"
    r"|\bview (?:video )?news\."
    r"|\(\d{1,2}\.\d{1,2}\.\d{2,4} \d{1,2}:\d{2}\)"
    r"| « [^\n|]{0,80}\| [^\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
# Words that only a plea or a credit uses: the whole sentence round them goes.
_PLEAS = re.compile(
    r"\b(?:follow|read|see|click|visit|check out)\b[^.!?\n]{0,80}?\b(?:live ?blog|live (?:updates|coverage|page))\b"
    r"|\b(?:follow|read|click|visit|check out|see the full)\b[^.!?\n]{0,80}?\bhere\b(?=[ \t]*[.!)]?[ \t]*$)"
    r"|\b(?:our|the) (?:free )?(?:daily |weekly |morning |evening )?newsletters?\b|\bour telegram channel\b"
    r"|\bgetty images\b|/ ?afp via\b|\ball rights reserved\b",
    re.IGNORECASE | re.MULTILINE,
)
_STOPS = ".!?\n"
_REACH = 200
_QUICK = re.compile(
    r"read|watch|advert|sponsor|photo|image|credit|source|author|here|news|blog|live|sign up|subscribe|follow|join|"
    r"чита|дивіт|смотр|реклама|фото|підпи|подпи|джерел|источн|відео|видео|getty|afp|rights|«|view|\(\d",
    re.IGNORECASE,
)


def noise_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of publishers' boilerplate in `text`; they may overlap."""
    if _QUICK.search(text) is None:
        return []
    spans = [m.span() for pattern in (_LINES, _PIECES) for m in pattern.finditer(text)]
    return spans + [_sentence_round(text, *m.span()) for m in _PLEAS.finditer(text)]


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


def mask(text: str) -> str:
    """Give `text` with its boilerplate blanked out; same length, same line breaks."""
    spans = sorted(noise_spans(text))
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in spans:
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        pieces.append("".join("\n" if c == "\n" else " " for c in text[start:end]))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
