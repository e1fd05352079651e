"""Which entry of a document is which article of the archive. Pure.

An entry is known by its guid as long as its link or its title is the old one: a guid that comes with another link and
another title was reused, and stands for a new article. An entry with a new guid is known by link and title together;
never by one of them alone. No two entries of a document are the same article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.drafts import Task
from feeds.identity import guid_key
from store.models import Sighting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from feeds.identity import Identified
    from store.models import KnownEntry

MAX_ALIASES = 50
"""Keys that one article may gather: some feeds give new guids with every poll."""


@dataclass(frozen=True, slots=True)
class Match:
    """One entry and what it is in the archive."""

    item: Identified
    known: KnownEntry | None
    """None for a new article."""
    key: str
    """A key that leads to its article, or shall."""
    aliases: tuple[str, ...]
    """More keys that shall lead to it, and don't yet."""

    @property
    def changed(self) -> bool:
        """True for a new article and for other words in a known one."""
        return self.known is None or self.known.content_hash != self.item.content_hash

    @property
    def moved(self) -> bool:
        """True where a known entry comes with keys or a link to be remembered."""
        known = self.known
        return known is not None and (bool(self.aliases) or known.link_mark != self.item.link_mark)


@dataclass(frozen=True, slots=True)
class Matched:
    """A whole document, matched."""

    matches: tuple[Match, ...]
    """In the order of the document."""
    shared: tuple[str, ...]
    """Keys that stand on several entries and are not yet known to."""

    @property
    def nothing_known(self) -> bool:
        """True where no entry of a document was in the archive."""
        return bool(self.matches) and all(found.known is None for found in self.matches)

    def returned(self) -> tuple[int, ...]:
        """Give the articles that their publisher had taken back and shows again."""
        return tuple(one.known.article_id for one in self.matches if one.known is not None and one.known.withdrawn)

    def withdrawn(
        self, guids: Sequence[str], lookup: Callable[[list[str]], Mapping[str, KnownEntry]]
    ) -> tuple[int, ...]:
        """Give the articles of `guids` that are taken back, as far as that is news and the document has none of them.

        Args:
            guids: what the document's tombstones name (RFC 6721).
            lookup: gives what the archive has under keys.
        """
        if not guids:
            return ()
        shown = {one.known.article_id for one in self.matches if one.known is not None}
        found = lookup(list(dict.fromkeys(map(guid_key, guids)))).values()
        gone = (one.article_id for one in found if not one.withdrawn and not one.shared)
        return tuple(article for article in dict.fromkeys(gone) if article not in shown)

    def tasks(self) -> list[Task]:
        """Give what is new or changed, oldest first, so that the newest dispatch gets the highest id."""
        fresh = [
            Task(
                entry=found.item.entry,
                key=found.key,
                content_hash=found.item.content_hash,
                aliases=found.aliases,
                link_mark=found.item.link_mark,
                title_mark=found.item.title_mark,
            )
            for found in reversed(self.matches)  # feeds put the newest first
            if found.changed
        ]
        if all(task.entry.published for task in fresh):
            fresh.sort(key=lambda task: task.entry.published or datetime.min.replace(tzinfo=UTC))
        return fresh

    def known_changed(self) -> dict[str, Match]:
        """Give what is known and has other words now, by the key that its task has."""
        return {one.key: one for one in self.matches if one.known is not None and one.changed}

    def sightings(self) -> tuple[Sighting, ...]:
        """Give what is to be remembered of entries that did not change."""
        return tuple(
            Sighting(found.known.article_id, found.aliases, found.item.link_mark, found.item.title_mark)
            for found in self.matches
            if found.known is not None and found.moved and not found.changed
        )


def match_with(document: Sequence[Identified], lookup: Callable[[list[str]], Mapping[str, KnownEntry]]) -> Matched:
    """Match a document against what `lookup` gives for keys; it is asked for few keys of entries that are as before."""
    known = dict(lookup(list(dict.fromkeys(key for item in document for key in _first_keys(item)))))
    rest = [key for item in document if not _settled(item, known) for key in item.keys if key not in known]
    known.update(lookup(list(dict.fromkeys(rest))))
    return match(document, known)


def _first_keys(item: Identified) -> tuple[str, ...]:
    pair = item.pair or item.same
    return (item.ladder[0],) if pair is None else (item.ladder[0], pair)


def _settled(item: Identified, known: Mapping[str, KnownEntry]) -> bool:
    """Tell whether an entry's first keys all lead to one article with these very words."""
    found = [known.get(key) for key in _first_keys(item)]
    return (
        not item.depth
        and not item.pair_shared
        and all(there is not None and not there.shared and there.content_hash == item.content_hash for there in found)
        and len({there.article_id for there in found if there is not None}) == 1
    )


def match(document: Sequence[Identified], known: Mapping[str, KnownEntry]) -> Matched:
    """Tell known entries from new ones; `known` holds what the archive has under any of their keys."""
    # The likeliest pairs first, so that an entry can't take the article of a better claimant.
    claims = sorted((rank, number, key) for number, item in enumerate(document) for rank, key in _claims(item, known))
    chosen: dict[int, str] = {}
    taken: set[int] = set()
    for _, number, key in claims:
        article = known[key].article_id
        if number not in chosen and article not in taken:
            chosen[number] = key
            taken.add(article)
    shared: dict[str, None] = {}
    matches = []
    for number, item in enumerate(document):
        result = _match(item, chosen.get(number), known)
        shared.update(dict.fromkeys(_shared(item, known, result.known)))
        matches.append(result)
    return Matched(tuple(matches), tuple(shared))


def _claims(item: Identified, known: Mapping[str, KnownEntry]) -> Iterator[tuple[int, str]]:
    """Give the keys under which `item` may be known, and how good each is: 0 is best."""
    for step, key in enumerate(item.ladder):
        there = known.get(key)
        if there is not None and _is_own(step, item, there):
            same = there.content_hash == item.content_hash
            yield (0 if same else 4 if there.title_mark == item.title_mark else 8) + 3 - step, key
    for rank, pair in ((12, item.same), (13, item.pair)):
        there = known.get(pair) if pair else None
        if pair and there is not None and (not there.shared or there.content_hash == item.content_hash):
            yield rank, pair


def _is_own(step: int, item: Identified, there: KnownEntry) -> bool:
    """Tell whether the article under a key of the item's ladder is the item in this or another version."""
    same_link = _alike(there.link_mark, item.link_mark)
    same_title = _alike(there.title_mark, item.title_mark)
    if step == 0:
        return same_link and same_title if there.shared else same_link or same_title
    if not there.shared or step == len(item.ladder) - 1:
        return True
    return same_title if step == 1 else there.content_hash == item.content_hash


def _alike(one: bytes, other: bytes) -> bool:
    """Tell whether two marks agree; what is missing contradicts nothing."""
    return not one or not other or one == other


def _match(item: Identified, found: str | None, known: Mapping[str, KnownEntry]) -> Match:
    """Give the result for one item, with the keys that shall lead to its article."""
    there = None if found is None else known[found]
    own = next((key for key in item.ladder[item.depth :] if key not in known or not known[key].shared), item.ladder[-1])
    pair = item.same if item.pair is None or _pair_tells_nothing(item, there, known) else item.pair
    wanted = [own, *(key for key in item.ladder[: item.depth] if key not in known)]
    if pair is not None:
        wanted.append(pair)
    if found is None or there is None:
        free = next((key for key in item.ladder[item.depth :] if key not in known), None)
        if free is None:  # every key of it is taken: the archive has these words under this very guid
            return Match(item, known[item.ladder[-1]], item.ladder[-1], ())
        return Match(item, None, free, tuple(dict.fromkeys(key for key in wanted if key != free)))
    room = there.aliases < MAX_ALIASES
    aliases = (key for key in wanted if (known[key].article_id != there.article_id if key in known else room))
    return Match(item, there, found, tuple(dict.fromkeys(aliases)))


def _pair_tells_nothing(item: Identified, there: KnownEntry | None, known: Mapping[str, KnownEntry]) -> bool:
    """Tell whether several entries have the item's link and title, here or in the archive."""
    other = known.get(item.pair) if item.pair else None
    if item.pair_shared or other is None:
        return item.pair_shared
    return other.shared or there is None or other.article_id != there.article_id


def _shared(item: Identified, known: Mapping[str, KnownEntry], there: KnownEntry | None) -> Iterator[str]:
    """Give the keys that `item` has in common with others, as far as that is news."""
    keys = list(item.ladder[: item.depth])
    if item.pair is not None and _pair_tells_nothing(item, there, known):
        keys.append(item.pair)
    yield from (key for key in keys if key not in known or not known[key].shared)
