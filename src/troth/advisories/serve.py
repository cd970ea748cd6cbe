"""Serves the index on this machine alone, in the words of OSV's API, to tools that would ask the public one.

Only loopback is listened on, and only requests that name it are answered: a page in a browser that had its own name
lead here (DNS rebinding) is turned away. Requests are bounded in size and time.
"""

from __future__ import annotations

import contextlib
import http.server
import socket
import socketserver
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from troth.advisories import api
from troth.advisories.index import Index, NoIndexError
from troth.terms.errors import TrothError

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest request."""
PATIENCE = 30.0
"""Seconds that a connection may be silent."""
MOST = 64
"""Connections that are answered at once; more wait."""
LOOPBACK = ("127.0.0.1", "::1")
_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class Server(http.server.ThreadingHTTPServer):
    """Answers from the index at ``path``; each connection sees the index that is in place when it begins.

    Raises:
        NoIndexError: there is no index.
        TrothError: the port is taken, or ``host`` is not loopback.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, path: Path, host: str = LOOPBACK[0], port: int = 0) -> None:
        if host not in LOOPBACK:
            raise TrothError(f"{host} is not this machine alone", f"take one of {', '.join(LOOPBACK)}")
        with Index(path):
            pass
        self.index = path
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.room = threading.BoundedSemaphore(MOST)
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            told = getattr(error, "strerror", None) or str(error)
            raise TrothError(f"port {port} of {host} cannot be used: {told}", "--port 0 takes a free one") from None

    @property
    def address(self) -> str:
        """Where it listens, "http://127.0.0.1:40123"."""
        host, port = self.server_address[:2]
        name = str(host)
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection when there is room."""
        with self.room:
            super().process_request_thread(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@contextlib.contextmanager
def running(path: Path, host: str = LOOPBACK[0]) -> Iterator[str]:
    """Serve the index at ``path`` meanwhile; gives the address.

    Raises: as ``Server``.
    """
    with Server(path, host) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def relayed(address: str, path: Path) -> Iterator[None]:
    """Lead connections to the Unix socket ``path`` on to the server at ``address`` meanwhile.

    Raises:
        OSError: the socket cannot be made.
    """
    host, _, port = address.removeprefix("http://").rpartition(":")

    class Relay(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with (
                contextlib.suppress(OSError),
                socket.create_connection((host.strip("[]"), int(port)), PATIENCE) as onward,
            ):
                back = threading.Thread(target=_pour, args=(onward, self.request), daemon=True)
                back.start()
                _pour(self.request, onward)
                back.join()

    class Relays(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

    with Relays(str(path), Relay) as relays:
        thread = threading.Thread(target=relays.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            relays.shutdown()
            thread.join()


def _pour(source: socket.socket, onward: socket.socket) -> None:
    """Pass on all that comes from ``source``, and that it has ended."""
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            onward.sendall(data)
        onward.shutdown(socket.SHUT_WR)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "troth"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        path = urllib.parse.urlsplit(self.path).path
        if self.headers.get("Content-Length", "0") != "0":
            self.close_connection = True  # a body that nobody reads would be taken for the next request
        with self._index() as index:
            if index is None:
                return
            if path.startswith("/v1/vulns/"):
                self._say(api.vulnerability(index, urllib.parse.unquote(path.removeprefix("/v1/vulns/"))))
            elif path == "/":
                self._say(api.about(index))
            else:
                self._say(api.error(api.NOT_FOUND, "there is /v1/query, /v1/querybatch and /v1/vulns/ID"))

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            return
        path = urllib.parse.urlsplit(self.path).path
        with self._index() as index:
            if index is None:
                return
            if path == "/v1/query":
                self._say(api.query(index, body))
            elif path == "/v1/querybatch":
                self._say(api.batch(index, body))
            else:
                self._say(api.error(api.NOT_FOUND, "there is /v1/query, /v1/querybatch and /v1/vulns/ID"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the library
        """Nothing is printed here."""

    @contextlib.contextmanager
    def _index(self) -> Iterator[Index | None]:
        """The index, for requests that may ask it."""
        host = self.headers.get("Host", "")
        try:
            named = urllib.parse.urlsplit(f"//{host}").hostname
        except ValueError:
            named = None
        if named not in _NAMES:
            self._say(api.error(403, "only this machine is answered"))
            yield None
            return
        try:
            with Index(self.server.index) as index:
                yield index
        except NoIndexError as error:
            self._say(api.error(api.UNAVAILABLE, error.what))

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._say(api.error(411, "a request needs a Content-Length"))
            return None
        if len(length) > 9 or int(length) > LARGEST:
            self.close_connection = True
            self._say(api.error(413, f"a request may have {LARGEST} bytes"))
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _say(self, answered: api.Answered) -> None:
        self.send_response(answered.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answered.content)))
        for note in answered.notes[:20]:
            self.send_header("X-Troth-Note", note.encode("ascii", "replace").decode().replace("\n", " ")[:300])
        self.end_headers()
        self.wfile.write(answered.content)
