"""Whose words a report is: the agency that it credits, else the house that published it.

Twenty outlets that print one wire report are one origin. Only what a text says of itself counts as a credit: an
agency's name in brackets or behind a dash where a report begins or ends, the byline, "… contributed to this report",
"with reporting by …", "повідомляє …", "со ссылкой на …". A quote that was "told to" an agency is none.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

Reason = Literal["own", "credit"]
_HEAD, _TAIL = 220, 320
"""Code points at the start and the end of a text where it says whose it is."""
_TOLD_BY = 1_200
"""Code points from the start in which a text says whom it repeats."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose words a report is."""

    name: str
    reason: Reason
    """``credit`` where the report itself names somebody else."""


# WHO stands for any name of an agency.
_HEADS = (
    r"\(WHO(?:/[^()]{1,20})?\)\s*[-–—:.]",  # KYIV (Reuters) -
    r"^[^\n.]{0,60}[.,]\s*(?:/\s*)?WHO(?:\s*/)?\s*[-–—.]",  # МОСКВА, 24 мая. /ТАСС/.
    r"^[^\n.]{0,60}\s[-–—]\s*WHO\s*[.,]",  # МОСКВА, 24 мая - РИА Новости.
)
_TAILS = (
    r"\(\s*(?:©\s*)?(?:with\s)?WHO(?:\s*[,/&]\s*[^()]{1,40})?\s*\)\s*$",  # … (AFP)
    r"[-–—]{1,2}\s*WHO\s*$",
    r"(?:©|copyright|\bsource:|джерело:|источник:)\s*(?:\d{4}\s+)?(?:the\s+)?WHO(?!\w)",
    r"(?<!\w)WHO(?:\s+(?:journalists?|reporters?|writers?))?[^.\n]{0,60}?\scontributed\b",
    r"(?:reporting|files|material)\s+(?:from|by)\s+(?:the\s+)?WHO(?!\w)",
)
_TELLINGS = (
    (
        r"(?:повідомля(?:є|ють)|переда(?:є|ють)|пише|інформує|сообща(?:ет|ют)|переда(?:е|ё)т|пишет|информирует)\s+"
        r"(?:про це\s+|об этом\s+)?(?:агентств[оа]\s+|кореспондент\s+|корреспондент\s+)?[«\"]?WHO(?!\w)"
    ),
    r"(?:з\s+посиланням|со\s+ссылкой)\s+на\s+(?:агентств[оа]\s+)?[«\"]?WHO(?!\w)",
    r"(?:according to|as reported by|reported by|citing)\s+(?:the\s+)?(?:news agency\s+)?WHO(?!\w)",
    r"(?<!\w)WHO\s+(?:news agency\s+)?(?:reports|reported)(?!\w)",
)
_BYLINES = (r"(?<!\w)WHO(?!\w)",)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the curated list says."""

    agencies: dict[str, str]
    """Agencies by what they are called."""
    houses: dict[str, str]
    """Agencies and families by host."""
    patterns: tuple[tuple[re.Pattern[str], ...], ...]
    """How bylines, beginnings, ends and texts name an agency."""


def origin_of(
    *, outlet: str, feed: str, url: str | None, author: str | None, text: str, credit: str | None = None
) -> Origin:
    """Give whose words a report is.

    Args:
        outlet: the name of its feed, for a house that nothing is known of.
        feed: the feed's address.
        url: the report's own address; that of another house is where it came from.
        author: its byline.
        text: its body, else its summary.
        credit: what `named` gives of the source that the feed itself names.
    """
    house = house_of(feed) or _host(feed)
    found = _credited(author or "", text) or credit
    if found is not None and found != house:
        return Origin(found, "credit")
    return Origin(house_of(feed) or house_of(url or "") or house or outlet, "own")


def named(name: str | None, address: str | None) -> str | None:
    """Give the origin that a feed names for an entry (RSS 2.0 and Atom ``source``), or None where it names none.

    Args:
        name: what it calls the source.
        address: where the source stands.
    """
    known = _known().agencies
    host = _host(address or "")
    return known.get(name or "") or house_of(address or "") or host or name or None


def house_of(address: str) -> str | None:
    """Give the agency or family that a web address belongs to, or None where the list has none."""
    houses, host = _known().houses, _host(address)
    while host:
        if host in houses:
            return houses[host]
        host = host.partition(".")[2]
    return None


def _credited(author: str, text: str) -> str | None:
    known = _known()
    places = (author, text[:_HEAD], text[-_TAIL:], text[:_TOLD_BY])
    for place, patterns in zip(places, known.patterns, strict=True):
        for pattern in patterns:
            if match := pattern.search(place):
                return known.agencies[match["who"]]
    return None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def _known() -> _Known:
    listed = tomllib.loads(files("store").joinpath("data/publishers.toml").read_text(encoding="utf-8"))
    agencies = {called: one["name"] for one in listed["agency"] for called in one["names"]}
    houses = {host: one["name"] for kind in ("agency", "family") for one in listed[kind] for host in one["hosts"]}
    # Short names such as AP and RIA are words elsewhere, so capitals count in names.
    names = "|".join(map(re.escape, sorted(agencies, key=len, reverse=True)))
    who = f"(?P<who>(?-i:{names}))"
    return _Known(
        agencies,
        houses,
        tuple(
            tuple(re.compile(pattern.replace("WHO", who), re.IGNORECASE) for pattern in some)
            for some in (_BYLINES, _HEADS, _TAILS, _TELLINGS)
        ),
    )
