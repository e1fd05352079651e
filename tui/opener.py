"""Opens a link in the browser: a checked URL as one argument of a program, never through a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from urllib.parse import urlsplit

MAX_URL = 2048
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_OPENERS = ("xdg-open", "wslview", "gio")


class CannotOpen(Exception):  # noqa: N818 - reads as a state
    """The link can't be opened; the message says why, in words for people."""


def checked(url: str | None) -> str:
    """Give `url` if it is an ordinary web link.

    Raises:
        CannotOpen: it is missing, not http or https, without a host, or holds characters no link may hold.
    """
    if not url:
        raise CannotOpen("This article has no link.")
    if len(url) > MAX_URL or _UNSAFE.search(url):
        raise CannotOpen("This link looks broken, so it is not opened.")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise CannotOpen("This link looks broken, so it is not opened.") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise CannotOpen("Only http and https links are opened.")
    return url


def command(url: str) -> list[str]:
    """Give the program and arguments that open `url`: ``$BROWSER`` first, else what the system opens links with.

    Raises:
        CannotOpen: the link is no web link, or there is nothing to open it with.
    """
    url = checked(url)
    for choice in os.environ.get("BROWSER", "").split(os.pathsep):
        argv = shlex.split(choice) if choice.strip() else []
        if argv and (program := shutil.which(argv[0])):
            rest = [url if argument == "%s" else argument for argument in argv[1:]]
            return [program, *rest] if url in rest else [program, *rest, url]
    names = ("open",) if sys.platform == "darwin" else _OPENERS
    for name in names:
        if program := shutil.which(name):
            return [program, "open", url] if name == "gio" else [program, url]
    raise CannotOpen("There is no browser here. Press y to copy the link.")


def open_url(url: str | None) -> None:
    """Open `url` in the browser and return at once.

    Raises:
        CannotOpen: the link is no web link, or nothing could be started.
    """
    argv = command(checked(url))
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise CannotOpen(f"The browser did not start: {error.strerror}.") from error
    threading.Thread(target=process.wait, name="browser", daemon=True).start()
