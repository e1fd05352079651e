"""The only sanitiser of untrusted text: run on the way in, and again at the last step before any output.

What a terminal could act on, or what could make text read as something else, goes: whole escape sequences
(ECMA-48 CSI, OSC, DCS, SOS, PM, APC and two-character escapes), C0 and C1 controls, bidi controls (Unicode UAX #9),
tag characters, invisible format characters, lone surrogates and noncharacters. ZWJ and ZWNJ stay, because Persian,
Indic scripts and emoji need them. A sequence that never ends costs only its introducer, never the text behind it.
"""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 1_000
"""Code points that `clean_line` keeps unless told otherwise."""
BLOCK_LIMIT = 1_000_000
"""Code points that `clean_block` keeps unless told otherwise."""
MAX_COMBINING = 8
"""Combining marks kept on one base character; more is "zalgo", which overdraws neighbouring rows."""
ELLIPSIS = "…"

# A string sequence must end within this many characters and on its line, else it counts as unterminated. No C1 control
# may stand in it: a megabyte of introducers would each scan to that limit.
_PAYLOAD = r"[^\x1b\x07\x80-\x9f\n\r]{0,4096}"
_SEQUENCE = re.compile(
    rf"(?:\x1b\]|\x9d){_PAYLOAD}(?:\x07|\x1b\\|\x9c)"
    rf"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f]){_PAYLOAD}(?:\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[\[\]PX^_]"  # an introducer whose sequence never ends
    r"|\x1b[ -/]*[0-~]"
)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but for TAB and LF
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # format and bidi controls
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # invisible
    "\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)) + "]"
)
_PLAIN = re.compile(r"[\t\n -~]*\Z")
# Whatever is no letter, digit or white space, in a row longer than any script needs; most of it are dashes and emoji.
_LONG_RUN = re.compile(rf"[^\w\s\x00-\u02ff]{{{MAX_COMBINING + 1},}}")
_JOINERS = "\u200c\u200d"
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # not a blank alone, which is most of them
_GAPS = re.compile(r" ?\n ?(?:\n ?)+")


def strip_controls(text: str) -> str:
    """Give `text` in NFC without anything a terminal could act on; line breaks become LF and stay."""
    if _PLAIN.match(text):
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _SEQUENCE.sub("", text)
    text = _BREAKS.sub("\n", text)
    text = _DROPPED.sub("", text)
    # Once before, because sorting a long run of marks takes the square of its length; once more after, because some
    # characters become several marks.
    text = unicodedata.normalize("NFC", _LONG_RUN.sub(_thin_out, text))
    return _LONG_RUN.sub(_thin_out, text)


def cut(text: str, limit: int) -> str:
    """Give at most `limit` code points of `text`, the last an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip(f"{_JOINERS} \t\n") + ELLIPSIS if limit > 0 else ""


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Give `text` as one safe line: controls gone, white space folded, at most `limit` code points."""
    return cut(" ".join(strip_controls(_head(text, limit)).split()), limit)


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Give `text` as safe paragraphs: blanks folded, at most one empty line in a row, at most `limit` code points."""
    text = _BLANKS.sub(" ", strip_controls(_head(text, limit)))
    text = _GAPS.sub("\n\n", text).replace(" \n", "\n").replace("\n ", "\n")
    return cut(text.strip(), limit)


def _thin_out(run: re.Match[str]) -> str:
    """Keep `MAX_COMBINING` marks in a row; joiners between them don't start a new row."""
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
        elif char not in _JOINERS:
            marks = 0
        if marks <= MAX_COMBINING:
            kept.append(char)
    return "".join(kept)


def _head(text: str, limit: int) -> str:
    """Give enough of a giant `text` to fill `limit` after cleaning, so that its tail costs nothing."""
    return text if len(text) <= 16 * limit else text[: 16 * limit]
