"""What the command line refuses: a config it can't use, or arguments that make no sense. Both exit with 2."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from store.records import record


@record
class Problem:
    """One thing that is wrong with a config file."""

    file: str
    line: int | None
    """1-based; None where no line is to blame (the file is missing)."""
    key: str
    """Such as ``polling.interval`` or ``feeds[2].url`` (counted from 1); empty for the file as a whole."""
    words: str

    def __str__(self) -> str:
        """``FILE:LINE: KEY: WORDS``, the form that editors can jump to."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.key, self.words) if part)


class ConfigError(Exception):
    """The config can't be used; `problems` holds everything that is wrong with it, in the order of the file."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the message has one line for each."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def brief(self) -> str:
        """Give the first problem with the file's name for its path, and how many more there are, in one line."""
        first, *more = (replace(problem, file=PurePath(problem.file).name) for problem in self.problems)
        return f"{first} ({len(more)} more: `dateline config check`)" if more else str(first)


class UsageError(Exception):
    """The arguments are well formed but can't be used: no such article, no such file, a feed given twice."""
