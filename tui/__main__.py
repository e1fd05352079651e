"""``python -m tui`` is ``dateline``."""

from tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
