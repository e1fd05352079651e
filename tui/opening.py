"""What a command opens before it works: the config, the archive to read, the desk."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.arguments import home_path
from tui.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from store.reader import Reader
    from tui.config import Config


def load_config(args: argparse.Namespace) -> Config:
    """Load the config that the arguments name, else the usual one.

    Raises:
        ConfigError: It can't be used.
    """
    from tui.config import load

    return load(home_path(args.config) if args.config else None)


def open_reader(args: argparse.Namespace, config: Config | None = None) -> Reader:
    """Open the archive to read from.

    Raises:
        ConfigError: The config can't be used.
        ArchiveError: There is no archive yet, or it can't be used.
    """
    from store.reader import Reader

    return Reader((config or load_config(args)).archive_path(args.archive))


def open_desk(args: argparse.Namespace) -> int:
    """Open the desk, with an archiver of its own beside it, and give its exit code.

    Raises:
        UsageError: There is no terminal to open it in.
        ConfigError: The config can't be used.
    """
    if not (_in_browser() or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError("the desk needs a terminal; `dateline --help` lists the commands that work without one")
    # Loading makes no garbage worth looking for, and looking takes a fifth of it; the app has it begin again.
    gc.disable()
    config = load_config(args)
    from tui.commands.desk import run

    archive = config.archive_path(args.archive)
    return run(config, archive=archive, child=archiver_command(config, archive, args.log_level))


def open_plain(args: argparse.Namespace) -> int:
    """Tell the dispatches as plain lines, with an archiver beside it, and give the exit code.

    Raises:
        ConfigError: The config can't be used.
    """
    config = load_config(args)
    from tui.commands.plain import run

    archive = config.archive_path(args.archive)
    return run(config, archive=archive, child=archiver_command(config, archive, args.log_level))


def archiver_command(config: Config, archive: Path, log_level: str = "info") -> tuple[str, ...]:
    """Give the command line of the archiver that a desk starts beside itself."""
    return (
        sys.executable,
        *isolation(),
        "-m",
        "tui",
        "archive",
        *_files(config, archive),
        "--log-level",
        log_level,
        "--with-desk",
    )


def desk_command(config: Config, archive: Path) -> tuple[str, ...]:
    """Give the command line of a desk that `dateline serve` opens for a page."""
    return (sys.executable, *isolation(), "-m", "tui", *_files(config, archive))


def _files(config: Config, archive: Path) -> tuple[str, ...]:
    """Name config and archive, wherever the other process stands."""
    source = ("--config", str(config.source.absolute())) if config.source else ()
    return (*source, "--archive", str(archive.absolute()))


def _in_browser() -> bool:
    """Whether this desk is shown in a browser: its server speaks for the terminal that it hasn't."""
    return os.environ.get("TEXTUAL_DRIVER", "").startswith("textual.drivers.web_driver")


def isolation() -> tuple[str, ...]:
    """Keep a folder called ``tui`` or ``feeds`` where the desk was started from being imported in our place."""
    ours = Path(__file__).resolve().parents[1]
    return () if Path.cwd() == ours else ("-P",)
