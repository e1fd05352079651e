"""``dateline backup``: a consistent copy of the archive, also while an archiver writes to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError
from tui.opening import load_config
from tui.output import say
from tui.wording import size

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the copy's file."""
    parser.add_argument("file", metavar="FILE", help="where the copy goes; it must not exist yet")


def run(args: argparse.Namespace) -> int:
    """Copy the archive: first beside FILE, then moved there whole.

    Raises:
        UsageError: FILE is there already, or can't be written.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    from store.copying import copy

    archive = load_config(args).archive_path(args.archive)
    target = home_path(args.file)
    try:
        _check_free(target)
        copy(archive, target)
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}") from None
    say(f"Copied {archive} to {target} ({size(target.stat().st_size)}).")
    return 0


def _check_free(target: Path) -> None:
    """Refuse early what linking would refuse after minutes of copying."""
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent}: no such folder")
    if os.path.lexists(target):
        raise UsageError(f"{target}: is there already; a backup never overwrites a file")
