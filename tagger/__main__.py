"""``python -m tagger``: make the name index ahead of the first use, if it is missing, and say so in one line."""

from __future__ import annotations

import sys
import time

from tagger.settings import TaggerSettings
from tagger.tagger import Tagger


def main() -> int:
    """Open or make the index of the default settings."""
    made: list[float] = []
    tagger = Tagger.load(TaggerSettings(), on_build=lambda: made.append(time.perf_counter()))
    words = f"made in {time.perf_counter() - made[0]:.1f} s" if made else "already made"
    sys.stdout.write(f"name index {tagger.version}: {words}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
