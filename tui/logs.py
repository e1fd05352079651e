"""Where log records go and what they look like: readable lines or one JSON object a line, never control characters."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from store.text import clean_block, clean_line

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["text", "json"]
LEVELS = ("debug", "info", "warning", "error")
FILE_LIMIT = 5 << 20
"""Bytes after which the log file is rotated; three old ones are kept."""

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def setup(level: str, form: Format, file: Path | None = None) -> None:
    """Send the records of `level` and above to standard error, or to `file` (rotated)."""
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        from logging.handlers import RotatingFileHandler

        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=FILE_LIMIT, backupCount=3, encoding="utf-8")
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    # httpx logs each request with its whole URL, secrets and all; we log polls ourselves.
    for chatty in ("httpx", "httpcore", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def file() -> str | None:
    """Give the path of the log file; None where records go elsewhere."""
    found = (handler for handler in logging.getLogger().handlers if isinstance(handler, logging.FileHandler))
    return next((handler.baseFilename for handler in found), None)


class TextFormatter(logging.Formatter):
    """``2022-03-28T09:12:00Z INFO message``."""

    def format(self, record: logging.LogRecord) -> str:
        """Give one clean line, and the cleaned traceback under it where there is one."""
        line = f"{_when(record)} {record.levelname} {clean_line(record.getMessage())}"
        if record.exc_info:
            line += "\n" + clean_block(self.formatException(record.exc_info))
        return line


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and whatever the record carries as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the object."""
        from tui.output import json_line

        extra = {name: value for name, value in vars(record).items() if name not in _OWN}
        shape = {
            "time": _when(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value if isinstance(value, int | float | None) else str(value) for name, value in extra.items()},
        }
        if record.exc_info:
            shape["error"] = self.formatException(record.exc_info)
        return json_line(shape)


def _when(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
