"""Reads the day from its TOML files, one an outlet, and checks it.

A file holds an ``[outlet]`` table and ``[[dispatch]]`` tables with ``id``, ``at`` (a TOML local time, read as UTC),
``title`` and ``text`` (paragraphs divided by an empty line; optional ``lang``, ``author``). A dispatch with ``reprint``
takes the text of another outlet's dispatch as that stands at the time. ``[[dispatch.edit]]`` changes a dispatch later:
``title`` and ``text`` replace, ``swap`` replaces passages, ``add`` appends paragraphs.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import TYPE_CHECKING, Any, get_args

from feeds.demo.model import Day, Dispatch, FeedFormat, Outlet, Version
from store.models import Affiliation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

DATE = date(2022, 3, 28)
"""The day that is replayed."""

_OUTLET_KEYS = frozenset({"id", "name", "format", "country", "affiliation", "lang"})
_DISPATCH_KEYS = frozenset({"id", "at", "lang", "author", "title", "text", "reprint", "edit"})
_EDIT_KEYS = frozenset({"at", "title", "text", "swap", "add"})


class DayError(ValueError):
    """A file of the day is wrong; the message names the outlet or the dispatch."""


def load_day(folder: Traversable | None = None) -> Day:
    """Give the day in `folder`, by default the one that ships with Dateline.

    Raises:
        DayError: a key, time or reference is wrong.
    """
    folder = folder or resources.files("feeds.demo") / "day"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    outlets: list[Outlet] = []
    tables: list[tuple[Outlet, Mapping[str, Any]]] = []
    for file in files:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        outlet = _outlet(file.name, content.get("outlet", {}))
        outlets.append(outlet)
        tables += [(outlet, table) for table in content.get("dispatch", [])]
    originals = {table.get("id", ""): _dispatch(outlet, table) for outlet, table in tables if "reprint" not in table}
    known = {outlet.id: outlet for outlet in outlets}
    reprints = [_reprint(outlet, table, originals, known) for outlet, table in tables if "reprint" in table]
    dispatches = sorted([*originals.values(), *reprints], key=lambda dispatch: (dispatch.published, dispatch.id))
    if len({dispatch.id for dispatch in dispatches}) < len(tables):
        raise DayError("two dispatches have the same id")
    return Day(DATE, tuple(outlets), tuple(dispatches))


def paragraphs(text: str) -> tuple[str, ...]:
    """Split `text` at its empty lines and unwrap each paragraph."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _outlet(file: str, table: Mapping[str, Any]) -> Outlet:
    if set(table) != _OUTLET_KEYS:
        raise DayError(f"{file}: [outlet] needs exactly {', '.join(sorted(_OUTLET_KEYS))}")
    outlet = Outlet(**table)
    if not outlet.name.startswith("Demo "):
        raise DayError(f"{file}: the name of an outlet begins with “Demo”")
    if outlet.format not in get_args(FeedFormat) or outlet.affiliation not in get_args(Affiliation):
        raise DayError(f"{file}: unknown format or affiliation")
    return outlet


def _dispatch(outlet: Outlet, table: Mapping[str, Any]) -> Dispatch:
    name = _checked_name(table, _DISPATCH_KEYS)
    if not table.get("title") or not table.get("text"):
        raise DayError(f"{name}: a dispatch needs a title and a text")
    first = Version(_moment(name, table), table["title"], paragraphs(table["text"]))
    return _assembled(outlet, table, first, credit=None)


def _reprint(
    outlet: Outlet, table: Mapping[str, Any], originals: Mapping[str, Dispatch], outlets: Mapping[str, Outlet]
) -> Dispatch:
    name = _checked_name(table, _DISPATCH_KEYS - {"text", "lang", "author"})
    at = _moment(name, table)
    original = originals.get(table["reprint"])
    source = original.version_at(at) if original else None
    if original is None or source is None:
        raise DayError(f"{name}: there is no {table['reprint']} yet to reprint")
    first = Version(at, table.get("title", source.title), source.paragraphs)
    return _assembled(outlet, {"lang": original.lang, **table}, first, credit=outlets[original.outlet])


def _assembled(outlet: Outlet, table: Mapping[str, Any], first: Version, credit: Outlet | None) -> Dispatch:
    return Dispatch(
        id=table["id"],
        outlet=outlet.id,
        lang=table.get("lang", outlet.lang),
        author=table.get("author"),
        credit=credit,
        versions=tuple(_versions(table["id"], first, table.get("edit", ()))),
    )


def _versions(name: str, first: Version, edits: Iterable[Mapping[str, Any]]) -> Iterable[Version]:
    yield first
    last = first
    for edit in edits:
        if not set(edit) <= _EDIT_KEYS:
            raise DayError(f"{name}: an edit knows {', '.join(sorted(_EDIT_KEYS))}")
        version = Version(_moment(name, edit), edit.get("title", last.title), _edited(name, last.paragraphs, edit))
        if version.at <= last.at or (version.title, version.paragraphs) == (last.title, last.paragraphs):
            raise DayError(f"{name}: the edit at {edit['at']} must come later and change something")
        yield version
        last = version


def _edited(name: str, before: tuple[str, ...], edit: Mapping[str, Any]) -> tuple[str, ...]:
    text = edit["text"] if "text" in edit else "\n\n".join(before)
    for old, new in edit.get("swap", ()):
        if text.count(old) != 1:
            raise DayError(f"{name}: the passage “{old}” does not stand there exactly once")
        text = text.replace(old, new)
    return paragraphs(f"{text}\n\n{edit.get('add', '')}")


def _checked_name(table: Mapping[str, Any], known: frozenset[str]) -> str:
    name = str(table.get("id", "a dispatch without id"))
    if unknown := set(table) - known:
        raise DayError(f"{name}: unknown key {min(unknown)}")
    return name


def _moment(name: str, table: Mapping[str, Any]) -> datetime:
    at = table.get("at")
    if not isinstance(at, time):
        raise DayError(f"{name}: “at” must be a time of day such as 06:40:00")
    return datetime.combine(DATE, at, UTC)
