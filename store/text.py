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

# A string sequence must end within this many characters and on its line, else it counts as unterminated.
_PAYLOAD = r"[^\x1b\x07\x9c\n\r]{0,4096}"
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
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_PLAIN = re.compile(r"[\t\n -~]*\Z")
_COMBINING_RUN = re.compile(
    rf"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MAX_COMBINING}}})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n ?(?:\n ?)+")


def strip_controls(text: str) -> str:
    """Give `text` in NFC without anything a terminal could act on; line breaks become LF and stay."""
    if _PLAIN.match(text):
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _SEQUENCE.sub("", text)
    text = _BREAKS.sub("\n", text)
    text = _DROPPED.sub("", text)
    return unicodedata.normalize("NFC", _COMBINING_RUN.sub(r"\1", text))


def cut(text: str, limit: int) -> str:
    """Give at most `limit` code points of `text`, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Give `text` as one safe line: controls gone, white space folded, at most `limit` code points."""
    return cut(" ".join(strip_controls(_head(text, limit)).split()), limit)


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Give `text` as safe paragraphs: blanks folded, at most one empty line in a row, at most `limit` code points."""
    text = _BLANKS.sub(" ", strip_controls(_head(text, limit)))
    text = _GAPS.sub("\n\n", text).replace(" \n", "\n").replace("\n ", "\n")
    return cut(text.strip(), limit)


def _head(text: str, limit: int) -> str:
    """Give enough of a giant `text` to fill `limit` after cleaning, so that its tail costs nothing."""
    return text if len(text) <= 16 * limit else text[: 16 * limit]
