"""A server that stands for a public address, and what was connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

PUBLIC = "93.184.215.14"


class Web(BaseHTTPRequestHandler):
    """Answers what ``answers`` says of a path; keeps what it was sent."""

    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    asked: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, dict(self.headers.items()), body))
        code, headers, content = self.answers.get(self.path, (404, {}, b""))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def web() -> Iterator[ThreadingHTTPServer]:
    """The server, on this machine; ``Web.answers`` and ``Web.asked`` are empty."""
    Web.answers, Web.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def connected(web: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that is connected to; the server answers in place of all of them but those of 2606::/16."""
    seen: list[tuple[str, int]] = []
    connect = socket.create_connection

    def instead(address: tuple[str, int], timeout: float) -> socket.socket:
        seen.append(address)
        if address[0].startswith("2606:"):
            raise OSError("no route")
        return connect(("127.0.0.1", web.server_port), timeout)

    monkeypatch.setattr(socket, "create_connection", instead)
    return seen


def names(table: dict[str, list[str]]) -> Callable[[str, int], list[str]]:
    """A look-up of names by ``table``."""
    return lambda host, _: table.get(host, [])
