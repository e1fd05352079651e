"""What the headlines show, in words: everything, one feed, one place, or what a filter asks for. Pure."""

from __future__ import annotations

import re
from typing import Final

_ONE: Final = re.compile(r'(source|city|region|country|place|actor|story):(?:"([^"]*)"|([^\s"()]+))\Z')
_KINDS: Final = {
    "source": "Feed",
    "city": "City",
    "region": "Region",
    "country": "Country",
    "place": "Place",
    "actor": "Actor",
    "story": "Story",
}
UNREAD: Final = "is:unread"


def view_words(text: str, *, grouped: bool) -> str:
    """Give the title of the list that a filter's `text` makes: ``Feed Harbour Wire``, ``Headlines · fire``.

    A filter by one field alone is a view with a name of its own, to which Esc is the way back.
    """
    unread = _leaves_out_read(text)
    bare = _unwrapped(text.removesuffix(UNREAD).strip()) if unread else text
    noun = "Stories" if grouped else "Headlines"
    one = _ONE.match(bare)
    if one:
        noun = f"{_KINDS[one[1]]} {one[2] or one[3]}" + (" · stories" if grouped else "")
        bare = ""
    return noun + (f" · {bare}" if bare else "") + (" · unread only" if unread else "")


def is_view(text: str) -> bool:
    """Tell whether a filter's `text` asks for one field alone."""
    return _ONE.match(text) is not None


def toggle_unread(text: str) -> str:
    """Give a filter's `text` with what is read left out, or not any more."""
    if _leaves_out_read(text):
        return _unwrapped(text.removesuffix(UNREAD).strip())
    return f"({text}) {UNREAD}" if text else UNREAD


def _leaves_out_read(text: str) -> bool:
    return text == UNREAD or text.endswith(f" {UNREAD}")


def _unwrapped(text: str) -> str:
    """Take one pair of brackets off that encloses all of `text`."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and index < len(text) - 1:
            return text
    return text[1:-1]
