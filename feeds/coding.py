"""Content codings, decoded within a bound (RFC 9110 8.4): a small body can't become a giant one."""

from __future__ import annotations

import zlib

from feeds.errors import FetchError

ACCEPT_ENCODING = "gzip, deflate"
"""What we can decode, and therefore all that we offer."""

_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_GZIP = 31
_ZLIB_WRAPPED = 15
_ZLIB_RAW = -15


def decode(data: bytes, coding: str | None, limit: int) -> bytes:
    """Give `data` without its content coding.

    A gzip file that a server sends without saying so is decoded too; a body that is plain though the server
    claims a coding is taken as it is.

    Args:
        data: The whole body as received.
        coding: The Content-Encoding header, or None.
        limit: Bytes the result may have.

    Raises:
        FetchError: The coding is unknown or stacked, the stream is cut or damaged, or the result is too large.
    """
    name = (coding or "identity").strip().lower()
    if data.startswith(_GZIP_MAGIC):
        return _members(data, limit)
    if name in ("", "identity", "gzip", "x-gzip") or not data:
        return data
    if name == "deflate":
        # RFC 9110 says zlib; some servers send the bare stream (RFC 1951) instead.
        wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1 if len(data) > 1 else 0]) % 31 == 0
        return _inflate(data, _ZLIB_WRAPPED if wrapped else _ZLIB_RAW, limit)[0]
    if data.lstrip()[:1] in (b"<", b"{"):
        return data  # a made-up coding on a plain body
    raise FetchError(f"the body is in a coding we never asked for ({name[:40]!r})")


def _members(data: bytes, limit: int) -> bytes:
    """Decode every member of a gzip file (RFC 1952 2.2); what follows the last one is no part of it."""
    parts: list[bytes] = []
    left = limit
    while data.startswith(_GZIP_MAGIC):
        part, data = _inflate(data, _ZLIB_GZIP, left)
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _inflate(data: bytes, wbits: int, limit: int) -> tuple[bytes, bytes]:
    """Decode one stream; give the result and the bytes behind it."""
    stream = zlib.decompressobj(wbits)
    try:
        result = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise FetchError("the compressed body is damaged") from error
    if len(result) > limit:
        raise FetchError(f"the body is larger than {limit / 2**20:g} MiB after decompression")
    if not stream.eof:
        raise FetchError("the compressed body is cut short")
    return result, stream.unused_data
