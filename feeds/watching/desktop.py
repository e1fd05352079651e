"""Notifications on the user's desktop, by the program that each system has for them.

``notify-send`` (freedesktop.org Desktop Notifications) on Linux and BSD, ``osascript`` on macOS. A program of its own
can be given a time limit and killed; it costs nothing where nobody asks for it, and where there is none, or no desktop,
that is said once in the log.
"""

from __future__ import annotations

import html
import logging
import os
import shutil
import sys
from typing import TYPE_CHECKING

from feeds.watching.programs import plain_environment, run
from store.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

LIMIT_S = 5.0
_SUMMARY, _BODY = 160, 300  # code points
_SCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")


class Desktop:
    """Shows notifications, or says once why not."""

    def __init__(self, environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> None:
        """Take the environment to find the desktop in, and the system's name; those of this process by default."""
        self._environ = plain_environment(os.environ if environ is None else environ)
        self._platform = platform
        self._complained = False

    async def show(self, summary: str, body: str) -> bool:
        """Show a notification; gives whether it was shown. Never raises, and takes a few seconds at the most."""
        words = await self.try_out(summary, body)
        if words and not self._complained:
            self._complained = True
            log.warning("no desktop notifications: %s", words)
        return words is None

    async def try_out(self, summary: str, body: str) -> str | None:
        """Show a notification; gives None where it was shown, else why not, in words."""
        argv = self.command(clean_line(summary, _SUMMARY), clean_line(body, _BODY))
        if argv is None:
            return f"{self._program} is not installed"
        return await run(argv, b"", self._environ, LIMIT_S)

    @property
    def _program(self) -> str:
        return "osascript" if self._platform == "darwin" else "notify-send"

    def command(self, summary: str, body: str) -> tuple[str, ...] | None:
        """Give the command that shows a notification, or None where there is no program for it."""
        program = shutil.which(self._program, path=self._environ.get("PATH"))
        if program is None:
            return None
        if self._platform == "darwin":
            return (program, *(word for line in _SCRIPT for word in ("-e", line)), "--", summary, body)
        # Servers may read the body, and only the body, as markup.
        escaped = html.escape(body, quote=False)
        return (program, "--app-name=Dateline", "--icon=dialog-information", "--", summary, escaped)
