"""The command line: one table of commands, of which only the chosen one's module is imported."""

from __future__ import annotations

import argparse
import errno
import importlib
import keyword
import os
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TextIO, cast

from store import __version__
from store.errors import ArchiveError, QueryError
from store.records import record
from tui.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DONE, FAILED, UNUSABLE, NO_ARCHIVE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done; done, but something failed; arguments, query or config unusable; archive unusable; Ctrl+C."""
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


class Module(Protocol):
    """What every module of `tui.commands` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the command and give its exit code."""


@record
class Command:
    """One command: its name, which is also its module's in `tui.commands` (`import_` for import), and its help."""

    name: str
    summary: str

    def module(self) -> Module:
        """Import the command's module."""
        name = f"{self.name}_" if keyword.iskeyword(self.name) else self.name
        return cast("Module", importlib.import_module(f"tui.commands.{name}"))


COMMANDS = (
    Command("archive", "poll the feeds and archive them, without a screen"),
    Command("serve", "show the desk in a browser on this machine"),
    Command("demo", "open the desk on a replayed day, without a network"),
    Command("search", "find articles"),
    Command("show", "print one article"),
    Command("story", "print the reports of a story, split reports from it, join stories"),
    Command("ticker", "print what happened, city by city"),
    Command("alerts", "print what watches found"),
    Command("watch", "list the watches, and try one"),
    Command("tag", "find places, actors, events and figures in a text"),
    Command("feeds", "list, add, remove, check, pause, poll, reparse, import and export feeds"),
    Command("status", "print counts, sizes and the health of each feed"),
    Command("doctor", "check config, gazetteer, archive, disk, feeds and terminal"),
    Command("config", "print, show or check the configuration"),
    Command("export", "write articles as JSON lines, CSV, GeoJSON, Atom or Markdown"),
    Command("import", "take articles and feeds over, from an export or from newsboat"),
    Command("correct", "say that a name is no place, or which place it means"),
    Command("noise", "list the lines that feeds repeat under their articles, and keep or forget them"),
    Command("retag", "tag the archive again, after the tagger or the gazetteer changed"),
    Command("backup", "copy the archive, also while an archiver runs"),
)

_DEFAULTS: dict[str, Callable[[], str | None]] = {
    "config": lambda: os.environ.get("DATELINE_CONFIG") or None,
    "archive": lambda: os.environ.get("DATELINE_ARCHIVE") or None,
    "log_level": lambda: "info",
    "log_format": lambda: "text",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code (see `DONE` and its neighbours)."""
    _ready_streams()
    try:
        args = _parse(argv)
        code = _run(args)
        sys.stdout.flush()
    except (QueryError, ConfigError, UsageError) as error:
        return _refuse(error)
    except ArchiveError as error:
        return _complain(f"dateline: {error}", NO_ARCHIVE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard(sys.stdout)
        return DONE
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        _discard(sys.stdout)
        return _complain(f"dateline: standard output: {error.strerror}", FAILED)
    except ValueError as error:
        if not _is_gazetteer_error(error):
            raise
        return _complain(f"dateline: {error}", UNUSABLE)
    return code


def _run(args: argparse.Namespace) -> int:
    if args.plain and args.command is not None:
        raise UsageError(f"--plain is for the desk, and not for {args.command}")
    if args.command is not None:
        return cast("Callable[[argparse.Namespace], int]", args.run)(args)
    from tui.opening import open_desk, open_plain

    return open_plain(args) if args.plain else open_desk(args)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(
        prog="dateline",
        description="A terminal desk for live war news. Without a command it opens the desk.",
        epilog="`dateline COMMAND --help` tells more about a command.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    parser.add_argument(
        "--plain", action="store_true", help="without a screen: a line of plain words for each dispatch, as it comes in"
    )
    _add_shared(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=cast("type[_CommandParser]", _Later)
    )
    for command in COMMANDS:
        commands.add_parser(command.name, command=command, help=command.summary, description=_sentence(command.summary))
    try:
        args, left = parser.parse_known_args(argv)
        if left:
            parser.error(_unrecognised(left, args.command))
    except SystemExit:
        sys.stdout.flush()  # what --help could not write must not fail at the interpreter's exit
        raise
    for name, default in _DEFAULTS.items():
        if getattr(args, name, None) is None:
            setattr(args, name, default())
    return args


def _add_shared(parser: argparse.ArgumentParser) -> None:
    """Declare the options of every command; suppressed defaults let them stand before the command or after it."""
    shared = parser.add_argument_group("options of every command")
    unset: Any = argparse.SUPPRESS
    shared.add_argument("--config", metavar="FILE", default=unset, help="your config.toml (DATELINE_CONFIG)")
    shared.add_argument("--archive", metavar="FILE", default=unset, help="the archive's file (DATELINE_ARCHIVE)")
    shared.add_argument("--log-level", choices=("debug", "info", "warning", "error"), default=unset)
    shared.add_argument("--log-format", choices=("text", "json"), default=unset)


class _Parser(argparse.ArgumentParser):
    """The parser of the command line as a whole: it knows what may have been meant by a command that is none."""

    def error(self, message: str) -> NoReturn:
        if wrong := re.match(r"argument COMMAND: invalid choice: '(.*?)'", message):
            from store.fields import nearest

            close = nearest(wrong[1], tuple(command.name for command in COMMANDS))
            meant = f"; did you mean {close}?" if close else "."
            message = f"there is no command {wrong[1]!r}{meant} `dateline --help` lists them all"
        super().error(message)


def _unrecognised(left: Sequence[str], command: str | None) -> str:
    """Say which arguments no option takes; a query's first word may have been meant."""
    words = f"unrecognized arguments: {' '.join(left)}"
    if command in ("search", "export") and not left[0].startswith("--"):
        return f"{words}\nA query that begins with a minus goes behind --: dateline {command} -- {' '.join(left)}"
    return words


class _Later:
    """Stands for the parser of a command, which is made only when the command is chosen: of twenty, at most one is."""

    def __init__(self, *, command: Command, **options: Any) -> None:
        self._command = command
        self._options = options

    def __getattr__(self, name: str) -> Any:
        """Be the parser to whoever wants anything of it."""
        return getattr(self._parser, name)

    @cached_property
    def _parser(self) -> argparse.ArgumentParser:
        module = self._command.module()
        parser = _CommandParser(**self._options)
        module.add_arguments(parser)
        parser.set_defaults(run=module.run)
        return parser


class _CommandParser(argparse.ArgumentParser):
    """The parser of a command, or of one of its own subcommands, which all take the options of every command too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)
        self._complete = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if not self._complete:
            self._complete = True
            _add_shared(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        self.exit(UNUSABLE, f"{self.format_usage()}{self.prog}: {message}\n")


def _ready_streams() -> None:
    """Give every stream something behind it, and a question mark for a character that its encoding lacks.

    Python has None for a stream that the shell closed (``>&-``); its descriptor would go to the next file opened.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we run
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _refuse(error: Exception) -> int:
    words = error.caret() if isinstance(error, QueryError) else str(error)
    return _complain(f"dateline: {words}", UNUSABLE)


def _complain(words: str, code: int) -> int:
    from tui.output import say

    try:
        say(words)
        sys.stderr.flush()
    except OSError:  # as full as standard output may be
        _discard(sys.stderr)
    return code


def _discard(stream: TextIO) -> None:
    """Send what is left of an output nowhere: its reader has gone, as `head` does, or there is no room for it."""
    devnull: TextIO = open(os.devnull, "w")  # noqa: SIM115, PTH123 - must outlive us: the interpreter flushes at exit
    os.dup2(devnull.fileno(), stream.fileno())


def _is_gazetteer_error(error: ValueError) -> bool:
    from tagger.settings import GazetteerError

    return isinstance(error, GazetteerError)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
