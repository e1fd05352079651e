"""The page ``docs/keys.md``, made from the table of actions: ``python -m tui.keys_page > docs/keys.md``."""

from __future__ import annotations

from itertools import groupby

from tui.actions import ACTIONS, key_words

_HEAD = """# Keys

This page is made from the desk's own table of actions: `python -m tui.keys_page > docs/keys.md`.

To move a key, name the action in your config:

```toml
[desk]
keymap = { star = "f", next-unread = "space" }
```
"""


def page() -> str:
    """Give the whole page as Markdown: a table for each group, in the order in which help shows them."""
    parts = [_HEAD]
    for group, actions in groupby(ACTIONS, key=lambda action: action.group):
        rows = (f"| {_keys(key_words(action, {}))} | {action.help} | `{action.id}` |" for action in actions)
        parts.append(f"## {group}\n\n| Key | What it does | Action |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _keys(words: str) -> str:
    return " ".join(f"`{word}`" for word in words.split()) or "palette only"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is what this prints
