"""A real HTTP server on loopback that serves feeds, honours validators, misbehaves on request and keeps a log."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as the server saw it, and what it answered."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    status: int

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer. A `stall` sends the headers and half of the body, and then nothing until the server closes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: bool = False
    length: int | None = None
    """A Content-Length that lies."""


Route = Callable[[Seen], Answer]


class Loopback:
    """The server; use it as a context manager."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._routes: dict[str, Route] = {}
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                loopback.answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *args: Any) -> None:
                """A client that hangs up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def route(self, path: str, route: Route) -> str:
        """Answer `path` with what `route` gives; return its URL."""
        self._routes[path] = route
        return self.url(path)

    def serve(
        self, path: str, body: bytes | str, content_type: str = "application/xml", *, gzipped: bool = False, **more: str
    ) -> str:
        """Serve `body` with an ETag over it, and 304 to whoever echoes that; return the URL.

        Further keywords are headers, with ``_`` for ``-``.
        """
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type, "ETag": f'"{hashlib.sha1(data).hexdigest()}"'}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if gzipped:
            data = gzip.compress(data)
            headers["Content-Encoding"] = "gzip"

        def route(seen: Seen) -> Answer:
            if seen.headers.get("if-none-match") == headers["ETag"]:
                return Answer(status=304, headers={"ETag": headers["ETag"]})
            return Answer(data, headers=headers)

        return self.route(path, route)

    def requests(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        route = self._routes.get(handler.path)
        answer = route(Seen(handler.path, headers, 0)) if route else Answer(b"no such page", 404)
        self.seen.append(Seen(handler.path, headers, answer.status))
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        if answer.status != 304:
            handler.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        handler.end_headers()
        if answer.stall:
            handler.wfile.write(answer.body[: len(answer.body) // 2])
            handler.wfile.flush()
            self.closing.wait()
        elif answer.status != 304:
            handler.wfile.write(answer.body)
        handler.close_connection = True
