"""The lines of a text, as far as they can be told from one article to the next. Pure.

A line here is what stands between line breaks: a paragraph, mostly. What is too short to be told from a refrain
("BREAKING"), too long to be a publisher's notice, a heading for what follows or a row of hashtags, which names the
subject, has no key and is never noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_BYTES = 8
SHORTEST = 20
"""Code points of a line that has a key, at least: shorter ones are refrains and headings of what follows."""
LONGEST = 1_000
MOST = 2_000
"""Lines of a text that is looked at: one of more is no article."""


def line_key(line: str) -> bytes | None:
    """Give what tells a line from others, whatever its case and white space; None where it can't be noise."""
    parts = line.split()
    words = " ".join(parts)
    if not SHORTEST <= len(words) <= LONGEST or words.endswith(":") or all(part.startswith("#") for part in parts):
        return None
    from hashlib import blake2b  # OpenSSL comes with it: a feed without noise is read without

    return blake2b(words.casefold().encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def is_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does, which a link to another article mostly doesn't."""
    return line.rstrip("\"'”’») \t")[-1:] in tuple(".!?…")


def keyed_lines(text: str) -> dict[bytes, str]:
    """Give the lines of a text that have a key, each once."""
    if text.count("\n") > MOST:
        return {}
    return {key: line for line in text.split("\n") if (key := line_key(line)) is not None}


def noise_spans(text: str, start: int, learned: frozenset[bytes]) -> tuple[tuple[int, int], ...]:
    """Give the spans of the lines in ``text[start:]`` whose keys are `learned`; half-open, in order.

    A text of nothing but such lines is no noise: an air-raid alert says the same each time, and is news each time.
    """
    if not learned or text.count("\n") > MOST:
        return ()
    found: list[tuple[int, int]] = []
    other = False
    for first, last in _lines(text, start):
        if line_key(text[first:last]) in learned:
            found.append((first, last))
        else:
            other = other or any(map(str.isalpha, text[first:last]))
    return tuple(found) if other else ()


def without_noise(text: str, learned: frozenset[bytes]) -> str:
    """Give a text without the lines that `noise_spans` gives."""
    for first, last in reversed(noise_spans(text, 0, learned)):
        text = text[:first] + text[last:]
    return text


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1
