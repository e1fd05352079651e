"""The name index as one block of bytes: made once by `tagger.build`, opened in milliseconds.

Layout: a magic line, a JSON header line (version, lengths of the sections, CRC-32 of their bytes), then the sections:
two Aho-Corasick automata over folded names (those with Cyrillic letters are in the second, so that only texts that hold
such letters look for them), the candidates of each name, and the entries as JSON lines that are
decoded only when a text mentions them. Nothing in it can run code.
"""

from __future__ import annotations

import gc
import json
import sys
import zlib
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

import daachorse

from tagger.entries import Entry, bits_of, number_of
from tagger.names import make_name, make_reading
from tagger.spelling import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from mmap import mmap

    from tagger.names import Name

_decode: Final = json.JSONDecoder().raw_decode
MAGIC: Final = b"dateline names 1\n"


class IndexDamaged(ValueError):  # noqa: N818 - reads as a state
    """The bytes are no index of this version."""


class NameIndex:
    """Read access to an index. Entries are decoded on demand and kept."""

    def __init__(self, data: bytes | mmap) -> None:
        """Open `data`, which is read from as names come up; `IndexDamaged` when it is no whole index."""
        header, body = _split(data)
        parts = []
        at = 0
        for size in header["sizes"]:
            parts.append(body[at : at + size])
            at += size
        latin, cyrillic, self._flags, offsets, candidates, entry_offsets, self._blob, lexicon = parts
        self._latin, self._cyrillic = _automaton(latin), _automaton(cyrillic)
        self._first_cyrillic: int = header["latin"]
        self._offsets = _ints(offsets)
        self._candidates = _ints(candidates)
        self._entry_offsets = _ints(entry_offsets)
        self._entries: dict[int, Entry] = {}
        self._names: dict[int, Name] = {}
        self.version: str = header["version"]
        self.lexicon: Mapping[str, Any] = json.loads(bytes(lexicon))

    def find(self, folded: str) -> list[tuple[int, int, int]]:
        """Give (start, end, name number) of every occurrence of every name, overlapping, with no word boundaries."""
        found: list[tuple[int, int, int]] = self._latin.find_overlapping(folded) if self._latin else []
        if self._cyrillic and not folded.isascii() and is_cyrillic(folded):
            first = self._first_cyrillic
            found += [(start, end, first + number) for start, end, number in self._cyrillic.find_overlapping(folded)]
        return found

    def name(self, number: int) -> Name:
        """Give what is known of a name."""
        known = self._names.get(number)
        if known is None:
            codes = self._candidates[self._offsets[number] : self._offsets[number + 1]]
            readings = tuple(make_reading(self._entry(number_of(c)), bits_of(c)) for c in codes)
            known = self._names[number] = make_name(self._flags[number], readings)
        return known

    def get(self, entry_id: str) -> Entry | None:
        """Give the entry with an id, or None."""
        count = len(self._entry_offsets) - 1
        at = bisect_left(range(count), entry_id, key=lambda i: self._entry(i).id)
        if at < count and self._entry(at).id == entry_id:
            return self._entry(at)
        return None

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            line = self._blob[self._entry_offsets[number] : self._entry_offsets[number + 1]]
            row = _decode(str(line, "utf-8"))[0]
            row[10] = tuple(row[10])
            row[11] = tuple(tuple(role) for role in row[11])
            entry = self._entries[number] = Entry(*row)
        return entry


def pack(
    version: str,
    names: Iterable[tuple[str, int, int | Sequence[int]]],
    entries: Iterable[Entry],
    lexicon: Mapping[str, Any],
) -> bytes:
    """Give the bytes of an index.

    Args:
        version: what the index was made from; `NameIndex.version` gives it back.
        names: each folded name with its flags and the code, or sorted codes, of its readings (`code_of`); those with
            Cyrillic letters stand last.
        entries: sorted by id.
        lexicon: whatever else the tagger needs at run time, as JSON.
    """
    blob, entry_offsets = _lines(entries)
    offsets = array("I", [0])
    candidates = array("I")
    latin, cyrillic, of_name = bytearray(), bytearray(), bytearray()
    first_cyrillic = 0
    for name, flags, codes in names:
        if not name.isascii() and is_cyrillic(name):
            cyrillic += name.encode() + b"\n"
        else:
            latin += name.encode() + b"\n"
            first_cyrillic += 1
        of_name.append(flags)
        if isinstance(codes, int):
            candidates.append(codes)
        else:
            candidates.extend(codes)
        offsets.append(len(candidates))
    gc.collect()
    parts = [
        _automaton_of(latin),
        _automaton_of(cyrillic),
        bytes(of_name),
        _bytes(offsets),
        _bytes(candidates),
        _bytes(entry_offsets),
        blob,
        json.dumps(lexicon, ensure_ascii=False).encode(),
    ]
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    header = {"version": version, "sizes": [len(p) for p in parts], "latin": first_cyrillic, "crc": crc}
    return b"".join([MAGIC, json.dumps(header).encode(), b"\n", *parts])


def _automaton_of(lines: bytearray) -> bytes:
    """Give the automaton of names, one a line, as bytes; empty for none.

    Making it takes most memory of all: hence one for each script, and names as bytes, so that the objects are gone.
    """
    names = lines.decode().split("\n")[:-1]
    lines.clear()
    return daachorse.CharwiseDoubleArrayAhoCorasick(names).serialize() if names else b""


def _lines(entries: Iterable[Entry]) -> tuple[bytes, array[int]]:
    """Give the entries as JSON, one after the other, and where each begins and the last ends."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = [encode(_row(e)).encode() for e in entries]
    offsets = array("I", [0])
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return b"".join(lines), offsets


def _row(e: Entry) -> list[Any]:
    return [
        e.id,
        e.name,
        e.type,
        e.kind,
        e.country,
        e.region_id,
        e.lat,
        e.lon,
        e.population,
        e.strength,
        e.aliases,
        e.roles,
        e.capital,
    ]


def _automaton(part: memoryview) -> daachorse.CharwiseDoubleArrayAhoCorasick | None:
    """Give the automaton in a section, None for an empty one."""
    try:
        return daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(bytes(part)) if part else None
    except ValueError as error:
        raise IndexDamaged(str(error)) from error


def _split(data: bytes | mmap) -> tuple[dict[str, Any], memoryview]:
    if data[: len(MAGIC)] != MAGIC:
        raise IndexDamaged("not a name index")
    end = data.find(b"\n", len(MAGIC))
    try:
        header = json.loads(data[len(MAGIC) : end])
    except ValueError as error:
        raise IndexDamaged("unreadable header") from error
    body = memoryview(data)[end + 1 :]
    if len(body) != sum(header["sizes"]) or zlib.crc32(body) != header["crc"]:
        raise IndexDamaged("truncated or changed")
    return header, body


def _ints(part: memoryview) -> memoryview:
    """Give the numbers in a section, which are stored with the lowest byte first."""
    if sys.byteorder == "little":
        return part.cast("I")
    values = array("I")
    values.frombytes(part)
    values.byteswap()
    return memoryview(values)


def _bytes(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()
