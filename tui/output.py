"""The last step before a terminal: every word that leaves a command goes through here and is cleaned on the way.

Data goes to standard output, words about it to standard error. Colour only where the stream is a terminal and
``NO_COLOR`` (https://no-color.org) is not set; never the only carrier of a meaning.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Literal, TextIO

from store.records import record
from store.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterable

Style = Literal["bold", "dim", "red", "green", "yellow", "cyan"]
_SGR: dict[Style, int] = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}  # ECMA-48, 8.3.117
# What JSON lets through raw and a terminal acts on or a reader is fooled by: DEL, C1, bidi and format controls.
_RISKY = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


@record
class Styled:
    """A piece of a line with its colour."""

    text: str
    style: Style


Piece = str | Styled


def coloured(stream: TextIO) -> bool:
    """Tell whether `stream` takes colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def put(*pieces: Piece, stream: TextIO | None = None) -> None:
    """Print one line (or block) made of `pieces`: each is cleaned, then styled where the stream takes colour."""
    stream = stream or sys.stdout
    colour = coloured(stream)
    stream.write("".join(_piece(piece, colour) for piece in pieces) + "\n")


def say(*pieces: Piece) -> None:
    """Print a line of words about the data, on standard error."""
    put(*pieces, stream=sys.stderr)


def put_json(value: object) -> None:
    """Print `value` as one line of JSON that is safe to look at in a terminal and loses nothing."""
    sys.stdout.write(json_line(value, plain_ascii="utf" not in (sys.stdout.encoding or "").lower()) + "\n")


def json_line(value: object, *, plain_ascii: bool = False) -> str:
    r"""Give `value` as JSON in which every control and invisible format character is written as ``\uXXXX``.

    Raises:
        ValueError: A number is infinite or none, for which JSON has no word (RFC 8259, section 6).
    """
    text = json.dumps(value, ensure_ascii=plain_ascii, allow_nan=False, separators=(",", ":"))
    return _RISKY.sub(_escape, text)


def table(rows: Iterable[tuple[Piece, ...]], *, right: frozenset[int] = frozenset(), indent: str = "") -> None:
    """Print `rows` in columns as wide as their widest cell; the columns in `right` are set flush right."""
    lines = [tuple(_flat(cell) for cell in row) for row in rows]
    if not lines:
        return
    widths = [max(cell_width(_text(cell)) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        filled = [number for number, cell in enumerate(line) if _text(cell)]
        last = filled[-1] if filled else 0
        pieces: list[Piece] = [indent]
        for number, cell in enumerate(line[: last + 1]):
            pad = " " * (widths[number] - cell_width(_text(cell)))
            before, after = (pad, "") if number in right else ("", pad)
            pieces += [before, cell, "" if number == last else f"{after}  "]
        put(*pieces)


def cell_width(text: str) -> int:
    """Give the number of terminal columns that `text` takes: wide East Asian characters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200c\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns() -> int:
    """Give the width to lay text out for: the terminal's, at most 100; 80 where there is none."""
    return min(shutil.get_terminal_size((80, 24)).columns, 100) if sys.stdout.isatty() else 80


def _piece(piece: Piece, colour: bool) -> str:
    text = strip_controls(_text(piece))
    return f"\x1b[{_SGR[piece.style]}m{text}\x1b[0m" if colour and isinstance(piece, Styled) and text else text


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Styled) else piece


def _flat(piece: Piece) -> Piece:
    """Give a cell's text as one clean line, so that it measures as it prints."""
    flat = " ".join(strip_controls(_text(piece)).split())
    return Styled(flat, piece.style) if isinstance(piece, Styled) else flat


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD7C0 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"  # RFC 8259, section 7
