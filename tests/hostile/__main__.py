"""All cases by hand, heavy ones and bombs included: ``python -m tests.hostile [CASE …]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .catalogue import HostileServer
from .memory import PeakMemory
from .suite import run_all

if TYPE_CHECKING:
    from .catalogue import Case
    from .harness import Result


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(wanted: list[str]) -> int:
    """Print each case that is not right, with the reason; give 1 where there is one."""
    with tempfile.TemporaryDirectory() as folder, HostileServer(light=False) as server, PeakMemory() as memory:
        _say(server.greeting.strip())
        cases = [case for case in server.cases() if not wanted or case.id in wanted]

        def done(case: Case, result: Result) -> None:
            peak = memory.take()
            if peak > case.rss_mb and len(cases) == 1:
                result.wrong.append(f"{peak:.0f} MB, where {case.rss_mb} are right")
            if result.wrong or wanted:
                facts = f"{result.seconds:.1f} s, {result.rows} articles, peak {peak:.0f} MB, polls said {result.words}"
                _say(f"{case.id} {'; '.join(result.wrong) or 'right'}\n    {facts}\n    {case.must}")

        results = run_all(cases, server, Path(folder), done)
    wrong = [name for name, result in results.items() if result.wrong]
    _say(f"{len(results) - len(wrong)} of {len(results)} cases right; not right: {', '.join(sorted(wrong)) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
