"""Changes to the user's config file that keep everything else in it: comments, order, blank lines."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable

from tui.config import default_config_file, read_text, user_config_file
from tui.config.check import check_text
from tui.config.lines import without
from tui.config.values import show_duration
from tui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.models import FeedSettings

NEW_FILE = """\
# Your configuration of Dateline. It overrides the defaults key by key; `dateline config show` prints what holds.
"""


class FeedsFile:
    """The ``[[feeds]]`` of a user's config, to be changed and written back.

    A file without feeds of its own is first given the default list, so that a change to the list is a change and
    not a replacement.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Read the file at `path`, or the usual one, which need not exist.

        Raises:
            ConfigError: The file can't be used as it is.
            UsageError: It can't be changed by a program.
        """
        self.path = (path or user_config_file()).resolve()
        text = read_text(self.path, missing_ok=path is None)
        if text is None:
            text = NEW_FILE
        check_text(text, self.path)
        self._document = self._parsed(text)
        self.copied_defaults = "feeds" not in self._document
        if self.copied_defaults:
            self._document = self._parsed(_with_default_feeds(text))

    def urls(self) -> list[str]:
        """Give the URLs of the feeds, in order."""
        return [str(feed["url"]) for feed in self._feeds()]

    def proxy(self, url: str) -> str:
        """Give the proxy that the feed with this URL names for itself; empty where it names none."""
        return next((str(feed.get("proxy", "")) for feed in self._feeds() if feed["url"] == url), "")

    def add(self, feeds: Sequence[FeedSettings], notes: Mapping[str, str] | None = None) -> None:
        """Put feeds at the end of the list; `notes` by URL become comments beside them."""
        if not self._feeds():
            self._document.pop("feeds", None)
            self._document.append("feeds", tomlkit.aot())
        listed = self._document["feeds"]
        for feed in feeds:
            if isinstance(listed, AoT) and listed and not listed[-1].as_string().endswith("\n\n"):
                listed[-1].add(tomlkit.nl())
            table = tomlkit.table() if isinstance(listed, AoT) else tomlkit.inline_table()
            for key, value in _keys(feed).items():
                table.append(key, value)
            if notes and feed.url in notes and not isinstance(table, InlineTable):
                table["url"].comment(notes[feed.url])
            listed.append(table)

    def remove(self, name: str) -> str:
        """Take the feed with this URL or name off the list, and give its URL.

        Raises:
            UsageError: None has it, or more than one has that name.
        """
        feeds = self._feeds()
        found = [number for number, feed in enumerate(feeds) if feed["url"] == name]
        found = found or [number for number, feed in enumerate(feeds) if feed.get("name") == name]
        if len(found) != 1:
            words = "several feeds have that name; give the URL" if found else "no feed has that URL or name"
            raise UsageError(f"{name}: {words}")
        url = str(feeds[found[0]]["url"])
        if isinstance(self._document["feeds"], AoT):
            # The library counts comments behind a table as the table's own: a heading for what follows would go too.
            self._document = self._parsed(without(tomlkit.dumps(self._document), ("feeds", found[0])))
        else:
            del self._document["feeds"][found[0]]
        return url

    def write(self) -> None:
        """Write the file in one step: it is whole at every moment, and keeps its permissions.

        Raises:
            ConfigError: The change would make it unusable; it is left as it was.
            UsageError: It can't be written.
        """
        text = tomlkit.dumps(self._document)
        if not self._feeds() and "feeds" not in tomlkit.parse(text):
            text = f"feeds = []\n{text}"  # no tables at all would mean the default list
        check_text(text, self.path)
        try:
            replace_file(self.path, text)
        except OSError as error:
            raise UsageError(f"{self.path}: can't be written: {error.strerror}") from None

    def _parsed(self, text: str) -> tomlkit.TOMLDocument:
        try:
            return tomlkit.parse(text)
        except TOMLKitError as error:  # valid TOML that this library can't read: leave it to its owner
            raise UsageError(f"{self.path}: can't be changed from here, edit it by hand: {error}") from None

    def _feeds(self) -> list[Any]:
        return list(self._document.get("feeds", []))


def _with_default_feeds(text: str) -> str:
    """Put the default list, with its headings, behind `text`."""
    default = read_text(default_config_file()) or ""
    start = default.index("# --- ")
    return f"{text.rstrip()}\n\n{default[start:]}".lstrip()


def _keys(feed: FeedSettings) -> dict[str, Any]:
    """Give the keys to write for a feed: its URL and whatever is not the default."""
    from datetime import timedelta

    interval = show_duration(timedelta(seconds=feed.interval_s)) if feed.interval_s else ""
    kind = "" if feed.kind == "auto" else feed.kind
    values: dict[str, Any] = {
        "url": feed.url,
        "name": feed.name,
        "kind": kind,
        "country": feed.country,
        "affiliation": feed.affiliation,
        "interval": interval,
        "proxy": feed.proxy,
    }
    return {key: value for key, value in values.items() if value}


def replace_file(path: Path, text: str) -> None:
    """Write a file in one step: it is whole at every moment, and keeps its permissions.

    Raises:
        OSError: It can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
