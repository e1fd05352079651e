"""The last deeds that can be taken back, newest first. Pure but for what each deed itself does."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

MOST: Final = 100
"""Deeds that are kept."""


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that can be taken back."""

    words: str
    """What was done, as in ``12 articles marked read``."""
    back: Callable[[], Coroutine[Any, Any, object]]
    """Puts everything as it was before."""


class Undo:
    """A stack of deeds."""

    def __init__(self) -> None:
        """Start with nothing to take back."""
        self._done: deque[Done] = deque(maxlen=MOST)

    def note(self, words: str, back: Callable[[], Coroutine[Any, Any, object]]) -> Done:
        """Remember a deed."""
        done = Done(words, back)
        self._done.append(done)
        return done

    def reword(self, done: Done, words: str) -> None:
        """Say otherwise what was done, unless that was taken back or forgotten."""
        if done in self._done:
            self._done[self._done.index(done)] = replace(done, words=words)

    def forget(self, done: Done) -> None:
        """Forget a deed that came to nothing."""
        if done in self._done:
            self._done.remove(done)

    def last(self) -> Done | None:
        """Give the last deed and forget it; None where there is none."""
        return self._done.pop() if self._done else None
