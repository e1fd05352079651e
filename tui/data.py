"""The thread that reads the archive for the desk: questions go in, answers come back, the loop never waits."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from store.changes import ChangeSet, ChangeWatcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from store.reader import Reader

T = TypeVar("T")

INSIST_S = 0.02
"""Time between two interrupts of a question that is no longer wanted."""


class ArchiveThread:
    """Owns a `Reader` and asks it one question at a time.

    A question whose asker is cancelled is dropped while it waits, and interrupted while it runs, so a superseded
    query never makes the next one wait.
    """

    def __init__(self, reader: Reader) -> None:
        """Take over `reader`: nobody else may use it from now on."""
        self._reader = reader
        self._watcher = ChangeWatcher(reader)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive-reader")
        self._lock = threading.Lock()
        self._running: object | None = None
        self._idle = threading.Event()
        self._idle.set()

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """Give the answer to `question`.

        Raises:
            asyncio.CancelledError: the asker was cancelled; the question was stopped.
            store.errors.ArchiveError: the archive can't be read.
        """
        token = object()
        future = self._pool.submit(self._run, token, question)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not future.cancel():
                self._insist(token, future)
            raise

    def begin(self, question: Callable[[Reader], T]) -> Future[T]:
        """Put `question` before there is a loop; the answer, or what went wrong, is in the future."""
        return self._pool.submit(self._run, object(), question)

    async def changes(self) -> ChangeSet | None:
        """Give what was committed since the last call, or None."""
        return await self.ask(lambda _: self._watcher.poll())

    def close(self) -> None:
        """Stop what runs, end the thread and close the reader."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        while not self._idle.wait(INSIST_S):
            self._reader.interrupt()
        self._pool.shutdown(wait=True)
        self._reader.close()

    def _run(self, token: object, question: Callable[[Reader], T]) -> T:
        """Answer a question on the thread."""
        with self._lock:
            self._running = token
            self._idle.clear()
        try:
            return question(self._reader)
        finally:
            with self._lock:
                self._running = None
                self._idle.set()

    def _insist(self, token: object, future: Future[T]) -> None:
        """Interrupt the reader for as long as it answers this very question.

        Once is not enough: SQLite forgets an interrupt that comes just before a statement begins.
        """
        with self._lock:
            if self._running is token:
                self._reader.interrupt()
        if not future.done():
            asyncio.get_running_loop().call_later(INSIST_S, self._insist, token, future)
