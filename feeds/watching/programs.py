"""Runs a program for an alert: no shell, no secrets in its environment, a time limit, and never an exception."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from typing import IO, TYPE_CHECKING

from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PASSED_ON = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"),
        *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"),
    )
)
"""What a program needs to find its files and the user's desktop. All else may be a secret, such as a feed's token."""
_TAIL = 2_000
"""Bytes of what it said on standard error that are looked at."""
_WORDS = 200


def plain_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the part of an environment that programs may know."""
    return {name: value for name, value in environ.items() if name in _PASSED_ON or name.startswith("LC_")}


async def run(argv: Sequence[str], given: bytes, environ: Mapping[str, str], limit_s: float) -> str | None:
    """Run a program to its end.

    Its standard input is a file, so that a program whose starter was killed still gets all of it.

    Args:
        argv: the program and its arguments; ``~`` in the first one is the home folder.
        given: its standard input.
        environ: its environment.
        limit_s: seconds after which it is killed, with whatever it started.

    Gives:
        None where it ended well, else what went wrong in words.
    """
    if not argv:
        return "there is no command"
    try:
        with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
            stdin.write(given)
            stdin.seek(0)
            return await _run(argv, stdin, stderr, environ, limit_s)
    except OSError as error:  # no room for its input, say
        return f"it could not be given its input: {error.strerror or error}"


async def _run(
    argv: Sequence[str], stdin: IO[bytes], stderr: IO[bytes], environ: Mapping[str, str], limit_s: float
) -> str | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *_at_home(argv),
            stdin=stdin,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=stderr,
            env=dict(environ),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return f"{clean_line(argv[0], _WORDS)} can't be started: {reason}"
    try:
        async with asyncio.timeout(limit_s):
            code = await process.wait()
    except TimeoutError:
        return f"it took longer than {limit_s:.0f} s and was ended"
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return _verdict(code, stderr)


def _at_home(argv: Sequence[str]) -> tuple[str, ...]:
    """Read ``~`` in the first word as the home folder; as it stands where there is none."""
    return (os.path.expanduser(argv[0]), *argv[1:])  # noqa: PTH111 - the method raises where there is no such home


def _verdict(code: int, stderr: IO[bytes]) -> str | None:
    if code == 0:
        return None
    size = stderr.seek(0, os.SEEK_END)
    stderr.seek(max(0, size - _TAIL))
    lines = stderr.read().decode("utf-8", "replace").split("\n")
    said = next((line for line in reversed(lines) if line.strip()), "")
    ended = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
    return f"{ended}: {clean_line(said, _WORDS)}" if said else ended
