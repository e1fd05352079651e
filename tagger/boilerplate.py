"""What publishers put between the lines: links, pleas, credits. Masked with blanks, so that offsets hold."""

from __future__ import annotations

import re

_LINES = re.compile(
    r"^[ \t•·*>–-]*(?:"
    r"(?:also|see also|related|recommended|most read|more on this(?: story)?|don'?t miss|further reading|watch(?: live| now| more)?)"
    r"(?: (?:read|watch|see))?[ \t]*:[^\n]*"
    r"|(?:also read|read also|read more|see also|read next|read full story|continue reading|watch also)\b[^\n]{0,300}"
    r"|advertisement|advertising|sponsored|story continues(?: below)?[^\n]{0,60}|skip (?:advert|past)[^\n]{0,80}"
    r"|(?:sign up|subscribe|register|join us|follow us|download our|get our|support our|help us|become a)\b[^\n]{0,300}"
    r"|(?:photo|image|photograph|picture|video|credit|file photo|source|authors?|by line)s?[ \t]*(?:by|credit)?[ \t]*:[^\n]{0,300}"
    r"|(?:читайте|читай|смотрите|дивіться|дивись)(?: також| также| ещё| еще)?\b[^\n]{0,300}"
    r"|(?:реклама|фото|источник|джерело|відео|видео)[ \t]*(?::[^\n]{0,200})?"
    r"|(?:подписывайтесь|підписуйтесь|підписуйтеся|подпишись|підпишись|долучайтесь)\b[^\n]{0,300}"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PIECES = re.compile(
    r"\((?:photo|image|picture|file photo)s?\b[^)\n]{0,160}\)"
    r"|[^.!?\n]{0,200}\b(?:follow|read|see|click|visit|check out)\b[^.!?\n]{0,80}\b(?:live ?blog|live (?:updates|coverage|page)|full report|here)\b[ \t]*(?:here)?[.!]?(?=\s|$)"
    r"|\bview (?:video )?news\."
    r"|[^.!?\n]{0,120}\b(?:our|the) (?:free )?(?:daily |weekly |morning |evening )?newsletters?\b[^.!?\n]{0,120}[.!]?"
    r"|[^.!?\n]{0,80}\bour telegram channel\b[^.!?\n]{0,80}[.!]?"
    r"|[^\n]{0,60}\b(?:getty images|/ ?afp via|all rights reserved)\b[^\n]{0,60}"
    r"|\(\d{1,2}\.\d{1,2}\.\d{2,4} \d{1,2}:\d{2}\)"
    r"| « [^\n|]{0,80}\| [^\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
_QUICK = re.compile(
    r"read|watch|advert|sponsor|photo|image|credit|source|author|here|news|blog|live|sign up|subscribe|follow|join|"
    r"чита|дивіт|смотр|реклама|фото|підпи|подпи|джерел|источн|відео|видео|getty|afp|rights|«|view|\(\d",
    re.IGNORECASE,
)


def noise_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of publishers' boilerplate in `text`, in order of kind."""
    if _QUICK.search(text) is None:
        return []
    return [m.span() for pattern in (_LINES, _PIECES) for m in pattern.finditer(text)]


def mask(text: str) -> str:
    """Give `text` with its boilerplate blanked out; same length, same line breaks."""
    spans = noise_spans(text)
    for start, end in spans:
        blank = "".join("\n" if c == "\n" else " " for c in text[start:end])
        text = text[:start] + blank + text[end:]
    return text
