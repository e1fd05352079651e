"""Memory that was let go of, given back to the system: glibc keeps it in its heap, in case it is wanted again."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give free memory of the heap back, which takes a few milliseconds; nothing where the C library has no way.

    See malloc_trim(3). Only for after something big: what is given back must be asked for again.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)
