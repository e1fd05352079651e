"""Which entry is which: identity keys and content hashes. Pure.

The ladder within a feed: guid, else canonical link, else a hash of the content. Some feeds give one guid or one
link to many entries; those are told apart by adding the link, the title and then the content. Others give new guids
to old entries; those are found again by link and title together (see `feeds.matching`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from store.text import strip_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.parsed import Entry, RawText

_KEY_LIMIT = 500
TRACKING_NAMES = (
    r"utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)|fbclid|gclid|dclid|gbraid|wbraid|yclid"
    r"|msclkid|mc_[ce]id|igshid|cmpid|ns_\w+|ocid|smid|xtor|ftag|_openstat"
)
"""Names of what is put into addresses to follow readers, as the inside of a pattern."""
_TRACKING = re.compile(rf"(?:{TRACKING_NAMES})\Z", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_VERSION = re.compile(r"\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"(?=.{5})[a-z]{0,3}\d+[a-z0-9]*", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d{6}", re.ASCII)
_PATH = re.compile(r"[^?#]*")
_EXTENSION = re.compile(r"\.\w{2,5}\Z")
_FRONT_PAGE = re.compile(r"//[^/?#]*/?")


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry with what tells it from others."""

    entry: Entry
    ladder: tuple[str, str, str, str]
    """Identity keys from the general to the special: guid (else link, else content), then with the link, with the
    title, and with the content as well."""
    depth: int
    """The first step of `ladder` that no other entry of the document stands on."""
    pair: str | None
    """The key of link and title together, by which an entry is found when its guid changed; None where the link
    leads nowhere in particular."""
    pair_shared: bool
    """True where another entry of the document has the same `pair`."""
    same: str | None
    """The key of link, title, content and date together: the last resort where `pair` tells nothing."""
    content_hash: bytes
    """16 bytes over title, summary and body, without markup and white space."""
    link_mark: bytes
    """8 bytes over what in the canonical link stands for the article; empty without a link."""
    title_mark: bytes
    """8 bytes over the title; empty without one."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key under which the archive may know the entry."""
        return tuple(key for key in (*self.ladder, self.pair, self.same) if key is not None)


def identify(entries: Sequence[Entry]) -> tuple[Identified, ...]:
    """Give the entries of one document with their keys, without those that stand in it twice."""
    # A document may hold an entry twice, word for word, also under two guids; the first stands for both.
    distinct: dict[str, Identified] = {}
    seen: set[str] = set()
    for entry in entries:
        item = _keys(entry)
        if item.ladder[-1] in distinct or (item.same is not None and item.same in seen):
            continue
        distinct[item.ladder[-1]] = item
        if item.same is not None:
            seen.add(item.same)
    found = list(distinct.values())
    counts = [Counter(item.ladder[step] for item in found) for step in range(3)]
    pairs = Counter(item.pair for item in found)
    return tuple(
        replace(item, depth=depth, pair_shared=shared) if depth or shared else item
        for item in found
        for depth in (next((step for step in range(3) if counts[step][item.ladder[step]] == 1), 3),)
        for shared in (item.pair is not None and pairs[item.pair] > 1,)
    )


def content_hash(entry: Entry) -> bytes:
    """Give 16 bytes that change exactly when the words of `entry` do."""
    digest = blake2b(digest_size=16)
    title, summary, content = map(_words, (entry.title, entry.summary, entry.content))
    # The same words are no other version where they stand in another element, or in both.
    body = content if content == summary else summary + content
    digest.update(f"{title}\0{body}".encode("utf-8", "replace"))
    return digest.digest()


def guid_key(guid: str) -> str:
    """Give the first identity key of an entry with that guid."""
    return _bounded(f"guid:{_guid(guid, '')}")


def canonical_link(url: str) -> str:
    """Give `url` without scheme, tracking parameters, closing slash and empty fragment, for comparison only."""
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
    return f"//{host}{parts.path.rstrip('/') or '/'}{'?' + query if query else ''}{fragment}"


def _keys(entry: Entry) -> Identified:
    content = content_hash(entry)
    link = canonical_link(entry.link) if entry.link else ""
    leads = bool(link) and not _FRONT_PAGE.fullmatch(link)
    guid = _guid(entry.guid, link)
    if guid:
        plain = f"guid:{guid}"
    elif leads:
        plain = f"link:{link}"
    else:
        plain = f"hash:{content.hex()}"
    title = _mark(_words(entry.title))
    titled = f"link:{link} title:{title.hex()}"
    same = f"same:{titled} content:{content.hex()} date:{entry.published_raw or ''}"
    return Identified(
        entry=entry,
        ladder=(
            _bounded(plain),
            _bounded(f"{plain} link:{link}"),
            _bounded(f"{plain} {titled}"),
            _bounded(f"{plain} {titled} content:{content.hex()}"),
        ),
        depth=0,
        pair=_bounded(f"pair:{titled}") if leads and title else None,
        pair_shared=False,
        same=_bounded(same) if leads or (guid and entry.published_raw) else None,
        content_hash=content,
        link_mark=_mark(_story(link)),
        title_mark=title,
    )


def _guid(guid: str | None, link: str) -> str:
    """Give a guid for comparison: some sites count an entry's versions in it, or change its scheme."""
    text = strip_controls(guid).strip() if guid else ""
    if not _WEB.match(text):
        return text
    # The BBC, for one, gives "LINK#0" and then "LINK#1" when it has edited the article.
    base, mark, version = text.partition("#")
    if mark and _VERSION.fullmatch(version) and link and canonical_link(base) == link:
        text = base
    return _WEB.sub("//", text)


def _story(link: str) -> str:
    """Give host and article number of a canonical link: the words around the number change with the headline."""
    path = _PATH.match(link)[0]  # type: ignore[index]  # it matches any text
    host, *segments = path.removeprefix("//").split("/")
    if not segments:
        return link
    pieces = _EXTENSION.sub("", segments[-1]).split("-")
    candidates = (*segments, pieces[-1], pieces[0])
    number = next((text for text in candidates if _NUMBER.fullmatch(text) and not _DATE.fullmatch(text)), None)
    return link if number is None else f"{host} {number}{link[len(path) :]}"


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest() if text else b""


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
