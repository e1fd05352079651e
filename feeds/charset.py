"""From bytes to text: which character encoding a document is in.

In this order: byte order mark, Content-Type header, XML declaration, UTF-8, and at last a guess; each only if the
whole document decodes strictly, so a wrong label costs nothing.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"), (b"{\x00", "utf-16-le"), (b"\x00{", "utf-16-be"))
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_LATIN = frozenset({"iso8859-1", "cp1252", "ascii"})
_REFUSED = frozenset({"utf-7"})
# XML 1.0 production [2] Char: what may not stand in a document at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CYRILLIC_LOWER = re.compile("[а-яёіїєґў]")
_CYRILLIC_UPPER = re.compile("[А-ЯЁІЇЄҐЎ]")
_SAMPLE = 65_536


class Decoded(NamedTuple):
    """A document as text."""

    text: str
    charset: str
    """The encoding it was read in."""
    exact: bool
    """False where bytes had to be replaced or the encoding was a guess."""


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Give `body` as text without the characters that XML forbids; never fails."""
    decoded = _marked(body) or _labelled(body, content_type) or _guessed(body)
    return decoded._replace(text=_ILLEGAL.sub("", decoded.text).lstrip("\ufeff \t\r\n"))


def _marked(body: bytes) -> Decoded | None:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            return Decoded(text, charset, "\ufffd" not in text)
    for start, charset in _UNMARKED:
        if body.startswith(start):
            return Decoded(body.decode(charset, "replace"), charset, exact=True)
    return None


def _labelled(body: bytes, content_type: str | None) -> Decoded | None:
    labels = [match[1] for match in (_PARAMETER.search(content_type or ""),) if match]
    labels += [match[1].decode("ascii") for match in (_DECLARATION.match(body),) if match]
    for label in [*labels, "utf-8"]:
        try:
            charset = codecs.lookup(label).name
        except LookupError:
            continue
        if charset in _REFUSED:
            continue
        # Latin-1 takes any bytes, so it is believed only of what is not UTF-8; browsers read it as cp1252.
        tries = ["utf-8", "cp1252", "iso8859-1"] if charset in _LATIN else [charset]
        for name in tries if charset != "ascii" else ["utf-8"]:
            try:
                return Decoded(body.decode(name), name, exact=True)
            except (UnicodeError, LookupError):
                continue
    return None


def _guessed(body: bytes) -> Decoded:
    """Decode mostly sound UTF-8 with replacements, else take the likeliest of the encodings news is found in."""
    text = body.decode("utf-8", "replace")
    sample = text[:_SAMPLE]
    broken = sample.count("\ufffd")
    sound = sum(1 for c in sample if c > "\x7f") - broken
    if sound > 4 * broken or body.isascii():
        return Decoded(text, "utf-8", exact=False)
    ranked = {name: _cyrillic_score(body[:_SAMPLE].decode(name, "replace")) for name in ("cp1251", "koi8-r")}
    best = max(ranked, key=lambda name: ranked[name])
    charset = best if ranked[best] > 0 else "cp1252"
    return Decoded(body.decode(charset, "replace"), charset, exact=False)


def _cyrillic_score(text: str) -> float:
    """Rate `text` as Cyrillic: small letters prevail, and words are of one script."""
    lower, upper = len(_CYRILLIC_LOWER.findall(text)), len(_CYRILLIC_UPPER.findall(text))
    other = sum(1 for c in text if c > "\x7f") - lower - upper
    return lower - 2 * upper - other
