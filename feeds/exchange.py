"""One exchange over one connection: HTTP/1.1 (RFC 9112) as h11 speaks it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import h11

from feeds.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.line import Line

_HEAD_LIMIT = 100 * 1024  # bytes; the headers of some honest servers are larger than the 16 KiB that h11 allows
_SWITCHING_PROTOCOLS = 101
_MOST_INTERIM = 100

Lines = list[tuple[bytes, bytes]]
"""Header lines as they go over the wire."""


class Reply(Protocol):
    """An answer whose head has come."""

    status: int
    reason: bytes
    headers: Lines

    async def chunk(self) -> bytes | None:
        """Give the next piece of the body, None after the last.

        Raises:
            FetchError: The body doesn't come whole.
        """

    def close(self) -> None:
        """Drop the connection, whatever is still to come on it."""


class Question:
    """One request without a body, ready to be sent."""

    def __init__(self, method: str, target: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Ask by `method` for `target`, as it stands in the request line (RFC 9112 3.2).

        Raises:
            FetchError: That can't be said in HTTP.
        """
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_LIMIT)
        with _in_words():
            self._bytes = self._protocol.send(h11.Request(method=method, target=target, headers=list(headers))) or b""
            self._protocol.send(h11.EndOfMessage())

    async def ask(self, line: Line) -> Reply:
        """Send it over `line` and give the answer; where none comes, the line is closed.

        Raises:
            FetchError: No answer came; the message says why, in words.
        """
        try:
            with _in_words():
                await line.send(self._bytes)
                return await _head(_Exchange(self._protocol, line))
        except BaseException:
            line.close()
            raise

    @property
    def trailing(self) -> bytes:
        """What came behind the head of an answer after which other things than HTTP are said."""
        return self._protocol.trailing_data[0]


class _Exchange:
    """The receiving half of one exchange."""

    def __init__(self, protocol: h11.Connection, line: Line) -> None:
        self._protocol = protocol
        self._line = line

    async def event(self) -> h11.Event | type[h11.PAUSED]:
        """Give what the server says next."""
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            data = await self._line.receive()
            if not data and self._protocol.their_state is h11.SEND_RESPONSE:
                raise FetchError("the server closed the connection without an answer")
            self._protocol.receive_data(data)
        return event  # type: ignore[return-value]  # mypy doesn't see that NEED_DATA is gone

    def close(self) -> None:
        """Drop the connection."""
        self._line.close()


async def _head(exchange: _Exchange) -> Reply:
    """Give the final answer, past the interim ones."""
    for _ in range(_MOST_INTERIM):
        event = await exchange.event()
        if isinstance(event, h11.Response) or (
            isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING_PROTOCOLS
        ):
            return _Reply(event, exchange)
    raise FetchError("interim answers without end")


class _Reply:
    """A response whose body is on its way in."""

    def __init__(self, head: h11.Response | h11.InformationalResponse, exchange: _Exchange) -> None:
        self.status: int = head.status_code
        self.reason = bytes(head.reason)
        self.headers: Lines = head.headers.raw_items()
        self._exchange = exchange

    async def chunk(self) -> bytes | None:
        with _in_words():
            event = await self._exchange.event()
        return bytes(event.data) if isinstance(event, h11.Data) else None

    def close(self) -> None:
        self._exchange.close()


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong with an exchange into a `FetchError` a person understands, without URLs or secrets in it."""
    try:
        yield
    except h11.RemoteProtocolError as error:
        raise FetchError(_protocol_words(str(error))) from error
    except h11.LocalProtocolError as error:
        raise FetchError("the request can't be sent") from error
    except OSError as error:
        raise FetchError("the connection broke off") from error


def _protocol_words(message: str) -> str:
    if "incomplete" in message or "without sending complete" in message:
        return "the answer is cut short"
    return "the answer is no valid HTTP"
