"""Where the program begins: Ctrl+C ends it quietly from then on, also while its modules are being loaded."""

from __future__ import annotations

import os
import signal

_INTERRUPTED = 130  # as in `tui.cli`, which is not loaded yet


def main() -> int:
    """Load the command line, run it, and give its exit code."""
    # A Ctrl+C amid an import would print where; who ignores it, as a shell's background jobs do, goes on doing so.
    loading = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if loading:
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    from tui import cli

    if loading:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return cli.main()
