"""Proxies that feeds are asked through: how one is read from the config, and which of them holds for a feed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from feeds.errors import ProxyError

Scheme = Literal["http", "socks5", "socks5h"]
"""``http`` (CONNECT, RFC 9110 9.3.6), or SOCKS 5 (RFC 1928), where ``socks5h`` leaves names to the proxy to resolve."""

DIRECT = "none"
"""The word for no proxy, where one is set for all other feeds."""
_FROM_ENVIRONMENT = "env:"
_SCHEMES = ("http", "socks5", "socks5h")
_LONGEST = 255  # bytes of a name and of a password, RFC 1929


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy; written as text, it is without its credentials."""

    scheme: Scheme
    host: str
    """Without the brackets that an IPv6 address has in a URL."""
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def resolves(self) -> bool:
        """True where names are sent to the proxy, and no resolver of ours ever hears them."""
        return self.scheme != "socks5"

    def __str__(self) -> str:
        """Give the URL without credentials, as it may be shown and logged."""
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def read_proxy(text: str) -> Proxy:
    """Read such as ``socks5h://127.0.0.1:9050`` or ``http://user:password@proxy.example:3128``.

    Raises:
        ValueError: It is no such URL. The words don't repeat it, because it may hold a password.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("a proxy is a URL such as socks5h://127.0.0.1:9050") from None
    if parts.scheme not in _SCHEMES:
        raise ValueError(f"a proxy begins with {', '.join(f'{one}://' for one in _SCHEMES[:-1])} or {_SCHEMES[-1]}://")
    if not host or not host.isascii() or not port:
        raise ValueError("a proxy names a host and a port, such as socks5h://127.0.0.1:9050")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("a proxy has nothing behind its port")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if "@" in parts.netloc and not (user and password):
        raise ValueError("a proxy's credentials are a name and a password, with a colon between them")
    if max(len(user), len(password)) > _LONGEST or not f"{user}{password}".isascii():
        raise ValueError("a proxy's name and password are in ASCII, 255 characters each at most")
    return Proxy(cast("Scheme", parts.scheme), host, port, user, password)


def check_setting(given: str) -> None:
    """Tell whether a setting is one that `proxy_of` understands, as far as that shows before it is used.

    Raises:
        ValueError: It is not.
    """
    if given not in ("", DIRECT) and not given.startswith(_FROM_ENVIRONMENT):
        read_proxy(given)


def proxy_of(own: str, general: str) -> Proxy | None:
    """Give the proxy that holds for a feed: its `own` setting, else the `general` one; None for a direct way.

    Args:
        own: A URL, ``env:NAME`` for one in the environment, ``none`` for no proxy, or empty.
        general: The same, for all feeds.

    Raises:
        ProxyError: The environment holds no proxy under that name; then the feed is not asked at all.
    """
    given = own or general
    if given in ("", DIRECT):
        return None
    variable = given.removeprefix(_FROM_ENVIRONMENT)
    if variable == given:
        return read_proxy(given)
    try:
        return read_proxy(os.environ[variable])
    except KeyError:
        raise ProxyError(f"the environment variable {variable} for the proxy is not set") from None
    except ValueError as error:
        raise ProxyError(f"the environment variable {variable} for the proxy: {error}") from None


def shown(given: str) -> str:
    """Give a setting as it may be shown: without credentials."""
    if given in ("", DIRECT) or given.startswith(_FROM_ENVIRONMENT):
        return given
    return str(read_proxy(given))
