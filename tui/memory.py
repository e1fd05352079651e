"""What the desk remembers between runs: one small JSON file, read once and written behind.

The file stands in ``$XDG_STATE_HOME/dateline`` (XDG Base Directory Specification). It is a convenience: where it is
missing, damaged or can't be written, the desk goes on with its defaults and one line in the log.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from store.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

TickerOrder = Literal["latest", "activity"]
Layout = Literal["wide", "stacked"]

MOST_BYTES: Final = 1_000_000
"""A larger file is none of ours."""
MOST_ITEMS: Final = 200
"""Items of a list that are kept, the first ones."""
MOST_CHARACTERS: Final = 1_000
"""Longer texts are none that anybody typed or pinned."""


@record
class Remembered:
    """Everything that outlives a run of the desk. A new field needs a default, and a reader in `_READERS`."""

    sizes: Mapping[Layout, Mapping[str, int]] = field(default_factory=dict)
    """Each layout's panes and their weights; empty for the ones we ship."""
    zoomed: str = ""
    """The pane that had the whole screen, empty for none."""
    lower: str = "reader"
    """The pane that stood below the headlines where two have room."""
    pinned: tuple[str, ...] = ()
    """Place ids of the cities that stay on top of the ticker, in their order."""
    ticker_order: TickerOrder = "latest"
    grouped: bool = False
    """Whether each story is one row of the headlines."""
    filters: tuple[str, ...] = ()
    """Filters as they were typed, the last one first."""


class Memory:
    """Holds what is remembered and writes what changes, on a thread of its own; nobody ever waits for the disk."""

    def __init__(self, file: Path | None = None) -> None:
        """Read `file`, if there is one; None remembers nothing beyond this run."""
        self._file = file
        self._pool: ThreadPoolExecutor | None = None
        self._changed: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.now = _read(file) if file is not None else Remembered()
        """What is remembered at present; `keep` another one to change it."""

    def keep(self, state: Remembered) -> None:
        """Remember `state` from now on, as ``memory.keep(replace(memory.now, zoomed="reader"))``."""
        changed = {name: getattr(state, name) for name in _NAMES if getattr(state, name) != getattr(self.now, name)}
        self.now = state
        if changed and self._file is not None:
            self._pool = self._pool or ThreadPoolExecutor(max_workers=1, thread_name_prefix="memory")
            with self._lock:
                self._changed.update(changed)
            self._pool.submit(self._write)

    def close(self) -> None:
        """Finish what is still to be written."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def _write(self) -> None:
        """Put all that changed since the last write into the file; whatever else stands there stays.

        Another desk may have written meanwhile, and a later version of this program may know keys that we do not.
        """
        with self._lock:
            changed, self._changed = self._changed, {}
        if not changed or self._file is None:
            return
        with contextlib.suppress(OSError, ValueError):
            held = _parse(self._file)
            changed = {**held, **changed}
        try:
            _replace(self._file, json.dumps(changed, ensure_ascii=False, indent=1))
        except OSError as error:
            log.warning("can't remember the desk's state in %s: %s", self._file, error)


def _read(file: Path) -> Remembered:
    """Give what `file` holds; the default in place of everything in it that can't be used."""
    try:
        held = _parse(file)
    except FileNotFoundError:
        return Remembered()
    except (OSError, ValueError) as error:
        log.warning("the desk's state in %s can't be used, and is made anew: %s", file, error)
        return Remembered()
    values: dict[str, Any] = {}
    damaged: list[str] = []
    for name in _NAMES:
        if name in held:
            try:
                values[name] = _READERS[name](held[name])
            except (ValueError, TypeError, AttributeError):
                damaged.append(name)
    if damaged:
        log.warning("the desk's state in %s: left out what can't be used: %s", file, ", ".join(damaged))
    return Remembered(**values)


def _parse(file: Path) -> dict[str, Any]:
    """Give the file's object.

    Raises:
        OSError: it can't be read.
        ValueError: it is too large, no JSON, or no object.
    """
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError("it is too large")
    try:
        held = json.loads(data)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(held, dict):
        raise ValueError("it holds no object")  # noqa: TRY004 - a file's content is a value, not a type
    return held


def _replace(file: Path, text: str) -> None:
    """Write a file anew, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sizes(value: Any) -> dict[str, dict[str, int]]:
    sizes = {layout: {pane: int(weight) for pane, weight in weights.items()} for layout, weights in value.items()}
    if not all(1 <= weight <= 1_000 for weights in sizes.values() for weight in weights.values()):
        raise ValueError
    return {layout: weights for layout, weights in sizes.items() if layout in ("wide", "stacked")}


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise ValueError
    return value


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - a file's content is a value, not a type
    return tuple(_word(item) for item in value[:MOST_ITEMS])


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - a file's content is a value, not a type
    return value


def _order(value: Any) -> str:
    if value not in ("latest", "activity"):
        raise ValueError
    return str(value)


_NAMES: Final = tuple(field.name for field in fields(Remembered))
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sizes": _sizes,
    "zoomed": _word,
    "lower": _word,
    "pinned": _words,
    "ticker_order": _order,
    "grouped": _truth,
    "filters": _words,
}
"""What checks each value of the file; it raises ValueError, TypeError or AttributeError for one that can't be used."""
