"""``python -m tui`` is ``dateline``."""

from tui.start import main

if __name__ == "__main__":
    raise SystemExit(main())
