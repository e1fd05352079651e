"""The page of keys in the docs says what the desk does."""

from __future__ import annotations

from pathlib import Path

from tui.keys_page import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_keys_is_the_one_that_the_table_of_actions_gives() -> None:
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == page(), (
        "docs/keys.md is stale: python -m tui.keys_page > docs/keys.md"
    )
