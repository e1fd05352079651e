"""What can be said against the tagging of a place: the passage that it counts in, and the places that may be meant."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Final

from store.records import record
from store.text import clean_line
from tui.opening import isolation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.models import Article, Place
    from tui.config import Config

MOST_CONTEXT: Final = 300
"""Characters of a passage, about."""
MOST_CANDIDATES: Final = 60


@record
class Candidate:
    """A place that goes by a name."""

    id: str
    name: str
    words: str
    """Kind, region, country and where it lies."""


def passage(text: str, start: int, end: int) -> str:
    """Give the line of `text` that holds ``start:end``, cut to what is near it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    at = start - first
    return line[max(0, at - MOST_CONTEXT // 2) : end - first + MOST_CONTEXT // 2].strip()


def named_places(article: Article) -> tuple[Place, ...]:
    """Give the places of an article, each spelling of each only where it stands first."""
    found: dict[tuple[str, str], Place] = {}
    for place in sorted(article.tags.places, key=lambda one: one.start):
        if article.text[place.start : place.end] == place.text:
            found.setdefault((place.text, place.id), place)
    return tuple(found.values())


async def places_called(config: Config, archive: Path, names: Sequence[str]) -> list[Candidate]:
    """Give every place that goes by one of `names`.

    A process of its own looks them up: the index of names would stay in the desk's memory for good.
    """
    process = await asyncio.create_subprocess_exec(
        *_command(config, archive, names),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        told, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return [_candidate(line) for line in told.decode("utf-8", "replace").splitlines()][:MOST_CANDIDATES]


def _command(config: Config, archive: Path, names: Sequence[str]) -> tuple[str, ...]:
    return (
        *(sys.executable, *isolation(), "-m", "tui", "correct"),
        *(("--config", str(config.source.absolute())) if config.source else ()),
        *("--archive", str(archive.absolute()), "places", "--json", "--"),
        *(clean_line(name, 200) for name in names),
    )


def _candidate(line: str) -> Candidate:
    given = json.loads(line)
    where = ", ".join(str(given[key]) for key in ("region", "country") if given[key])
    lies = f" at {given['lat']:.2f}, {given['lon']:.2f}" if given["lat"] is not None else ""
    return Candidate(given["id"], given["name"], f"{given['kind']}{' in ' + where if where else ''}{lies}")
