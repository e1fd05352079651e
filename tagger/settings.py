"""The tagger's section of the config."""

from __future__ import annotations

from dataclasses import dataclass


class GazetteerError(ValueError):
    """A gazetteer or actor file can't be used; the message names the file and the line or key."""


@dataclass(frozen=True, slots=True)
class TaggerSettings:
    """``[tagger]``: which countries to prefer, and the user's own files of names."""

    home: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes preferred where a name is ambiguous."""
    gazetteer: tuple[str, ...] = ()
    """Paths of extra TOML files of places."""
    actors: tuple[str, ...] = ()
    """Paths of extra TOML files of actors."""
