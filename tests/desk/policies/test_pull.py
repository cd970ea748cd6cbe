"""The desk's door to documents elsewhere: what it asks, and what it never asks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from troth_desk.policies import pull
from troth_desk.policies.pull import RefusedAddressError, UnreachableAddressError
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


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - never bound
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str, web: list[tuple[str, int]]) -> None:
    assert not pull.public(address)
    with pytest.raises(RefusedAddressError, match="no machine of the public internet"):
        pull.pull("http://example.org/", resolve=names({"example.org": [address]}))
    assert web == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111"])
def test_addresses_that_are(address: str) -> None:
    assert pull.public(address)


def test_one_private_address_among_public_ones_is_enough(web: list[tuple[str, int]]) -> None:
    with pytest.raises(RefusedAddressError):
        pull.pull("http://example.org/", resolve=names({"example.org": [PUBLIC, "10.0.0.1"]}))
    assert web == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "017700000001"])
def test_ways_to_write_this_machine(host: str, web: list[tuple[str, int]]) -> None:
    with pytest.raises((RefusedAddressError, UnreachableAddressError)):
        pull.pull(f"http://{host}/SECURITY.md")
    assert web == []


@pytest.mark.parametrize(
    "to",
    [
        "http://inside.example.org/",
        "//inside.example.org/x",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "http://example.org:22/",
        "gopher://example.org/",
    ],
)
def test_each_redirect_is_looked_at(to: str, web: list[tuple[str, int]]) -> None:
    Web.answers["/"] = (302, {"Location": to}, b"")
    with pytest.raises(RefusedAddressError):
        pull.pull(
            "http://example.org/", resolve=lambda host, port: ["127.0.0.1"] if host == "127.0.0.1" else ANY(host, port)
        )
    assert len(web) == 1


def test_redirects_end(web: list[tuple[str, int]]) -> None:
    Web.answers["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(UnreachableAddressError, match="more than 4 times"):
        pull.pull("http://example.org/", resolve=ANY)
    assert len(web) == pull.MOST_REDIRECTS + 1


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
        ((200, {"Content-Type": "text/plain"}, b"a" * (pull.LARGEST + 1)), "larger than"),
        ((200, {"Content-Type": "text/plain"}, b"\xff\xfe\xff"), "no UTF-8"),
    ],
)
def test_what_is_no_document(answer: tuple[int, dict[str, str], bytes], words: str, web: list[tuple[str, int]]) -> None:
    Web.answers["/x.md"] = answer
    with pytest.raises(RefusedTextsError, match=words):
        pull.pull("http://example.org/x.md", resolve=ANY)


def test_a_slow_server_is_given_up(web: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    Web.answers["/x.md"] = (200, {"Content-Type": "text/plain"}, b"We answer.")
    clock = iter([0.0, 0.0, pull.WHOLE + 1])
    monkeypatch.setattr("troth_desk.policies.pull.time.monotonic", lambda: next(clock, 99.0))
    with pytest.raises(UnreachableAddressError, match="longer than 15 seconds"):
        pull.pull("http://example.org/x.md", resolve=ANY)


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://example.org/a", "file:///etc/passwd", "http://", "http://[", "http://example.org:99999/",
     "https://user:secret@example.org/", "http://example.org:8000/", "http://example.org/a b", "http://a/" + "a" * 1000,
     "http://example.org/\n"],
)  # fmt: skip
def test_what_is_no_address(url: str, web: list[tuple[str, int]]) -> None:
    with pytest.raises(RefusedAddressError):
        pull.pull(url, resolve=ANY)
    assert web == []


def test_the_parts_of_a_request_cannot_be_smuggled(web: list[tuple[str, int]]) -> None:
    Web.answers["/"] = (302, {"Location": "/a\u00e9 HTTP/1.1?x=\u00e9"}, b"")
    with pytest.raises(RefusedTextsError):
        pull.pull("http://example.org/", resolve=ANY)
    assert all(" " not in path for _, path in Web.asked)


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


def test_the_usual_places_are_tried_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(url: str, *, resolve: object) -> bytes:
        asked.append(url)
        if "docs/" not in url:
            raise pull.AbsentDocumentError("nothing")
        return b"We answer."

    monkeypatch.setattr(pull, "fetch", fetch)
    assert pull.pull("https://github.com/example/ferry").path == "docs/SECURITY.md"
    assert len(asked) == 3
