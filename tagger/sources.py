"""Reads our curated TOML files and the user's own, with errors that name file and key."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from tagger.settings import GazetteerError

_PLACE_KEYS = {"name", "id", "country", "kind", "lat", "lon", "names", "cyr", "forms"}
_ACTOR_KEYS = {"name", "id", "kind", "country", "names", "cyr", "roles", "surname"}


def read_toml(name: str) -> dict[str, Any]:
    """Give one of our own data files."""
    return tomllib.loads((resources.files("tagger") / "data" / f"{name}.toml").read_text("utf-8"))


def read_all(kind: str) -> list[dict[str, Any]]:
    """Give our own data files of one kind: ``actors`` has ``actors.toml`` and one for each group of theatres."""
    return [tomllib.loads(data.decode()) for name, data in data_files() if name.split(".")[0].split("_")[0] == kind]


def data_files() -> list[tuple[str, bytes]]:
    """Give name and bytes of every data file of ours, by name."""
    folder = resources.files("tagger") / "data"
    return sorted((f.name, f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".toml"))


def read_user_places(path: str) -> dict[str, Any]:
    """Give a user's file of ``[[place]]`` tables (name, lat, lon; optional the other keys of theatres.toml)."""
    data = _read(path)
    for i, row in enumerate(_rows(data, "place", path), 1):
        _check(row, _PLACE_KEYS, f"{path}: [[place]] number {i}")
        for key in ("lat", "lon"):
            if not isinstance(row.get(key), int | float):
                raise GazetteerError(f"{path}: [[place]] number {i}: {key} must be a number")
    return data


def read_user_actors(path: str) -> dict[str, Any]:
    """Give a user's file of ``[[actor]]`` tables (name, kind; optional country, names, cyr, roles)."""
    data = _read(path)
    for i, row in enumerate(_rows(data, "actor", path), 1):
        _check(row, _ACTOR_KEYS, f"{path}: [[actor]] number {i}")
    return data


def _read(path: str) -> dict[str, Any]:
    try:
        with Path(path).expanduser().open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{path}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: can't be read: {error}") from error


def _rows(data: dict[str, Any], key: str, path: str) -> list[dict[str, Any]]:
    unknown = sorted(set(data) - {key})
    if unknown:
        raise GazetteerError(f"{path}: unknown key {unknown[0]!r}; use [[{key}]]")
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise GazetteerError(f"{path}: {key!r} must be written as [[{key}]]")
    return rows


def _check(row: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise GazetteerError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    if not isinstance(row.get("name"), str) or not row["name"].strip():
        raise GazetteerError(f"{where}: name is missing")
    for key in ("names", "cyr", "forms"):
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise GazetteerError(f"{where}: {key} must be a list of strings")
