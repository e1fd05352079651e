"""Writes a saved filter into the user's config: they stand where everything else about the desk stands.

So they can be read, changed and taken out with an editor, go along to another machine, and are checked like the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from tui.config import read_text, user_config_file
from tui.config.check import check_text
from tui.config.edit import NEW_FILE, replace_file
from tui.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tui.settings import SavedFilter


def write_filter(saved: SavedFilter, path: Path | None = None) -> None:
    """Add a filter to the config at `path` (the usual one for None), or change the query of the one with its name.

    Raises:
        ConfigError: The file can't be used as it is; it is left alone.
        UsageError: It can't be written, or changed by a program.
    """
    file = (path or user_config_file()).resolve()
    text = read_text(file, missing_ok=path is None)
    text = NEW_FILE if text is None else text
    check_text(text, file)
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:  # valid TOML that this library can't read: leave it to its owner
        raise UsageError(f"{file}: can't be changed from here, edit it by hand: {error}") from None
    changed = _changed(document, text, saved)
    check_text(changed, file)
    try:
        replace_file(file, changed)
    except OSError as error:
        raise UsageError(f"{file}: can't be written: {error.strerror}") from None


def _changed(document: tomlkit.TOMLDocument, text: str, saved: SavedFilter) -> str:
    """Give the document with the filter in it."""
    listed = document.get("filter", [])
    for table in listed:
        if table.get("name") == saved.name:
            table["query"] = saved.query
            return tomlkit.dumps(document)
    if listed and not isinstance(listed, AoT):  # filter = [{…}]: tables must not be appended to that
        listed.append(_table(saved, tomlkit.inline_table()))
        return tomlkit.dumps(document)
    # Behind everything else: in the middle, the library puts it before the comments of what follows.
    block = tomlkit.document()
    tables = tomlkit.aot()
    tables.append(_table(saved, tomlkit.table()))
    block.append("filter", tables)
    return f"{text.rstrip()}\n\n{tomlkit.dumps(block)}".lstrip()


def _table(saved: SavedFilter, table: tomlkit.items.Table | tomlkit.items.InlineTable) -> tomlkit.items.Item:
    table.append("name", saved.name)
    table.append("query", saved.query)
    if saved.key:
        table.append("key", saved.key)
    return table
