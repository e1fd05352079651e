from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feeds.coding import ACCEPT_ENCODING, decode
from feeds.errors import FetchError

BODY = b"<rss/>" * 100
LIMIT = 10_000

Compress = Callable[[bytes], bytes]
CODINGS: tuple[tuple[str, Compress], ...] = (
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
)
each_coding = pytest.mark.parametrize(("coding", "compress"), CODINGS)


def test_all_that_is_decoded_is_offered_and_nothing_else() -> None:
    assert {name.strip() for name in ACCEPT_ENCODING.split(",")} == {name for name, _ in CODINGS}


@each_coding
@given(body=st.binary(max_size=5_000))
def test_every_coding_that_is_offered_is_undone(coding: str, compress: Compress, body: bytes) -> None:
    assert decode(compress(body), coding, LIMIT) == body
    assert decode(compress(body), coding.upper(), LIMIT) == body


@each_coding
@given(data=st.binary(max_size=500))
def test_noise_is_decoded_or_refused_and_never_crashes(coding: str, compress: Compress, data: bytes) -> None:
    whole = compress(BODY)
    for noise in (data, whole[: len(whole) // 2] + data, data + whole):
        try:
            decode(noise, coding, LIMIT)
        except FetchError as error:
            assert str(error)  # noqa: PT017


@each_coding
def test_a_body_of_the_very_limit_passes_and_one_byte_more_does_not(coding: str, compress: Compress) -> None:
    assert len(decode(compress(bytes(LIMIT)), coding, LIMIT)) == LIMIT
    with pytest.raises(FetchError, match="larger than"):
        decode(compress(bytes(LIMIT + 1)), coding, LIMIT)


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_file_of_very_many_empty_members_is_refused(coding: str, compress: Compress) -> None:
    # Each costs a copy of what follows, or at least a new decoder: 20 MiB of them would take minutes.
    with pytest.raises(FetchError, match="too many pieces"):
        decode(compress(b"") * 50_000, coding, LIMIT)
    assert decode((compress(b"") + compress(b"x")) * 2_000, coding, LIMIT) == b"x" * 2_000


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "x-gzip", "GZIP", None]))
def test_gzip_is_undone_however_it_is_labelled(body: bytes, coding: str | None) -> None:
    assert decode(gzip.compress(body), coding, LIMIT) == body


def test_both_forms_of_deflate_are_undone() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decode(zlib.compress(BODY), "deflate", LIMIT) == BODY
    assert decode(raw.compress(BODY) + raw.flush(), "deflate", LIMIT) == BODY


def test_every_member_of_a_gzip_file_is_read_and_junk_behind_it_is_not() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", LIMIT) == b"one two"
    assert decode(gzip.compress(BODY) + b"junk", "gzip", LIMIT) == BODY


def test_a_plain_body_that_claims_a_coding_is_taken_as_it_is() -> None:
    assert decode(BODY, "gzip", LIMIT) == BODY
    assert decode(BODY, "x-snake", LIMIT) == BODY


@each_coding
def test_a_cut_stream_is_an_error_and_not_a_short_body(coding: str, compress: Compress) -> None:
    whole = compress(bytes(range(256)) * 10)
    for end in (11, len(whole) // 2, len(whole) - 1):
        with pytest.raises(FetchError, match=r"cut short|damaged"):
            decode(whole[:end], coding, LIMIT)


@each_coding
def test_a_bomb_is_refused_with_little_more_memory_than_the_limit(coding: str, compress: Compress) -> None:
    bomb, limit = compress(bytes(100_000_000)), 1_000_000
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than"):
            decode(bomb, coding, limit)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5 * limit


def test_the_limit_counts_all_members_together() -> None:
    for coding, compress in (("gzip", gzip.compress), ("zstd", zstandard.compress)):
        assert decode(compress(b"one ") + compress(b"two"), coding, LIMIT) == b"one two"
        with pytest.raises(FetchError, match="larger than"):
            decode(compress(bytes(6_000)) * 2, coding, LIMIT)


def test_a_zstandard_frame_that_wants_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(FetchError, match="damaged"):
        decode(stream.compress(BODY) + stream.flush(), "zstd", LIMIT)


def test_a_plain_body_labelled_brotli_is_taken_as_it_is() -> None:
    for body in (BODY, b"\n" + BODY, b'{"version": "https://jsonfeed.org/version/1.1"}'):
        assert decode(body, "br", LIMIT) == body


def test_stacked_and_unknown_codings_are_refused() -> None:
    for coding in ("br, deflate", "x-snake"):
        with pytest.raises(FetchError, match="never asked"):
            decode(b"\x8b\x02", coding, LIMIT)
