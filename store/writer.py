"""The one place that writes: a thread, a connection and a queue of jobs, each in one short transaction."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from store.connection import connect_writer, translate
from store.errors import ArchiveError
from store.presence import Presence
from store.schema import prepare

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

T = TypeVar("T")
_WORTH_ANALYSING = 1_000  # articles
Job = Callable[[sqlite3.Connection], T]
"""What a transaction does; it is given the open connection and must not commit."""


class Writer:
    """Runs jobs one after another in a thread of its own.

    A job that raises is rolled back whole, and its future raises the same error (SQLite's as an `ArchiveError`);
    the jobs behind it go on.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`, creating or migrating it.

        Raises:
            ArchiveError: the archive can't be used; see `store.schema.prepare`.
        """
        prepare(path)
        self.path = path
        try:
            self._connection = connect_writer(path)
        except sqlite3.Error as error:
            raise translate(error, path) from error
        self._presence = Presence(path)
        self._queue: queue.SimpleQueue[tuple[Job[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="archive-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T]) -> Future[T]:
        """Queue `job`; the future gives its result once the transaction is on disk.

        Raises:
            ArchiveError: the writer was closed.
        """
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise ArchiveError(f"{self.path}: the writer is closed")
            self._queue.put((job, future))
        return future

    async def run(self, job: Job[T]) -> T:
        """Queue `job` and wait for its result without blocking the event loop."""
        return await asyncio.wrap_future(self.submit(job))

    def close(self) -> None:
        """Finish what is queued, fold the WAL into the file, and stop. Closing twice does no harm."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def __enter__(self) -> Writer:
        """Give the writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the writer."""
        self.close()

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            job, future = item
            if future.set_running_or_notify_cancel():
                self._transact(job, future)
        # Statistics for the planner, of the few rows that it looks at. Never on an empty archive: a plan that is right
        # for no rows is wrong for a million.
        with contextlib.suppress(sqlite3.Error):
            if self._connection.execute("SELECT articles > ? FROM meta", (_WORTH_ANALYSING,)).fetchone()[0]:
                self._connection.execute("PRAGMA analysis_limit = 400").close()
                self._connection.execute("PRAGMA optimize").close()
        # A checkpoint at exit spares the next start the recovery of a long WAL; where a reader is in the way for
        # longer than a moment, the WAL stays, which is no harm.
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA busy_timeout = 1000").close()
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        self._connection.close()

    def _transact(self, job: Job[T], future: Future[T]) -> None:
        try:
            self._presence.check()
            self._connection.execute("BEGIN IMMEDIATE")
            result = job(self._connection)
            self._connection.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - it is handed to whoever waits for the job
            with contextlib.suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            future.set_exception(translate(error, self.path) if isinstance(error, sqlite3.Error) else error)
        else:
            future.set_result(result)
