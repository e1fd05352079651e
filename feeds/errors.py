"""The errors of `feeds`; their messages stand in a feed's state and are shown to people as they are.

::

    FeedError
    ├── FetchError          no whole answer came
    │   ├── Refused         the address is one we never connect to
    │   └── ProxyError      the proxy gives no connection to anybody
    └── ParseError          the answer is no feed, or can't be read
"""

from __future__ import annotations


class FeedError(Exception):
    """Base of every error that `feeds` raises on purpose: one short sentence, without secrets."""


class FetchError(FeedError):
    """The server gave no whole answer."""


class Refused(FetchError):  # noqa: N818 - reads as what happened
    """The URL leads to a scheme or an address that is never connected to."""


class ProxyError(FetchError):
    """The proxy gives no connection, whoever is asked for: it says nothing of the server."""


class ParseError(FeedError):
    """The body is no feed, or nothing in it can be read."""
