"""Where each key of a TOML text stands, so that messages can name the line: neither TOML library tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Keys from the root down; the tables of an array are counted from 0."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_STATEMENT = re.compile(
    rf"[ \t]*(?:\[\[[ \t]*(?P<array>{_DOTTED})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table>{_DOTTED})[ \t]*\]"
    rf"|(?P<key>{_DOTTED})[ \t]*=)"
)
_VALUE = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[\s\S])*"{3,5}'
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)"
)


def key_lines(text: str) -> Mapping[Path, int]:
    """Give the 1-based line of every table and key of `text`, which must be valid TOML.

    Keys within inline tables are not listed: `line_of` gives the line of what holds them.
    """
    lines: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    for line, found in _statements(text):
        if found["key"]:
            lines.setdefault(table + tuple(_parts(found["key"])), line)
            continue
        table = _table(found, arrays)
        lines.setdefault(table, line)
    return lines


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Give the line of `path`, or of the nearest table above it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _statements(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Give each header and each key with its line, skipping over values however many lines they take."""
    at, line = 0, 1
    while at < len(text):
        found = _STATEMENT.match(text, at)
        if found:
            yield line, found
        end = _end_of_value(text, found.end() if found else at)
        line += text.count("\n", at, end)
        at = end


def _end_of_value(text: str, at: int) -> int:
    """Give the offset behind the line break that ends the statement at `at`."""
    depth = 0
    for found in _VALUE.finditer(text, at):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth -= 1
        elif found["end"] and depth <= 0:
            return found.end()
    return len(text)


def _table(found: re.Match[str], arrays: dict[Path, int]) -> Path:
    """Give the path that a header opens, counting the tables of arrays in `arrays`."""
    path: Path = ()
    parts = list(_parts(found["array"] or found["table"]))
    for number, part in enumerate(parts, 1):
        path += (part,)
        if found["array"] and number == len(parts):
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path += (arrays[path],)
    return path


def _parts(dotted: str) -> Iterator[str]:
    for part in re.findall(_PART, dotted):
        yield part[1:-1] if part[0] in "\"'" else part
