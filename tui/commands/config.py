"""``dateline config``: where the configuration is, what it comes to, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.paths import is_there
from tui.arguments import home_path
from tui.opening import load_config
from tui.output import put, say

if TYPE_CHECKING:
    import argparse

    from tui.config import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three subcommands."""
    parser.add_argument(
        "what",
        choices=("path", "show", "check"),
        help="path: where your file is; show: every setting that holds, as TOML; check: what is wrong with it",
    )


def run(args: argparse.Namespace) -> int:
    """Do the subcommand.

    Raises:
        ConfigError: The config can't be used (`show` and `check`).
    """
    {"path": _path, "show": _show, "check": _check}[args.what](args)
    return 0


def _path(args: argparse.Namespace) -> None:
    from tui.config import default_config_file, user_config_file

    path = home_path(args.config) if args.config else user_config_file()
    put(str(path))
    if not is_there(path):
        say(f"There is no such file yet: the defaults hold. They are in {default_config_file()}.")


def _show(args: argparse.Namespace) -> None:
    from tui.config.show import as_toml

    put(as_toml(load_config(args)).rstrip("\n"))


def _check(args: argparse.Namespace) -> None:
    config = load_config(args)
    say(f"{_source(config)}: nothing is wrong. {len(config.feeds)} feeds, {len(config.watch)} watches.")


def _source(config: Config) -> str:
    return str(config.source) if config.source else "The defaults (you have no file of your own)"
