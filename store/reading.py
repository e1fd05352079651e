"""A read-only connection to an archive, and what goes wrong with one."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from store.connection import ADVICE, translate
from store.errors import ArchiveCorrupt, QueryInterrupted
from store.schema import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self


class Reading:
    """One read-only connection; usable from any one thread at a time.

    Every method raises `ArchiveError` where the archive can't be read, and `QueryInterrupted` where `interrupt` was
    called meanwhile.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive at `path`.

        Raises:
            ArchiveError: it is missing, damaged, something else or too new; see `store.schema.inspect`.
        """
        self.path = path
        self._connection = open_reader(path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Give the reader itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self.close()

    def interrupt(self) -> None:
        """Cancel a query that runs in another thread; it raises `QueryInterrupted`. Without one, nothing happens."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed: nothing runs any more
            self._connection.interrupt()

    def rev(self) -> int:
        """Give the archive's rev: it goes up with every commit that changes what readers see."""
        return int(self._one("SELECT rev FROM meta"))

    def data_version(self) -> int:
        """Give a number that differs after any other connection's commit; 10 µs to ask."""
        return int(self._one("PRAGMA data_version"))

    def _one(self, sql: str) -> Any:
        with self._reading():
            return self._connection.execute(sql).fetchone()[0]

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise QueryInterrupted(str(error)) from error
            raise translate(error, self.path) from error
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:  # SQLite trusts what a page says
            raise ArchiveCorrupt(f"{self.path}: damaged: a row makes no sense ({error}); {ADVICE}") from error
