"""A parsed TOML document against the schema: checked values out, every problem collected with its line."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from tui.config.schema import LISTS, tables
from tui.config.values import kind_of, nearest
from tui.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path as FilePath

    from tui.config.lines import Path
    from tui.config.schema import Keys

Values = dict[str, Any]
"""Section → fields of its settings class; ``feeds`` and ``watch`` → a list of such."""


def check_text(text: str, file: FilePath) -> Values:
    """Give the checked values of a config's text, only those it sets.

    Raises:
        ConfigError: The text is no TOML, or has unknown keys, wrong types or bad values: all of them are named.
    """
    document = _parse(text, file)
    checker = _Checker(str(file), text)
    values = checker.document(document, file.absolute().parent)
    if checker.problems:
        raise ConfigError(*sorted(checker.problems, key=lambda problem: problem.line or 0))
    return values


def _parse(text: str, file: FilePath) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), (column \d+)|end of document)\)", str(error), re.DOTALL)
        words, line, column = found.groups() if found else (str(error), None, None)
        last = text.count("\n") + 1
        where = f"{words} ({column})" if column else words
        raise ConfigError(Problem(str(file), int(line or last), "", where)) from None
    except RecursionError:
        raise ConfigError(Problem(str(file), None, "", "nested too deeply")) from None


class _Checker:
    """Walks one document; keeps its problems."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines: Mapping[Path, int] | None = None
        self.problems: list[Problem] = []

    def line(self, path: Path) -> int | None:
        """Give the line of a key, which nobody asks for as long as nothing is wrong."""
        from tui.config.lines import key_lines, line_of

        if self.lines is None:
            self.lines = key_lines(self.text)
        return line_of(self.lines, path)

    def document(self, given: Mapping[str, Any], base: FilePath) -> Values:
        plain = tables(base)
        values: Values = {}
        for name, value in given.items():
            if name in plain:
                values[name] = self.table((name,), value, plain[name])
            elif name in LISTS:
                values[name] = self.list((name,), value, LISTS[name])
            else:
                self.complain((name,), f"unknown section; {nearest(name, [*plain, *LISTS])}")
        self.across(values)
        return values

    def list(self, path: Path, given: object, keys: Keys) -> list[Values]:
        if not isinstance(given, list):
            self.complain(path, f"must be tables, each headed [[{path[0]}]], not {kind_of(given)}")
            return []
        return [self.table((*path, number), one, keys) for number, one in enumerate(given)]

    def table(self, path: Path, given: object, keys: Keys) -> Values:
        if not isinstance(given, dict):
            self.complain(path, f"must be a table, not {kind_of(given)}")
            return {}
        known = {key.name: key for key in keys}
        values: Values = {}
        for name, value in given.items():
            if name not in known:
                self.complain((*path, name), f"unknown key; {nearest(name, known)}")
                continue
            try:
                values[known[name].field or name] = known[name].read(value)
            except ValueError as error:
                self.complain((*path, name), str(error))
        for key in keys:
            if key.required and key.name not in given:
                self.complain((*path, key.name), "is missing")
        return values

    def across(self, values: Values) -> None:
        """Check what no single value shows: a feed given twice, a command that is not there, a key with two uses."""
        unique = (("feeds", "url"), ("watch", "name"), ("filter", "name"), ("filter", "key"), ("mute", "name"))
        for section, field in unique:
            self.once(section, field, values.get(section, ()))
        for number, watch in enumerate(values.get("watch", ())):
            if "command" in watch.get("notify", ()) and not watch.get("command"):
                self.complain(("watch", number, "notify"), '"command" needs the key command = ["program", …]')

        keymap = values.get("desk", {}).get("keymap")
        if keymap:
            from tui.config.keymaps import faults

            for action, words in faults(keymap):
                self.complain(("desk", "keymap", action), words)

    def once(self, section: str, field: str, tables: Sequence[Values]) -> None:
        """Check that no two tables of a section have the same value."""
        first: dict[str, int] = {}
        for number, table in enumerate(tables):
            value = table.get(field)
            if value and first.setdefault(value, number) != number:
                line = self.line((section, first[value], field))
                self.complain((section, number, field), f"{value} is given twice, first in line {line}")

    def complain(self, path: Path, words: str) -> None:
        self.problems.append(Problem(self.file, self.line(path), _dotted(path), words))


def _dotted(path: Path) -> str:
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words
