"""The client's half of SOCKS 5: a greeting, credentials where they are asked for, one request (RFC 1928, RFC 1929)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from socksio import ProtocolError
from socksio.socks5 import (
    SOCKS5AType,
    SOCKS5AuthMethod,
    SOCKS5AuthMethodsRequest,
    SOCKS5AuthReply,
    SOCKS5Command,
    SOCKS5CommandRequest,
    SOCKS5ReplyCode,
    SOCKS5UsernamePasswordReply,
    SOCKS5UsernamePasswordRequest,
)

from feeds.errors import FetchError, ProxyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.line import Line
    from feeds.proxy import Proxy

_VERSION = 5
_LONGEST_NAME = 255
_ADDRESS_BYTES = {SOCKS5AType.IPV4_ADDRESS: 4, SOCKS5AType.IPV6_ADDRESS: 16}
_FAILURES = {
    SOCKS5ReplyCode.CONNECTION_NOT_ALLOWED_BY_RULESET: "it does not allow this one",
    SOCKS5ReplyCode.NETWORK_UNREACHABLE: "network unreachable",
    SOCKS5ReplyCode.HOST_UNREACHABLE: "host unreachable",
    SOCKS5ReplyCode.CONNECTION_REFUSED: "connection refused",
    SOCKS5ReplyCode.TTL_EXPIRED: "it took too long",
}


async def negotiate(line: Line, proxy: Proxy) -> None:
    """Greet `proxy`, and say who asks.

    Raises:
        ProxyError: It speaks no SOCKS 5, or takes nobody with these credentials.
    """
    methods = [SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.user:
        methods.append(SOCKS5AuthMethod.USERNAME_PASSWORD)
    with _as_socks(proxy):
        await line.send(SOCKS5AuthMethodsRequest(methods).dumps())
        chosen = SOCKS5AuthReply.loads(await _reply(line)).method
    if chosen not in methods:
        raise ProxyError(f"the proxy {proxy} {'takes other' if proxy.user else 'asks for'} credentials")
    if chosen is SOCKS5AuthMethod.USERNAME_PASSWORD:
        with _as_socks(proxy):
            request = SOCKS5UsernamePasswordRequest(proxy.user.encode("ascii"), proxy.password.encode("ascii"))
            await line.send(request.dumps())
            answer = SOCKS5UsernamePasswordReply.loads(await _exactly(line, 2))
        if not answer.success:
            raise ProxyError(f"the proxy {proxy} takes other credentials")


async def open_tunnel(line: Line, proxy: Proxy, host: str, port: int) -> None:
    """Have `proxy` connect `line` to a server.

    Args:
        line: A connection to the proxy, which knows who asks.
        proxy: The proxy.
        host: A name in ASCII, which goes to the proxy as it is, or an IP address.
        port: The server's port.

    Raises:
        ProxyError: The proxy breaks off.
        FetchError: It can't reach this server.
    """
    if len(host) > _LONGEST_NAME:
        raise FetchError("the host's name is too long for a proxy")
    with _as_socks(proxy):
        await line.send(SOCKS5CommandRequest.from_address(SOCKS5Command.CONNECT, (host, port)).dumps())
        code = (await _reply(line))[1:]
    if code != SOCKS5ReplyCode.SUCCEEDED.value:
        raise FetchError(f"the proxy gives no connection: {_failure(code)}")
    with _as_socks(proxy):
        kind = SOCKS5AType((await _exactly(line, 2))[1:])
        size = _ADDRESS_BYTES.get(kind) or (await _exactly(line, 1))[0]
        await _exactly(line, size + 2)


@contextmanager
def _as_socks(proxy: Proxy) -> Iterator[None]:
    """Turn whatever is no SOCKS 5 into a `ProxyError`."""
    try:
        yield
    except (OSError, EOFError, ProtocolError, ValueError) as error:
        raise ProxyError(f"the proxy {proxy} does not answer: no valid SOCKS") from error


def _failure(code: bytes) -> str:
    try:
        return _FAILURES.get(SOCKS5ReplyCode(code), "it failed")
    except ValueError:
        return "it failed"


async def _reply(line: Line) -> bytes:
    """Give the version and the byte behind it, with which answers begin."""
    data = await _exactly(line, 2)
    if data[0] != _VERSION:
        raise ProtocolError
    return data


async def _exactly(line: Line, count: int) -> bytes:
    """Give so many bytes, and take none that belong to what the server says."""
    data = b""
    while len(data) < count:
        piece = await line.receive(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
