"""Actors of the index: people with dated roles, bodies, forces, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tagger.build_cases import case_forms
from tagger.entries import INFLECTED, SURNAME, Entry
from tagger.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagger.build import Draft


def add_actors(draft: Draft, sources: Sequence[dict[str, Any]]) -> None:
    """Add every actor of `sources`, each a file with ``[[actor]]`` tables or our own compact rows."""
    for data in sources:
        for row in data.get("people", []):
            _add_person(draft, *row)
        for row in data.get("bodies", []):
            _add_body(draft, *row)
        for row in data.get("actor", []):
            if row.get("kind", "person") == "person":
                roles = [[r, "", ""] if isinstance(r, str) else r for r in row.get("roles", [])]
                _add_person(
                    draft,
                    row["name"],
                    row.get("country", ""),
                    bool(row.get("surname", True)),
                    roles,
                    row.get("names", []),
                    row.get("cyr", []),
                )
            else:
                _add_body(
                    draft, row["name"], row["kind"], row.get("country", ""), row.get("names", []), row.get("cyr", [])
                )


def _slug(name: str) -> str:
    return "-".join(fold(name).lower().replace("'", "").replace(".", "").split())


def _add_person(
    draft: Draft, name: str, country: str, famous: bool, roles: list[list[str]], latin: list[str], cyrillic: list[str]
) -> None:
    """Add a person under the full names and the surnames; a surname that is not `famous` needs the full name first."""
    entry_id = f"person:{_slug(name)}"
    dated = tuple((r[0], r[1] if len(r) > 1 else "", r[2] if len(r) > 2 else "") for r in roles)
    draft.add(
        Entry(entry_id, name, "actor", "person", country or None, None, None, None, 0, 3 if famous else 2, roles=dated)
    )
    weak = 0 if famous else SURNAME
    for full in (name, *latin):
        draft.name(entry_id, full)
        surname = full.split(" ")[-1]
        if surname != full and len(surname) > 2:
            draft.name(entry_id, surname, weak)
    for full in cyrillic:
        words = full.split(" ")
        draft.name(entry_id, full)
        surnames = {words[-1], *case_forms(words[-1])}
        for surname in surnames:
            draft.name(entry_id, surname, weak | (INFLECTED if surname != words[-1] else 0))
        if len(words) == 2:
            for given in {words[0], *case_forms(words[0])}:
                for surname in surnames:
                    draft.name(entry_id, f"{given} {surname}", INFLECTED)


def _add_body(draft: Draft, name: str, kind: str, country: str, latin: list[str], cyrillic: list[str]) -> None:
    entry_id = f"org:{_slug(name)}"
    draft.add(Entry(entry_id, name, "actor", kind, country or None, None, None, None, 0, 3))
    draft.known_as(entry_id, latin, cyrillic)
