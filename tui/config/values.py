"""Readers of single config values: each takes what TOML gave and gives the checked value, or says what is wrong.

What is wrong is a `ValueError` whose words name no file or key: whoever reads the file adds them.
"""

from __future__ import annotations

import difflib
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from tui.countries import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")

LONGEST = timedelta(days=36_500)
"""No duration is longer, so that no date computed from one leaves the calendar."""
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_SIZES = {"B": 1, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # token of RFC 9110, section 5.6.2
_TYPES = ((bool, "true or false"), (str, "a text"), (int, "a whole number"), (float, "a number"), (list, "a list"))


def kind_of(value: object) -> str:
    """Name the type of a TOML value in words."""
    return next((words for kind, words in _TYPES if isinstance(value, kind)), "a table")


def nearest(name: str, known: Iterable[str]) -> str:
    """Give a hint at what `name` was meant to be: the nearest of `known`, or all of them where none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(name.lower(), names, n=1)
    return f'did you mean "{near[0]}"?' if near else f"known are {', '.join(names)}"


def _need(kind: type[T], value: object, words: str) -> T:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"must be {words}, not {kind_of(value)}")
    return value


def text(value: object) -> str:
    """Read one line of text."""
    given = _need(str, value, "a text")
    if not given.isprintable():
        raise ValueError("must be one line without control characters")
    return given.strip()


def header_value(value: object) -> str:
    """Read a text that can stand in an HTTP header."""
    given = text(value)
    if not given.isascii():
        raise ValueError("must be plain ASCII, because it is sent as an HTTP header")
    return given


def required(read: Callable[[object], str]) -> Callable[[object], str]:
    """Make `read` refuse an empty text."""

    def checked(value: object) -> str:
        given = read(value)
        if not given:
            raise ValueError("must not be empty")
        return given

    return checked


def choice(*allowed: str) -> Callable[[object], str]:
    """Read one of the texts in `allowed`."""

    def checked(value: object) -> str:
        given = _need(str, value, "a text")
        if given not in allowed:
            known = ", ".join(f'"{one}"' for one in allowed)
            raise ValueError(f'"{given}" is none of {known}')
        return given

    return checked


def whole(least: int, most: int) -> Callable[[object], int]:
    """Read a whole number from `least` to `most`."""

    def checked(value: object) -> int:
        given = _need(int, value, "a whole number")
        if not least <= given <= most:
            raise ValueError(f"must be from {least} to {most}, not {given}")
        return given

    return checked


def duration(value: object) -> timedelta:
    """Read a duration such as ``"45s"``, ``"10m"``, ``"6h"``, ``"30d"`` or ``"2w"``: more than nothing."""
    given = _need(str, value, 'a text such as "10m" or "6h"')
    found = re.fullmatch(r"\s*([0-9]{1,10})\s*([smhdw])\s*", given, re.IGNORECASE | re.ASCII)
    if not found:
        raise ValueError(f'"{given}" is no duration: write a number and s, m, h, d or w, such as "10m" or "30d"')
    seconds = int(found[1]) * _UNITS[found[2].lower()]
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError(f'"{given}" is out of range: a duration is from 1 second to 36500 days')
    return timedelta(seconds=seconds)


def seconds(value: object) -> int:
    """Read a duration, in seconds."""
    return int(duration(value).total_seconds())


def or_word(word: str, instead: Any, read: Callable[[object], Any]) -> Callable[[object], Any]:
    """Read `word` as `instead`, and anything else by `read`."""
    return lambda value: instead if value == word else read(value)


def show_duration(value: timedelta) -> str:
    """Write a duration of whole seconds the way `duration` reads it, in the largest unit that fits."""
    total = int(value.total_seconds())
    unit = next(unit for unit in "dhms" if total % _UNITS[unit] == 0)
    return f"{total // _UNITS[unit]}{unit}"


def size(value: object) -> int:
    """Read a size such as ``"20MiB"`` (2^20 bytes) or ``"20MB"`` (10^6 bytes), in bytes."""
    given = _need(str, value, 'a text such as "20MiB"')
    found = re.fullmatch(r"\s*([0-9]{1,10})\s*([KMG]i?B|B)\s*", given, re.IGNORECASE | re.ASCII)
    if not found:
        raise ValueError(f'"{given}" is no size: write a number and B, KiB, MiB or GiB, such as "20MiB"')
    total = int(found[1]) * _SIZES[found[2].upper()]
    if not 0 < total <= 1 << 40:
        raise ValueError(f'"{given}" is out of range: a size is from 1 B to 1024 GiB')
    return total


def show_size(value: int) -> str:
    """Write a number of bytes the way `size` reads it, in the largest unit that fits."""
    for unit in ("GiB", "MiB", "KiB"):
        if value % _SIZES[unit.upper()] == 0:
            return f"{value // _SIZES[unit.upper()]}{unit}"
    return f"{value}B"


def country(value: object) -> str:
    """Read an ISO 3166-1 alpha-2 code, in either case."""
    given = _need(str, value, "a text").strip().upper()
    if given not in COUNTRIES:
        raise ValueError(f'"{value}" is no ISO country code (two letters, such as "UA")')
    return given


def url(value: object) -> str:
    """Read an absolute http or https URL."""
    given = _need(str, value, "a text").strip()
    if re.search(r"[\s\x00-\x20\x7f]", given):
        raise ValueError("a URL has no blanks or control characters")
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f'"{given}" is no URL: {error}') from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ValueError(f'"{given}" is no web address: it must start with http:// or https:// and name a host')
    return given


def host_port(value: object) -> str:
    """Read ``HOST:PORT``, the form of the allow-list of private addresses."""
    given = _need(str, value, "a text").strip()
    found = re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):([0-9]{1,5})", given, re.ASCII)
    if not found or not 0 < int(found[1]) < 65_536:
        raise ValueError(f'"{given}" is no host and port, such as "127.0.0.1:8700"')
    return given


def proxy(value: object) -> str:
    """Read a proxy's URL, ``env:NAME`` for one in the environment, ``none``, or an empty text."""
    given = text(value)
    if given:
        from feeds.proxy import check_setting

        check_setting(given)
    return given


def list_of(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """Read a list, each item by `read`."""

    def checked(value: object) -> tuple[T, ...]:
        items = []
        for number, item in enumerate(_need(list, value, "a list"), 1):
            try:
                items.append(read(item))
            except ValueError as error:
                raise ValueError(f"item {number}: {error}") from None
        return tuple(items)

    return checked


def flag_or_list(read: Callable[[object], T]) -> Callable[[object], bool | tuple[T, ...]]:
    """Read true, false, or a list."""
    items = list_of(read)

    def checked(value: object) -> bool | tuple[T, ...]:
        return value if isinstance(value, bool) else items(_need(list, value, "true, false or a list"))

    return checked


def headers(value: object) -> Mapping[str, str]:
    """Read a table of HTTP request headers."""
    checked = {}
    for name, given in _need(dict, value, "a table").items():
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f'"{name}" is no name of an HTTP header')
        try:
            checked[name] = header_value(given)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return checked


def file_under(base: Path, *, must_exist: bool) -> Callable[[object], str]:
    """Read a file's path: ``~`` is the home folder, a relative path starts at `base`, and empty stays empty."""

    def checked(value: object) -> str:
        given = text(value)
        if not given:
            return given
        try:
            path = base / Path(given).expanduser()
        except RuntimeError:
            raise ValueError(f'"{given}": there is no such home folder') from None
        if must_exist and not os.path.isfile(path):  # noqa: PTH113 - the method raises where a folder is closed
            raise ValueError(f"no such file: {path}")
        return str(path)

    return checked
