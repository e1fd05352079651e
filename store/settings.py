"""The ``[archive]`` section of the config, and where the archive stands when nobody says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from store.records import record

if TYPE_CHECKING:
    from pathlib import Path


@record
class ArchiveSettings:
    """Where the archive is, and how long things stay in it."""

    path: str = ""
    """Empty for `default_archive_path`."""
    keep: timedelta | None = None
    """How long articles stay; None keeps them forever. Starred articles always stay."""
    keep_raw: timedelta = timedelta(days=30)
    """How long feed bodies stay as they were received."""


def default_archive_path() -> Path:
    """Give ``$XDG_DATA_HOME/dateline/archive.db`` (XDG Base Directory Specification)."""
    from xdg_base_dirs import xdg_data_home

    return xdg_data_home() / "dateline" / "archive.db"
