"""The config's keys, declared once: which section, which key, how it is read, which field of which class it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feeds.watching.settings import Quiet, read_quiet
from store.errors import QueryError
from store.records import record
from tui.config.keymaps import keymap
from tui.config.values import (
    choice,
    country,
    duration,
    file_under,
    flag_or_list,
    header_value,
    headers,
    host_port,
    list_of,
    nearest,
    or_word,
    proxy,
    required,
    seconds,
    size,
    text,
    url,
    whole,
)
from tui.settings import FILTER_KEYS, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@record
class Key:
    """One key of a table: its name in TOML, its reader, and the field of the settings class that it fills."""

    name: str
    read: Callable[[object], Any]
    field: str = ""
    """The field, where it is not called as the key is."""
    required: bool = False


Keys = tuple[Key, ...]

FEEDS: Keys = (
    Key("url", url, required=True),
    Key("name", text),
    Key("kind", choice("auto", "feed", "sitemap", "liveblog", "telegram", "page")),
    Key("country", or_word("", "", country)),
    Key("affiliation", choice("", "independent", "state", "party", "military", "agency")),
    Key("interval", or_word("", None, seconds), "interval_s"),
    Key("headers", headers),
    Key("proxy", proxy),
)


def query(value: object) -> str:
    """Read a text that `store.query` understands."""
    from store.query import parse

    given = required(text)(value)
    try:
        parse(given)
    except QueryError as error:
        raise ValueError(f"{error.message}, at column {error.column + 1} of {given!r}") from None
    return given


def plain_query(value: object) -> str:
    """Read a query that what is muted has a part in, and that can't ask for it."""
    from store.muting import names_muted
    from store.query import parse

    given = query(value)
    if names_muted(parse(given)):
        raise ValueError("is:muted can't be asked for here: it is what the [[mute]] tables say")
    return given


def theme(value: object) -> str:
    """Read the name of a theme."""
    given = required(text)(value)
    if given not in THEMES:
        raise ValueError(f"unknown theme {given!r}; {nearest(given, THEMES)}")
    return given


def quiet(value: object) -> Quiet:
    """Read hours of the day such as ``22:00-07:00``."""
    return read_quiet(text(value))


WATCH: Keys = (
    Key("name", required(text), required=True),
    Key("query", plain_query, required=True),
    Key("notify", list_of(choice("bell", "desktop", "command"))),
    Key("command", list_of(text)),
    Key("quiet", or_word("", None, quiet)),
)

MUTE: Keys = (
    Key("query", plain_query, required=True),
    Key("name", text),
)

FILTER: Keys = (
    Key("name", required(text), required=True),
    Key("query", query, required=True),
    Key("key", choice("", *FILTER_KEYS)),
)

POLLING: Keys = (
    Key("interval", seconds, "interval_s"),
    Key("min_interval", seconds, "min_interval_s"),
    Key("max_interval", seconds, "max_interval_s"),
    Key("concurrency", whole(1, 1_000)),
    Key("per_host", whole(1, 100)),
    Key("timeout", lambda value: duration(value).total_seconds(), "timeout_s"),
    Key("max_body", size),
    Key("max_redirects", whole(0, 20)),
    Key("user_agent", header_value),
    Key("allow_private_networks", flag_or_list(host_port)),
    Key("full_text", choice("never", "summary", "always")),
    Key("proxy", proxy),
)

DESK: Keys = (
    Key("theme", theme),
    Key("keymap", keymap),
    Key("ticker_window", duration),
)


def tables(base: Path) -> Mapping[str, Keys]:
    """Give the keys of each plain table; relative paths in values start at `base`, the config file's folder."""
    names_file = list_of(file_under(base, must_exist=True))
    return {
        "archive": (
            Key("path", file_under(base, must_exist=False)),
            Key("keep", or_word("forever", None, duration)),
            Key("keep_raw", duration),
        ),
        "polling": POLLING,
        "tagger": (
            Key("home", list_of(country)),
            Key("gazetteer", names_file),
            Key("actors", names_file),
        ),
        "desk": (*DESK, Key("save_folder", file_under(base, must_exist=False))),
    }


LISTS: Mapping[str, Keys] = {"feeds": FEEDS, "watch": WATCH, "filter": FILTER, "mute": MUTE}
"""The arrays of tables."""
