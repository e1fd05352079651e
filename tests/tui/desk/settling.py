"""Waits until a desk has done all that keys set in motion, however busy the machine is.

Textual's own pilot takes a process for idle that gets no processor, and so goes on too early on a busy machine. What
tells that nothing waits any more, Textual and asyncio keep private; only this module touches it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from textual.worker import WorkerState

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

PATIENCE_S = 45.0
"""How long a busy machine may take to get there; only a test that fails ever waits so long."""
_ROUNDS = 3
"""Rounds in a row in which nothing goes on: what has just ended may still begin something else."""


async def settled(app: App[Any]) -> None:
    """Wait until no message, no worker and no drawing is under way. A timer that is not due yet is not waited for."""
    deadline = time.monotonic() + PATIENCE_S
    quiet = 0
    while quiet < _ROUNDS:
        quiet = 0 if _under_way(app) else quiet + 1
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {', '.join(_under_way(app))}")
        await asyncio.sleep(0 if quiet else 0.001)


def _under_way(app: App[Any]) -> list[str]:
    """Name what still goes on; nothing in an app that has ended."""
    if app._exit or app._exception is not None or not app.is_running:
        return []
    busy = [repr(node) for node in (app, *app._registry) if _is_busy(node)]
    busy += [repr(worker) for worker in app.workers if worker.state in (WorkerState.PENDING, WorkerState.RUNNING)]
    screen = app.screen
    if screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks:
        busy.append("drawing")
    if app._animator._animations or app._animator._scheduled:
        busy.append("an animation")
    return busy


def _is_busy(pump: MessagePump) -> bool:
    """Tell whether a message waits, or is being handled: a pump at rest waits for its queue to have something."""
    filled: asyncio.Event = pump._message_queue.ready_event
    waits = bool(filled._waiters) and not filled.is_set()
    return (
        pump._running
        and not pump._closed
        and not (waits and pump._pending_message is None and not pump._next_callbacks)
    )
