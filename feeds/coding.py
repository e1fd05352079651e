"""Content codings, decoded within a bound (RFC 9110 8.4): a small body can't become a giant one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from feeds.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""What we can decode, and therefore all that we offer."""

_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZLIB_GZIP = 31
_ZLIB_WRAPPED = 15
_ZLIB_RAW = -15
_ZSTD_WINDOW = 8 * 2**20  # the most that a sender may ask for (RFC 9659 3)
# The densest Zstandard block turns four bytes into 128 KiB (RFC 8878 3.1.1.2), so a piece of the input that is this
# many times smaller than the limit can't exceed it.
_ZSTD_DENSITY = 2**15
_ZSTD_PIECE = 64
_BROTLI_PIECE = 2**16
_GZIP_PIECE = 2**16
_MOST_MEMBERS = 10_000  # twenty bytes are a member without content: a small body can hold a million of them


class TooLarge(FetchError):  # noqa: N818 - reads as what happened
    """The body is larger than the limit, as it was sent or decoded."""


def decode(data: bytes, coding: str | None, limit: int) -> bytes:
    """Give `data` without its content coding.

    A gzip or Zstandard file that a server sends without saying so is decoded too; a body that is plain though the
    server claims a coding is taken as it is.

    Args:
        data: The whole body as received.
        coding: The Content-Encoding header, or None.
        limit: Bytes the result may have.

    Raises:
        TooLarge: The result is larger than `limit`.
        FetchError: The coding is unknown or stacked, or the stream is cut or damaged.
    """
    name = (coding or "identity").strip().lower()
    if data.startswith(_GZIP_MAGIC) and name != "br":
        return _joined(data, _GZIP_MAGIC, _gunzipped, limit)
    if data.startswith(_ZSTD_MAGIC) and name != "br":
        return _joined(data, _ZSTD_MAGIC, _unzstandard, limit)
    if name in ("", "identity", "gzip", "x-gzip", "zstd") or not data:
        return data
    if name == "deflate":
        # RFC 9110 says zlib; some servers send the bare stream (RFC 1951) instead.
        wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1 if len(data) > 1 else 0]) % 31 == 0
        return _inflate(memoryview(data), _ZLIB_WRAPPED if wrapped else _ZLIB_RAW, limit)[0]
    plain = data.lstrip()[:1] in (b"<", b"{")  # a made-up coding on a plain body
    if name == "br":
        return _unbrotli(data, limit, plain=plain)
    if plain:
        return data
    raise FetchError(f"the body is in a coding we never asked for ({name[:40]!r})")


def _joined(data: bytes, magic: bytes, one: Callable[[memoryview, int], tuple[bytes, int]], limit: int) -> bytes:
    """Decode every member of a file (RFC 1952 2.2, RFC 8878 3); what follows the last one is no part of it."""
    parts: list[bytes] = []
    at, left = 0, limit
    while data.startswith(magic, at):
        if len(parts) == _MOST_MEMBERS:
            raise FetchError("the compressed body is in too many pieces")
        part, length = one(memoryview(data)[at:], left)
        parts.append(part)
        at += length
        left -= len(part)
    return b"".join(parts)


def _gunzipped(data: memoryview, limit: int) -> tuple[bytes, int]:
    return _inflate(data, _ZLIB_GZIP, limit)


def _inflate(data: memoryview, wbits: int, limit: int) -> tuple[bytes, int]:
    """Decode one stream; give the result and how long the stream is.

    It is fed in pieces, because zlib copies what follows the stream, and many may follow.
    """
    stream = zlib.decompressobj(wbits)
    result, at = bytearray(), 0
    try:
        while at < len(data) and not stream.eof:
            result += stream.decompress(data[at : at + _GZIP_PIECE], limit + 1 - len(result))
            if len(result) > limit:
                raise _too_large(limit)
            at = min(at + _GZIP_PIECE, len(data))
    except zlib.error as error:
        raise FetchError("the compressed body is damaged") from error
    if not stream.eof:
        raise FetchError("the compressed body is cut short")
    return bytes(result), at - len(stream.unused_data)


def _unzstandard(data: memoryview, limit: int) -> tuple[bytes, int]:
    """Decode one frame; give the result and its length. The library has no bound, so the input is fed in pieces."""
    import zstandard

    stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    piece = max(_ZSTD_PIECE, limit // _ZSTD_DENSITY)
    result = bytearray()
    for start in range(0, len(data), piece):
        try:
            result += stream.decompress(data[start : start + piece])
        except zstandard.ZstdError as error:
            raise FetchError("the compressed body is damaged") from error
        if len(result) > limit:
            raise _too_large(limit)
        if stream.eof:
            return bytes(result), min(start + piece, len(data)) - len(stream.unused_data)
    raise FetchError("the compressed body is cut short")


def _unbrotli(data: bytes, limit: int, *, plain: bool) -> bytes:
    """Decode a Brotli stream (RFC 7932), which has no mark of its own: one that is `plain` may be none at all."""
    import brotli

    stream = brotli.Decompressor()
    result = bytearray()
    try:
        piece = stream.process(data, output_buffer_limit=_BROTLI_PIECE)
        while piece and len(result) <= limit:
            result += piece
            piece = stream.process(b"", output_buffer_limit=_BROTLI_PIECE)
    except brotli.error as error:
        if plain:
            return data
        raise FetchError("the compressed body is damaged") from error
    if len(result) > limit:
        raise _too_large(limit)
    if not stream.is_finished():
        if plain:
            return data
        raise FetchError("the compressed body is cut short")
    return bytes(result)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"the body is larger than {limit / 2**20:g} MiB after decompression")
