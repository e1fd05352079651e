"""The quick way out of a process that somebody waits for."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave() -> NoReturn:
    """End this process with exit code 0, once all that it had open is written and closed.

    The interpreter's own clearing up is left out. A desk that was quit waits for its archiver, which at its low
    priority cleared up for longer than all else took, on a busy machine for seconds.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)
