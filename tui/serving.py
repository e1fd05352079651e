"""The desk in a browser: textual-serve on loopback, let in by a token.

Whoever may open the page reads the archive and can have programs started (a browser, an editor), so the page answers
only to this machine, to the right ``Host`` (a page elsewhere could point its own name at loopback: "DNS rebinding"), to
the token that was printed, and to web sockets that our own page opened (RFC 6455, section 10.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import shlex
import signal
import socket
from typing import TYPE_CHECKING, Final

from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_runner import GracefulExit
from textual_serve.server import Server, to_int

from tui.browser_messages import Focused, Pinged, Resized, Typed, fits, read_message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual_serve.app_service import AppService

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOST: Final = "127.0.0.1"
_DENIED: Final = "Open the link that `dateline serve` printed: it holds the token that opens the desk.\n"
_HEADERS: Final = {
    # Nothing is fetched from elsewhere: the page's font would tell a third party who reads, and when.
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class DeskServer(Server):
    """Serves a desk to each page that has the token."""

    def __init__(self, command: Sequence[str], listener: socket.socket, token: str, most: int) -> None:
        """Take the command that opens a desk, a socket that listens, the token to ask for, and how many desks at most.

        Each desk is a process of its own.
        """
        port = listener.getsockname()[1]
        super().__init__(shlex.join(command), host=HOST, port=port, title="Dateline")
        self._listener = listener
        self._token = token
        self._most = most
        self._authority = f"{HOST}:{port}"
        self._desks = 0

    @property
    def address(self) -> str:
        """The link that opens the desk, token and all."""
        return f"{self.public_url}/?token={self._token}"

    def serve(self, debug: bool = False) -> None:  # noqa: ARG002 - as textual-serve has it
        """Serve until told to end by SIGINT or SIGTERM; then every desk is told to quit."""
        loop = asyncio.new_event_loop()
        logging.getLogger("aiohttp.server").addFilter(is_no_bad_request)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.request_exit)
        web.run_app(self._make_app(), sock=self._listener, handle_signals=False, loop=loop, print=None, access_log=None)

    def request_exit(self) -> None:
        """End the server."""
        raise GracefulExit

    async def on_startup(self, app: web.Application) -> None:
        """Print nothing: the command says where the desk is."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in who has the token; the first visit brings it in the link, later ones in a cookie."""
        if request.host != self._authority:
            raise web.HTTPForbidden(text=_DENIED)
        if "token" in request.query and self._knows(request.query["token"]):
            welcome = web.HTTPSeeOther("/")  # so that it stands neither in the history nor in a screenshot
            welcome.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict", path="/")
            raise welcome
        if not self._knows(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text=_DENIED)
        if request.path != "/ws":
            response = await handler(request)
            response.headers.update({name: value.format(host=self._authority) for name, value in _HEADERS.items()})
            return response
        if request.headers.get("Origin") != self.public_url:
            raise web.HTTPForbidden(text=_DENIED)
        if not fits(*(to_int(request.query.get(side, ""), usual) for side, usual in (("width", 80), ("height", 24)))):
            raise web.HTTPBadRequest(text="No desk has that size.\n")
        return await self._desk(request, handler)

    async def _desk(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Open one more desk, where there are not too many."""
        if self._desks >= self._most:
            raise web.HTTPServiceUnavailable(text="No more desks may be open at once. Close one.\n")
        self._desks += 1
        try:
            return await handler(request)
        finally:
            self._desks -= 1

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Do what the page says; textual-serve's own takes any size, and ends with a traceback at what is no JSON."""
        async for received in websocket:
            message = read_message(received.data) if received.type is WSMsgType.TEXT else None
            match message:
                case Typed(keys):
                    await app_service.send_bytes(keys.encode())
                case Resized(columns, rows):
                    await app_service.set_terminal_size(columns, rows)
                case Pinged(token):
                    await websocket.send_json(["pong", token])
                case Focused(here):
                    await (app_service.focus() if here else app_service.blur())
                case None:
                    pass

    @property
    def _cookie(self) -> str:
        """The cookie's name: browsers keep cookies by host, not by port."""
        return f"dateline-{self.port}"

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self._token.encode())


def is_no_bad_request(record: logging.LogRecord) -> bool:
    """Tell whether a record is about more than a request that is no HTTP, which any program here can send."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def listen(port: int) -> socket.socket:
    """Give a socket that listens to a port on loopback; 0 for any that is free.

    Raises:
        OSError: the port is taken, or may not be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()  # before anybody is told the link
    except OSError:
        with contextlib.suppress(OSError):
            listener.close()
        raise
    return listener
