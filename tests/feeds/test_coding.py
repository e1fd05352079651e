from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.coding import decode
from feeds.errors import FetchError

BODY = b"<rss/>" * 100
LIMIT = 10_000


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


def test_a_cut_stream_is_an_error_and_not_a_short_body() -> None:
    whole = gzip.compress(BODY)
    for end in (11, len(whole) // 2, len(whole) - 1):
        with pytest.raises(FetchError, match=r"cut short|damaged"):
            decode(whole[:end], "gzip", LIMIT)


def test_a_bomb_is_refused_within_the_limit() -> None:
    with pytest.raises(FetchError, match="larger than"):
        decode(gzip.compress(bytes(50_000_000)), "gzip", LIMIT)


def test_the_limit_counts_all_members_together() -> None:
    with pytest.raises(FetchError, match="larger than"):
        decode(gzip.compress(bytes(6_000)) * 2, "gzip", LIMIT)


def test_stacked_and_unknown_codings_are_refused() -> None:
    for coding in ("br, deflate", "br"):
        with pytest.raises(FetchError, match="never asked"):
            decode(b"\x8b\x02", coding, LIMIT)
