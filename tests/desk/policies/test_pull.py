"""Policy documents elsewhere: what is one, and where a repository has it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from troth_desk.policies import pull
from troth_desk.policies.refusal import RefusedTextsError

PUBLIC = "93.184.215.14"


class Web(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.headers["Host"], self.path))
        code, headers, content = self.answers.get(self.path, (404, {}, b""))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """A server that stands for the public address; the list of the addresses that were connected to."""
    Web.answers, Web.asked = {}, []
    server = HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    connected: list[tuple[str, int]] = []
    connect = socket.create_connection

    def instead(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        return connect(("127.0.0.1", server.server_port), timeout)

    monkeypatch.setattr(socket, "create_connection", instead)
    yield connected
    server.shutdown()
    server.server_close()


def names(table: dict[str, list[str]]) -> Callable[[str, int], list[str]]:
    return lambda host, _: table.get(host, [])


ANY = names(
    {"example.org": [PUBLIC], "other.example.org": ["198.51.100.7", PUBLIC], "inside.example.org": ["10.0.0.5"]}
)


def test_a_document_is_had_from_the_address_that_was_looked_at(web: list[tuple[str, int]]) -> None:
    Web.answers["/a/SECURITY.md"] = (200, {"Content-Type": "text/plain"}, b"We answer within 48 hours.")
    found = pull.pull("http://example.org/a/SECURITY.md", resolve=ANY)
    assert (found.path, found.text) == ("SECURITY.md", "We answer within 48 hours.")
    assert web == [(PUBLIC, 80)]
    assert Web.asked == [("example.org", "/a/SECURITY.md")]


def test_a_redirect_to_a_public_address_is_followed(web: list[tuple[str, int]]) -> None:
    Web.answers |= {
        "/": (301, {"Location": "/b.md"}, b""),
        "/b.md": (200, {"Content-Type": "text/plain"}, b"We answer."),
    }
    assert pull.pull("http://example.org/", resolve=ANY).text == "We answer."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {}, b""), "nothing at"),
        ((500, {}, b""), "answers 500"),
        ((302, {}, b""), "does not say where"),
        ((200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>"), "a page that shows the document"),
        ((200, {"Content-Type": "text/plain"}, b"a" * (pull.LARGEST + 1)), "more than 1024 KiB"),
        ((200, {"Content-Type": "text/plain"}, b"\xff\xfe\xff"), "no UTF-8"),
    ],
)
def test_what_is_no_document(answer: tuple[int, dict[str, str], bytes], words: str, web: list[tuple[str, int]]) -> None:
    Web.answers["/x.md"] = answer
    with pytest.raises(RefusedTextsError, match=words):
        pull.pull("http://example.org/x.md", resolve=ANY)


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org/a", "https://user:secret@example.org/", "http://inside.example.org/x"]
)
def test_what_is_not_asked(url: str, web: list[tuple[str, int]]) -> None:
    """All of it is told by ``tests/desk/outward``."""
    with pytest.raises(RefusedTextsError):
        pull.pull(url, resolve=ANY)
    assert web == []


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://github.com/example/ferry", (".github/SECURITY.md", "https://raw.githubusercontent.com/example/ferry/HEAD/.github/SECURITY.md")),
        ("https://github.com/example/ferry.git", (".github/SECURITY.md", "https://raw.githubusercontent.com/example/ferry/HEAD/.github/SECURITY.md")),
        ("https://github.com/example/ferry/blob/main/docs/SECURITY.md", ("docs/SECURITY.md", "https://raw.githubusercontent.com/example/ferry/main/docs/SECURITY.md")),
        ("https://gitlab.com/a/b/c/-/blob/main/SECURITY.md", ("SECURITY.md", "https://gitlab.com/a/b/c/-/raw/main/SECURITY.md")),
        ("https://example.org/raw/SECURITY.rst", ("SECURITY.rst", "https://example.org/raw/SECURITY.rst")),
    ],
)  # fmt: skip
def test_pages_of_hosts_lead_to_their_files(url: str, first: tuple[str, str]) -> None:
    assert pull._candidates(url)[0] == first


def test_the_usual_places_are_tried_in_turn(web: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    places = [(path, f"http://example.org/{path}") for path in pull.USUAL]
    monkeypatch.setattr(pull, "_candidates", lambda _: places)
    Web.answers["/docs/SECURITY.md"] = (200, {}, b"We answer.")
    assert pull.pull("https://github.com/example/ferry", resolve=ANY).path == "docs/SECURITY.md"
    assert [path for _, path in Web.asked] == [f"/{path}" for path in pull.USUAL]
