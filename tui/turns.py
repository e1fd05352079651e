"""Has the desk look at a key only once all that the one before it set in motion is done.

Textual hands a key to whoever has the focus at that moment, and what the key does happens some messages later. Of keys
that arrive together, as from a paste, a macro or a fast hand on a busy machine, the later ones would go where the focus
was before: ``/``, a word and Enter to the headlines instead of into the filter.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from textual.app import App
    from textual.dom import DOMNode
    from textual.events import Event

_MOST_ROUNDS: Final = 64
"""Rounds after which a key counts as done, whatever else goes on."""
_QUIET_ROUNDS: Final = 2
"""Rounds in a row in which nothing waits: a widget's queue leaves out a message that it has taken but not handled."""
_PATIENCE_S: Final = 5.0
"""A turn that takes longer has got lost, and holds no other key up."""


class Turns:
    """Lets keys pass one by one.

    After a key, a call goes the way that the key and its consequences go: from the widget with the focus through its
    ancestors to the app, behind everything that waits there. It goes round until nothing waits any more. A key that
    comes alone is not held up by that.
    """

    def __init__(self, app: App[Any], handle: Callable[[Event], Awaitable[None]]) -> None:
        """Take the app, and what does with a key what is to be done."""
        self._app = app
        self._handle = handle
        self._waiting: deque[Event] = deque()
        self._turn = self._rounds = self._quiet = 0
        self._began: float | None = None

    async def take(self, event: Event) -> None:
        """Handle a key, now or once the ones before it are done; to be called from the app's own messages."""
        self._waiting.append(event)
        if self._began is None or time.monotonic() - self._began > _PATIENCE_S:
            await self._next()

    async def _next(self) -> None:
        """Handle the key that has waited longest."""
        self._turn += 1
        self._began = None
        if self._waiting:
            self._began = time.monotonic()
            await self._handle(self._waiting.popleft())
            self._rounds = self._quiet = 0
            self._climb(self._foot(), self._turn)

    def _foot(self) -> DOMNode:
        return self._app.focused or (self._app.screen if self._app.screen_stack else self._app)

    def _climb(self, node: DOMNode | None, turn: int) -> None:
        """Go on to `node` once it has done what waits there, or past it where it is about to go."""
        while node is not None and node is not self._app:
            if node.call_later(self._climb, node.parent, turn):
                return
            node = node.parent
        self._app.call_later(self._arrive, turn)

    async def _arrive(self, turn: int) -> None:
        """Go round again while anything waits; else it is the next key's turn."""
        if turn != self._turn:
            return
        foot = self._foot()
        waits = any(node.message_queue_size for node in foot.ancestors_with_self)
        self._rounds += 1
        self._quiet = 0 if waits else self._quiet + 1
        if self._quiet < _QUIET_ROUNDS and self._rounds < _MOST_ROUNDS:
            self._climb(foot, turn)
        else:
            await self._next()
