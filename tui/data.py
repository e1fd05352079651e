"""The thread that reads the archive for the desk: questions go in, answers come back, the loop never waits."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from store.changes import ChangeSet, ChangeWatcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.reader import Reader

T = TypeVar("T")


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
                self._interrupt(token)
            raise

    async def changes(self) -> ChangeSet | None:
        """Give what was committed since the last call, or None."""
        return await self.ask(lambda _: self._watcher.poll())

    def close(self) -> None:
        """Stop what runs, end the thread and close the reader."""
        with self._lock:
            if self._running is not None:
                self._reader.interrupt()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._reader.close()

    def _run(self, token: object, question: Callable[[Reader], T]) -> T:
        """Answer a question on the thread."""
        with self._lock:
            self._running = token
        try:
            return question(self._reader)
        finally:
            with self._lock:
                self._running = None

    def _interrupt(self, token: object) -> None:
        """Interrupt the reader if it still answers this very question."""
        with self._lock:
            if self._running is token:
                self._reader.interrupt()
