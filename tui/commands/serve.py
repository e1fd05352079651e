"""``dateline serve``: the desk in a browser, on this machine only, behind a token."""

from __future__ import annotations

import argparse
import os
import secrets
import sys

from tui.arguments import positive
from tui.errors import UsageError
from tui.opening import archiver_command, desk_command, load_config
from tui.output import put, say

PORT = 8710
TOKEN_BYTES = 24
DESKS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare port, number of desks and browser."""
    parser.add_argument("--port", type=_port, default=PORT, metavar="N", help=f"the port on 127.0.0.1 ({PORT}); 0: any")
    parser.add_argument("--desks", type=positive, default=DESKS, metavar="N", help=f"at most N pages at once ({DESKS})")
    parser.add_argument("--open", action="store_true", help="open the browser, too")


def run(args: argparse.Namespace) -> int:
    """Serve the desk until Ctrl+C or SIGTERM. An archiver runs all the while, also with no page open.

    Raises:
        UsageError: The port can't be used.
        ConfigError, ArchiveError: Config or archive can't be used.
    """
    config = load_config(args)
    archive = config.archive_path(args.archive)
    from store.schema import prepare
    from tui.commands.desk import supervisor
    from tui.serving import DeskServer, listen

    prepare(archive)
    try:
        listener = listen(args.port)
    except OSError as error:
        raise UsageError(f"port {args.port} can't be used: {error.strerror}; --port takes another one") from error
    os.environ["COLORTERM"] = "truecolor"  # what a page shows, whatever the terminal that the server was started in
    server = DeskServer(desk_command(config, archive), listener, secrets.token_urlsafe(TOKEN_BYTES), args.desks)
    keeper = supervisor(archiver_command(config, archive, args.log_level), archive)
    try:
        if keeper is not None:
            keeper.start()
        put(server.address)
        say("The desk is behind this link, on this machine only. Ctrl+C ends it.")
        sys.stdout.flush()
        if args.open:
            _open(server.address)
        server.serve()
    finally:
        if keeper is not None:
            keeper.stop()
    return 0


def _open(address: str) -> None:
    """Open the browser, or say why not."""
    from tui.opener import CannotOpen, open_url

    try:
        open_url(address)
    except CannotOpen as error:
        say(str(error))


def _port(given: str) -> int:
    """Read a port's number."""
    if not given.isdecimal() or len(given) > 5 or int(given) > 65_535:
        raise argparse.ArgumentTypeError(f"{given!r} is no port")
    return int(given)
