"""A plain address is taken apart without httpx, and comes to the same as with it."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.address import Address, read_address, redirected
from feeds.errors import FetchError, Refused


def by_httpx(text: str, base: str | None = None) -> Address:
    url = httpx.URL(base).join(text) if base else httpx.URL(text)
    credentials = "" if base or not url.userinfo else f"{url.username}:{url.password}"
    return Address(
        url.scheme,
        url.raw_host.decode(),
        url.port or {"http": 80, "https": 443}[url.scheme],
        url.raw_path.decode(),
        url.netloc.decode(),
        str(url.copy_with(userinfo=b"", fragment=None) if base else url.copy_with(userinfo=b"")),
        credentials,
    )


LABELS = st.text("abz019-_A", min_size=1, max_size=5)
HOSTS = st.one_of(
    st.lists(LABELS, min_size=1, max_size=4).map(".".join),
    st.ip_addresses().map(lambda ip: f"[{ip}]" if ip.version == 6 else str(ip)),
    st.lists(st.integers(0, 300).map(str), min_size=3, max_size=5).map(".".join),
)
PORTS = st.one_of(st.just(""), st.sampled_from([":80", ":443", ":8080", ":080", ":65535", ":"]))
PATHS = st.text("ab./%2Fé ?&=;:@'()[]{}|\\^`\"<>#~!$*+,-_", max_size=20)
URLS = st.builds("{}://{}{}/{}".format, st.sampled_from(["http", "https", "HTTP"]), HOSTS, PORTS, PATHS.map(str.strip))


@given(URLS)
def test_an_address_is_what_httpx_makes_of_it(text: str) -> None:
    try:
        expected = by_httpx(text)
    except (httpx.InvalidURL, ValueError):
        with pytest.raises(FetchError):
            read_address(text)
    else:
        assert read_address(text) == expected


@given(st.one_of(URLS, PATHS.map(str.strip)))
def test_a_redirect_leads_where_httpx_says(location: str) -> None:
    base = read_address("https://feeds.example.org/news/war.xml?page=1")
    try:
        expected = by_httpx(location, base.text)
    except (httpx.InvalidURL, ValueError, KeyError):
        with pytest.raises(FetchError):
            redirected(base, location)
    else:
        assert redirected(base, location) == expected


def test_credentials_are_kept_apart_and_decoded_once() -> None:
    address = read_address("https://desk%40example.org:100%2541@feeds.example.org:8443/war.xml")
    assert address.credentials == "desk@example.org:100%41"
    assert (address.text, address.authority) == ("https://feeds.example.org:8443/war.xml", "feeds.example.org:8443")
    assert redirected(address, "https://a:b@feeds.example.org/war.xml").credentials == ""


@pytest.mark.parametrize("text", ["ftp://example.org/", "file:///etc/passwd", "/feed", "example.org/feed"])
def test_only_http_and_https_are_fetched(text: str) -> None:
    with pytest.raises(Refused, match="only http and https"):
        read_address(text)


@pytest.mark.parametrize("text", ["http:///feed", "http://a:0/", "http://[::1/", "http://256.1.1.1/"])
def test_what_is_no_url_is_refused_in_words(text: str) -> None:
    with pytest.raises(FetchError, match="URL"):
        read_address(text)


def test_plain_addresses_are_asked_for_without_loading_httpx() -> None:
    code = (
        "import sys; from feeds.fetcher import Fetcher; from feeds.address import read_address\n"
        "read_address('https://feeds.example.org:8443/war.xml?page=1&q=%C3%A9')\n"
        "sys.exit('httpx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
