"""Which entry is which: identity keys and content hashes. Pure.

The ladder within a feed: guid, else canonical link, else a hash of the content. Some feeds give one guid or one
link to many entries; those are told apart by adding the link and then the title.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from store.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.parsed import Entry, RawText
    from store.models import KnownEntry

_KEY_LIMIT = 500
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)|fbclid|gclid|dclid|gbraid|wbraid|yclid"
    r"|msclkid|mc_[ce]id|igshid|cmpid|ns_\w+|ocid|smid|xtor|ftag|_openstat)\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry with what tells it from others."""

    entry: Entry
    keys: tuple[str, ...]
    """Identity keys that no other entry of the document has, from the general to the special."""
    shared: tuple[str, ...]
    """More general keys that other entries of the document have as well."""
    content_hash: bytes
    """16 bytes over title, summary and body, without markup and white space."""


def identify(entries: Sequence[Entry]) -> tuple[Identified, ...]:
    """Give the entries of one document with their keys, without those that stand in it twice."""
    # A document may hold an entry twice, word for word; the first stands for both.
    distinct: dict[str, tuple[Entry, tuple[str, str, str]]] = {}
    for entry in entries:
        ladder = _ladder(entry)
        distinct.setdefault(ladder[2], (entry, ladder))
    depth = dict.fromkeys(distinct, 0)
    for level in range(2):
        count = Counter(ladder[depth[name]] for name, (_, ladder) in distinct.items())
        for name, (_, ladder) in distinct.items():
            if depth[name] == level and count[ladder[level]] > 1:
                depth[name] = level + 1
    return tuple(
        Identified(entry, ladder[depth[name] :], ladder[: depth[name]], content_hash(entry))
        for name, (entry, ladder) in distinct.items()
    )


def choose_key(entry: Identified, known: Mapping[str, KnownEntry]) -> str:
    """Give the key under which the archive knows `entry`, else the most general that is its own."""
    for key in entry.keys:
        if key in known:
            return key
    # The entry may have been stored when no other shared its guid or link yet.
    for key in entry.shared:
        if key in known and known[key].content_hash == entry.content_hash:
            return key
    return entry.keys[0]


def content_hash(entry: Entry) -> bytes:
    """Give 16 bytes that change exactly when the words of `entry` do."""
    digest = blake2b(digest_size=16)
    for text in (entry.title, entry.summary, entry.content):
        digest.update(_words(text).encode("utf-8", "replace") + b"\0")
    return digest.digest()


def canonical_link(url: str) -> str:
    """Give `url` without scheme, tracking parameters and empty fragment, for comparison only."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if port and port != {"http": 80, "https": 443}.get(parts.scheme):
        host = f"{host}:{port}"
    query = parts.query
    if query and any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
        query = urlencode(kept)
    fragment = "" if parts.fragment in ("", "0") or parts.fragment.startswith(":~:") else f"#{parts.fragment}"
    return f"//{host}{parts.path or '/'}{'?' + query if query else ''}{fragment}"


def _ladder(entry: Entry) -> tuple[str, str, str]:
    """Give three keys: the plain one, with the link, with link and title."""
    guid = strip_controls(entry.guid).strip() if entry.guid else ""
    link = canonical_link(entry.link) if entry.link else ""
    if guid:
        plain = f"guid:{guid}"
    elif link:
        plain = f"link:{link}"
    else:
        plain = f"hash:{content_hash(entry).hex()}"
    linked = f"{plain} link:{link}"
    titled = f"{linked} title:{blake2b(_words(entry.title).encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
    return _bounded(plain), _bounded(linked), _bounded(titled)


def _bounded(key: str) -> str:
    """Keep short keys readable and give long ones as a hash with the same prefix."""
    if len(key) <= _KEY_LIMIT:
        return key
    return f"{key[:5]}{blake2b(key.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _words(text: RawText | None) -> str:
    if text is None:
        return ""
    value = text.value
    if text.html:
        value = _TAG.sub("", value)
        if "&" in value:
            value = unescape(value)
    return unicodedata.normalize("NFC", "".join(value.split()))
