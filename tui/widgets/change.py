"""How busy a city is against what is usual there, in words. Pure."""

from __future__ import annotations

import math
from typing import Final

CLEAR: Final = 2.0
"""Standard deviations from which a difference is more than chance (events as a Poisson process: that is its root)."""
_BUSIER: Final = 1.5
_QUIETER: Final = 2 / 3
_HARDLY_ANY: Final = 0.5
QUIETER: Final = "quieter than usual"


def change_words(events: int, usual: float | None) -> str:
    """Give ``3x usual``, ``half of usual``, ``unusual`` where hardly anything ever happens, or nothing.

    Nothing stands for "about as usual", and for an archive that is too young to tell. What may well be chance is not
    told: two events where one is usual say nothing, sixty where thirty are usual say much.
    """
    if usual is None or abs(events - usual) < CLEAR * math.sqrt(max(usual, 1.0)):
        return ""
    if usual < _HARDLY_ANY:
        return "unusual"
    ratio = events / usual
    if ratio >= _BUSIER:
        return f"{_short(ratio)}x usual"
    if ratio > _QUIETER:
        return ""
    fractions = {2: "half of usual", 3: "third of usual", 4: "quarter of usual"}
    return fractions.get(round(usual / events), QUIETER) if events else QUIETER


def _short(ratio: float) -> str:
    """Give one decimal below ten, where it says something."""
    return f"{ratio:.1f}".removesuffix(".0") if ratio < 2.95 else f"{ratio:,.0f}"
