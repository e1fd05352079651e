"""Serves the day's feeds on a loopback port: each holds only what the replay's clock has reached."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from feeds.demo.render import CONTENT_TYPES, Edition, page, render

if TYPE_CHECKING:
    from types import TracebackType

    from feeds.demo.clock import Clock
    from feeds.demo.model import Day, Outlet

log = logging.getLogger(__name__)


class ReplayServer:
    """A context manager; while it is open, every outlet has a feed at `feed_url`."""

    def __init__(self, day: Day, clock: Clock) -> None:
        """Bind a free port on 127.0.0.1; nothing is served before the context is entered."""
        self._day = day
        self._clock = clock
        self._server = _Server(day, clock)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-server")

    @property
    def address(self) -> str:
        """The host and port that must be allowed as a private network: ``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self._server.server_port}"

    def feed_url(self, outlet: Outlet) -> str:
        """Give the URL of the outlet's feed."""
        return f"http://{self.address}/feeds/{outlet.id}"

    def __enter__(self) -> ReplayServer:
        """Start serving in a thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for answers under way

    def __init__(self, day: Day, clock: Clock) -> None:
        self.day = day
        self.clock = clock
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the base class's
        """Keep the terminal clean: a client that went away is nothing to tell, anything else is for the log."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            log.error("the demo's server could not answer: %r", error, exc_info=error)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5

    def do_GET(self) -> None:
        """Answer with a feed, a dispatch's page, or 404."""
        folder, _, name = self.path.strip("/").partition("/")
        try:
            if folder == "feeds":
                self._send_feed(self.server.day.outlet(name))
            else:
                self._send_page(self.server.day.outlet(folder), name)
        except KeyError:
            self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives it
        """Stay silent: the desk owns the terminal."""

    def _send_feed(self, outlet: Outlet) -> None:
        edition = Edition(
            outlet,
            f"http://127.0.0.1:{self.server.server_port}",
            tuple(self.server.day.standing(outlet.id, self.server.clock())),
        )
        body = render(edition)
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        headers = {"ETag": etag}
        if edition.updated:
            headers["Last-Modified"] = format_datetime(edition.updated, usegmt=True)
        if self._is_fresh(headers):
            self._send(HTTPStatus.NOT_MODIFIED, headers, b"")
        else:
            headers["Content-Type"] = f"{CONTENT_TYPES[outlet.format]}; charset=utf-8"
            self._send(HTTPStatus.OK, headers, body)

    def _is_fresh(self, headers: dict[str, str]) -> bool:
        """Tell whether the client holds this very body (RFC 9110 13.2.2: the ETag goes before the date)."""
        if known := self.headers.get("If-None-Match"):
            return headers["ETag"] in (tag.strip().removeprefix("W/") for tag in known.split(","))
        since = self.headers.get("If-Modified-Since")
        return since is not None and since == headers.get("Last-Modified")

    def _send_page(self, outlet: Outlet, name: str) -> None:
        for dispatch, version in self.server.day.standing(outlet.id, self.server.clock()):
            if dispatch.id == name:
                headers = {"Content-Type": "text/html; charset=utf-8"}
                self._send(HTTPStatus.OK, headers, page(outlet, dispatch, version))
                return
        raise KeyError(name)

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
