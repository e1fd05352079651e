"""What somebody who is new here needs to know: the keys that matter, shown while there are no headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.hints import hints

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROWS = (
    (("down", "up"), "down and up"),
    (("choose",), "read the article"),
    (("next-pane",), "next pane: headlines, article, cities"),
    (("filter",), "filter, such as city:Kyiv since:6h"),
    (("help",), "all keys"),
)
"""Actions and words of each line."""


def guide(keymap: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give each line's keys, as `keymap` has them, and what they do; the last line has none."""
    rows = [(" ".join(key for key, _ in hints(keymap, [(id_, "") for id_ in ids])), words) for ids, words in _ROWS]
    return (*rows, ("", ""), ("", "Your feeds and settings: dateline config path"))
