"""Web addresses: what may be asked for, and the exact bytes that ask for it (RFC 3986, RFC 5891).

Most feeds have a plain address, which is taken apart here; httpx reads the others, and reading one is what loads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from feeds.errors import FetchError, Refused

if TYPE_CHECKING:
    import httpx

_PLAIN = re.compile(
    r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::([1-9]\d{0,4}))?"
    r"(/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+)?)",
    re.ASCII,
)
_DOTTED = re.compile(r"/\.\.?(?:[/?]|$)")
_HOST = re.compile(r"^(\w{2,5}://(?:[^/?#@]*@)?)([^/?#@:\[\]]+)")
_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https URL whose host is in ASCII."""

    scheme: str
    host: str
    """Without the brackets that an IPv6 address has in a URL."""
    port: int
    target: str
    """Path and query, percent-encoded, as they stand in the request line (RFC 9112 3.2.1)."""
    authority: str
    """Host and, where it isn't the scheme's own, port, as they stand in the Host header."""
    text: str
    """The URL, without credentials."""
    credentials: str = ""
    """``user:password``, decoded, where the URL names any."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 6454)."""
        return self.scheme, self.host, self.port


def read_address(text: str) -> Address:
    """Give the address that `text` is.

    Raises:
        Refused: It is neither http nor https.
        FetchError: It is no URL.
    """
    return _plain(text) or _checked(text, None)


def redirected(base: Address, location: str) -> Address:
    """Give the address that `location` means on an answer from `base` (RFC 9110 10.2.2), without credentials.

    Raises:
        Refused, FetchError: As `read_address`.
    """
    found = _plain(location)
    if found is not None:
        return found
    return _checked(location, base.text, follow=True)


def _plain(text: str) -> Address | None:
    """Take a plain URL apart; None where it is one that httpx must read, or none at all."""
    match = _PLAIN.fullmatch(text)
    if match is None or _DOTTED.search(text):
        return None
    scheme, host, port, target = match.groups()
    number = int(port) if port else _PORTS[scheme]
    if number > _LAST_PORT or (port and number == _PORTS[scheme]):
        return None
    if host[-1].isdigit():
        try:
            IPv4Address(host)
        except ValueError:
            return None
    return Address(scheme, host, number, target, f"{host}:{port}" if port else host, text)


def _checked(text: str, base: str | None, *, follow: bool = False) -> Address:
    import httpx

    try:
        url = _parsed(text, base)
        if follow:
            url = url.copy_with(fragment=None)
        bare = str(url.copy_with(userinfo=b""))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("the URL is not valid") from error
    if url.scheme not in _PORTS:
        raise Refused(f"refused: only http and https are fetched, not {url.scheme[:20] or 'a URL without scheme'}")
    if not url.raw_host:
        raise FetchError("the URL names no host")
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise FetchError(f"the URL names a port that can't be: {url.port}")
    return Address(
        url.scheme,
        url.raw_host.decode("ascii"),
        url.port or _PORTS[url.scheme],
        url.raw_path.decode("ascii"),
        url.netloc.decode("ascii"),
        bare,
        f"{url.username}:{url.password}" if url.userinfo and not follow else "",
    )


def _parsed(text: str, base: str | None) -> httpx.URL:
    """Parse by IDNA 2008 (RFC 5891), else by its predecessor, whose mappings and symbols are still in use."""
    import httpx

    text = text.strip()
    try:
        return httpx.URL(base).join(text) if base else httpx.URL(text)
    except httpx.InvalidURL:
        text = _HOST.sub(lambda match: match[1] + match[2].encode("idna").decode("ascii"), text)
        return httpx.URL(base).join(text) if base else httpx.URL(text)
