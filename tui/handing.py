"""Hands the terminal to the pager or the editor that the user has chosen: an argument list, never a shell."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Tool = Literal["pager", "editor"]
_TOOLS: Final[Mapping[Tool, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "pager": (("PAGER",), ("less", "more")),
    "editor": (("VISUAL", "EDITOR"), ("sensible-editor", "nano", "vi")),
}
"""The variables that name each tool, and what is taken where they name none."""


class CannotHand(Exception):  # noqa: N818 - reads as a state
    """There is no such program, or it did not start; the message says so in words for people."""


def command(tool: Tool, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Give the program and its arguments.

    Raises:
        CannotHand: there is none.
    """
    variables, programs = _TOOLS[tool]
    for variable in variables:
        if argv := _split(variable, environ.get(variable, "")):
            if (found := shutil.which(argv[0], path=environ.get("PATH"))) is None:
                raise CannotHand(f"${variable} names {argv[0]}, which is not there.")
            return [found, *argv[1:]]
    for program in programs:
        if found := shutil.which(program, path=environ.get("PATH")):
            return [found]
    raise CannotHand(f"There is no {tool} here. Set ${variables[-1]} to one.")


def hand_over(argv: Sequence[str], text: str, name: str) -> str | None:
    """Run a program on a file of our own with `text`, wait for its end, and give what it made of it.

    The terminal must be free. The file lies in a folder that nobody else can look into, and goes afterwards.

    Returns:
        The text as it is then; None where it did not change.

    Raises:
        CannotHand: the program did not start, or the file could not be written.
    """
    try:
        with TemporaryDirectory(prefix="dateline-") as folder:
            file = Path(folder) / name
            before = text.encode("utf-8", "replace")
            file.write_bytes(before)
            _run([*argv, str(file)])
            after = file.read_bytes() if file.is_file() else before
            return after.decode("utf-8", "replace") if after != before else None
    except OSError as error:
        raise CannotHand(f"{Path(argv[0]).name} did not start: {error.strerror}.") from error


def _run(argv: Sequence[str]) -> None:
    """Run a program to its end; Ctrl+C is meant for it, not for us."""
    process = subprocess.Popen(argv)
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.wait()
    finally:
        signal.signal(signal.SIGINT, ours or signal.SIG_DFL)


def _split(variable: str, value: str) -> list[str]:
    try:
        return shlex.split(value)
    except ValueError as error:
        raise CannotHand(f"${variable} can't be understood: {error}.") from error
