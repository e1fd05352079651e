"""Types of command-line arguments: each reads a text, or refuses it in words that argparse prints."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from tui.errors import UsageError


def positive(given: str) -> int:
    """Read a whole number of 1 or more."""
    try:
        number = int(given)
    except ValueError:
        number = 0
    if not 1 <= number <= 2**31:
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number of 1 or more")
    return number


def article_id(given: str) -> int:
    """Read an article's id, as `search` prints it."""
    if not given.isdecimal() or len(given) > 19 or not 0 < int(given) < 2**63:
        raise argparse.ArgumentTypeError(f"{given!r} is no article's id")
    return int(given)


def home_path(given: str) -> Path:
    """Read a file's path; ``~`` and ``~user`` are home folders.

    Raises:
        UsageError: There is no such user.
    """
    try:
        return Path(given).expanduser()
    except RuntimeError:
        raise UsageError(f"{given}: there is no such home folder") from None


def past(given: str) -> datetime:
    """Read a moment: a duration before now (``90m``, ``24h``, ``7d``), a date, an RFC 3339 time, or what a query takes.

    A time without an offset is in UTC, as all that we print.
    """
    from tui.config.values import duration

    try:
        return datetime.now(UTC) - duration(given)
    except ValueError:
        pass
    try:
        return exact(given)
    except argparse.ArgumentTypeError:
        pass
    from store.fields import read_time

    try:
        return read_time(given, datetime.now(UTC)).start
    except ValueError:
        message = f"{given!r} is no time: write 90m, 24h, 7d, yesterday, 13:00, 2022-03-28 or 2022-03-28T09:12:00Z"
        raise argparse.ArgumentTypeError(message) from None


def exact(given: str) -> datetime:
    """Read a date or an RFC 3339 time; without an offset it is in UTC."""
    try:
        found = datetime.fromisoformat(given)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{given!r} is no time: write 2022-03-28 or 2022-03-28T09:12:00Z"
        raise argparse.ArgumentTypeError(message) from None
