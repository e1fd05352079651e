"""A feed that moved: permanent redirects are remembered, and taken at their word only after a week of them. Pure.

The subscribed URL stays what the user wrote. A new address is asked instead once every good answer for a week came by
permanent redirects to it (RFC 9110 15.4.2, 15.4.9), and only until it fails. So neither one mistaken redirect nor a
captive portal takes a feed away.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

ADOPT_AFTER = timedelta(days=7)
ADOPT_SIGHTINGS = 7
"""A week in which hardly anybody looked is none."""
_DROP_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Move:
    """What is known of a feed's move."""

    to: str = ""
    """Where permanent redirects lead; empty where there are none."""
    since: int = 0
    """The first of these redirects in a row, in epoch seconds."""
    seen: int = 0
    """How many there were."""
    using: str = ""
    """The new address that is asked instead of the subscribed one; empty before it is adopted."""


def sighted(move: Move, subscribed: str, url: str | None, at: datetime) -> Move:
    """Give what is known after a good answer.

    Args:
        move: What was known before.
        subscribed: The feed's URL as the user wrote it.
        url: Where permanent redirects led to; None where the answer came without, or by a temporary one.
        at: The time of the poll.
    """
    asked = move.using or subscribed
    unsafe = url is not None and url.startswith("http:") and asked.startswith("https:")
    if url is None or url == asked or unsafe:
        return Move(using=move.using)
    now = int(at.timestamp())
    if url != move.to:
        return Move(url, now, 1, move.using)
    known = Move(url, move.since, move.seen + 1, move.using)
    if known.seen >= ADOPT_SIGHTINGS and now - known.since >= ADOPT_AFTER.total_seconds():
        return Move(using=url if url != subscribed else "")
    return known


def failed(move: Move, failures: int, *, gone: bool) -> Move:
    """Give what is known after a poll that brought no feed; the third in a row leads back to the subscribed URL.

    Args:
        move: What was known before.
        failures: Failures in a row, this one included.
        gone: True for a 410, after which there is nothing to wait for.
    """
    if move.using and (gone or failures >= _DROP_FAILURES):
        return Move()
    return move


def pack(move: Move) -> str:
    """Give `move` as it is kept in the archive; empty where nothing is known."""
    return "" if move == Move() else json.dumps(asdict(move), separators=(",", ":"), ensure_ascii=False)


def unpack(text: str | None) -> Move:
    """Give what `pack` made `text` of; whatever can't be read is not known."""
    try:
        found = json.loads(text or "{}")
        return Move(str(found["to"]), int(found["since"]), int(found["seen"]), str(found["using"]))
    except (ValueError, TypeError, KeyError):
        return Move()
