"""Where each key of a TOML text stands, so that messages can name the line: neither TOML library tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.records import record

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


@record
class Statement:
    """One header or key with its value, and where it stands."""

    path: Path
    line: int
    """1-based."""
    start: int
    """Offset of the start of its first line."""
    end: int
    """Offset behind its last line."""


def statements(text: str) -> Iterator[Statement]:
    """Give every header and key of `text`, which must be valid TOML, skipping over values however many lines they take.

    Keys within inline tables are not given: they are part of a value.
    """
    arrays: dict[Path, int] = {}
    table: Path = ()
    at, line = 0, 1
    while at < len(text):
        found = _STATEMENT.match(text, at)
        end = _end_of_value(text, found.end() if found else at)
        if found and found["key"]:
            yield Statement(table + tuple(_parts(found["key"])), line, at, end)
        elif found:
            table = _table(found, arrays)
            yield Statement(table, line, at, end)
        line += text.count("\n", at, end)
        at = end


def key_lines(text: str) -> Mapping[Path, int]:
    """Give the 1-based line of every table and key of `text`; `line_of` finds that of what has none of its own."""
    lines: dict[Path, int] = {}
    for one in statements(text):
        lines.setdefault(one.path, one.line)
    return lines


def without(text: str, table: Path) -> str:
    """Give `text` without one table, its keys and tables, and the comments between them; all other comments stay."""
    kept: list[str] = []
    at = end = 0
    inside = False
    for one in statements(text):
        if one.path[: len(table)] != table:
            inside = False
            continue
        if not inside:
            kept.append(text[at : one.start])
        inside, at, end = True, one.end, one.end
    rest = text[end:]
    gap_before = not "".join(kept).rstrip(" \t") or "".join(kept).endswith(("\n\n", "\n\r\n"))
    return "".join(kept) + (rest.lstrip("\r\n") if gap_before else rest)


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Give the line of `path`, of the first of its tables, or of the nearest table above it that has one."""
    if (*path, 0) in lines and path not in lines:
        return lines[*path, 0]
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


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
