"""The effective configuration as TOML."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import tomlkit

from feeds.proxy import shown
from tui.config.values import show_duration, show_size

if TYPE_CHECKING:
    from feeds.watching.settings import WatchSettings
    from store.models import FeedSettings
    from tui.config import Config
    from tui.settings import Mute, SavedFilter

HIDDEN = "(hidden)"
"""Stands for what may be a secret: a request header or a proxy's credentials that are not read from the environment."""


def as_toml(config: Config) -> str:
    """Give every setting that holds, in the order and with the keys of the shipped ``config.toml``."""
    document = tomlkit.document()
    for name, values in _tables(config).items():
        table = tomlkit.table()
        for key, value in values.items():
            table.append(key, value)
        document.append(name, table)
    lists = {
        "filter": map(_filter, config.filters),
        "mute": map(_mute, config.mutes),
        "watch": map(_watch, config.watch),
        "feeds": map(_feed, config.feeds),
    }
    for name, rows in lists.items():
        tables = tomlkit.aot()
        for row in rows:
            one = tomlkit.table()
            for key, value in row.items():
                one.append(key, value)
            tables.append(one)
        if tables:
            document.append(name, tables)
    return tomlkit.dumps(document)


def _tables(config: Config) -> dict[str, dict[str, Any]]:
    polling = config.polling
    allowed = polling.allow_private_networks
    keep = config.archive.keep
    return {
        "archive": {
            "path": str(config.archive_path(None)),
            "keep": show_duration(keep) if keep else "forever",
            "keep_raw": show_duration(config.archive.keep_raw),
        },
        "polling": {
            "interval": _seconds(polling.interval_s),
            "min_interval": _seconds(polling.min_interval_s),
            "max_interval": _seconds(polling.max_interval_s),
            "concurrency": polling.concurrency,
            "per_host": polling.per_host,
            "timeout": _seconds(polling.timeout_s),
            "max_body": show_size(polling.max_body),
            "max_redirects": polling.max_redirects,
            "user_agent": polling.user_agent,
            "allow_private_networks": list(allowed) if isinstance(allowed, tuple) else allowed,
            "full_text": polling.full_text,
            "proxy": _proxy(polling.proxy),
        },
        "tagger": {
            "home": list(config.tagger.home),
            "gazetteer": list(config.tagger.gazetteer),
            "actors": list(config.tagger.actors),
        },
        "desk": {
            "theme": config.desk.theme,
            "keymap": _inline(dict(config.desk.keymap)) if config.desk.keymap else "default",
            "ticker_window": show_duration(config.desk.ticker_window),
            "save_folder": config.desk.save_folder,
        },
    }


def _feed(feed: FeedSettings) -> dict[str, Any]:
    headers = {name: value if value.startswith("env:") else HIDDEN for name, value in feed.headers.items()}
    return {
        "url": feed.url,
        "name": feed.name,
        "kind": feed.kind,
        "country": feed.country,
        "affiliation": feed.affiliation,
        "interval": _seconds(feed.interval_s) if feed.interval_s else "",
        "headers": _inline(headers),
        "proxy": _proxy(feed.proxy),
    }


def _watch(watch: WatchSettings) -> dict[str, Any]:
    return {
        "name": watch.name,
        "query": watch.query,
        "notify": list(watch.notify),
        "command": list(watch.command),
        "quiet": str(watch.quiet or ""),
    }


def _filter(saved: SavedFilter) -> dict[str, Any]:
    return {"name": saved.name, "query": saved.query, "key": saved.key}


def _mute(mute: Mute) -> dict[str, Any]:
    return {"name": mute.name, "query": mute.query}


def _proxy(given: str) -> str:
    """Give a proxy so that whoever copies it sees what is missing."""
    return shown(given).replace("://", f"://{HIDDEN}@", 1) if "@" in given else given


def _inline(values: dict[str, str]) -> Any:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def _seconds(number: float) -> str:
    return show_duration(timedelta(seconds=number))
