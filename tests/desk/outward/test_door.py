"""The door to the network: what the desk asks, what it never asks, and how long it waits."""

from __future__ import annotations

import itertools
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from desk.servers.web import PUBLIC, Web, names
from troth_desk import outward
from troth_desk.outward import OutwardError, RefusedAddressError, UnreachableAddressError
from troth_desk.outward import line as line_of

ANY = names(
    {
        "example.org": [PUBLIC],
        "other.example.org": [PUBLIC],
        "mixed.example.org": [PUBLIC, "10.0.0.1"],
        "inside.example.org": ["10.0.0.5"],
    }
)
Connected = list[tuple[str, int]]


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(connected: Connected) -> None:
    Web.answers["/a?b=c"] = (200, {"Content-Type": "text/plain", "X-A": "1"}, b"hello")
    answer = outward.fetch("http://example.org/a?b=c", resolve=ANY)
    assert (answer.status, answer.body, answer.headers["x-a"]) == (200, b"hello", "1")
    assert connected == [(PUBLIC, 80)]
    assert Web.asked[0][2]["Host"] == "example.org"


def test_a_name_that_means_something_else_the_second_time(connected: Connected) -> None:
    """DNS rebinding: the name is looked up once a request, and its redirect anew."""
    turns = itertools.chain([[PUBLIC]], itertools.repeat(["127.0.0.1"]))
    Web.answers["/"] = (200, {}, b"once")
    rebinding = turns.__next__
    assert outward.fetch("http://example.org/", resolve=lambda *_: rebinding()).body == b"once"
    with pytest.raises(RefusedAddressError):
        outward.fetch("http://example.org/", resolve=lambda *_: rebinding())
    assert connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - never bound
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:7f00:1::", "192.0.0.192", "192.88.99.1", "168.63.129.16", "::ffff:168.63.129.16", "fec0::1", "3fff::1",
        "fd00:ec2::254",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str, connected: Connected) -> None:
    assert not outward.public(address)
    for send in (outward.fetch, _send):
        with pytest.raises(RefusedAddressError, match="no machine of the public internet"):
            send("http://example.org/", resolve=names({"example.org": [address]}))
    assert connected == []


def _send(url: str, **how: object) -> outward.Answer:
    return outward.post(url, b"{}", {}, **how)


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111"])
def test_addresses_that_are(address: str) -> None:
    assert outward.public(address)


def test_one_private_address_among_public_ones_is_enough(connected: Connected) -> None:
    with pytest.raises(RefusedAddressError):
        outward.fetch("http://mixed.example.org/", resolve=ANY)
    assert connected == []


def test_an_address_without_a_route_is_followed_by_the_next(connected: Connected) -> None:
    Web.answers["/"] = (200, {}, b"here")
    both = names({"example.org": ["2606:4700:4700::1111", PUBLIC]})
    assert outward.fetch("http://example.org/", resolve=both).body == b"here"
    assert [address for address, _ in connected] == ["2606:4700:4700::1111", PUBLIC]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "017700000001"])
def test_ways_to_write_this_machine(host: str, connected: Connected) -> None:
    with pytest.raises(OutwardError):
        outward.fetch(f"http://{host}/")
    assert connected == []


@pytest.mark.parametrize(
    "to",
    [
        "http://inside.example.org/", "//inside.example.org/x", "http://127.0.0.1/", "file:///etc/passwd",
        "http://example.org:22/", "gopher://example.org/", "http://[", "http:\\\\inside.example.org\\",
    ],
)  # fmt: skip
def test_each_redirect_is_looked_at(to: str, connected: Connected) -> None:
    Web.answers["/"] = (302, {"Location": to}, b"")
    with pytest.raises(RefusedAddressError):
        outward.fetch(
            "http://example.org/", resolve=lambda host, port: ["127.0.0.1"] if host == "127.0.0.1" else ANY(host, port)
        )
    assert len(connected) == 1


def test_redirects_end(connected: Connected) -> None:
    Web.answers["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(UnreachableAddressError, match="more than 4 times"):
        outward.fetch("http://example.org/", resolve=ANY)
    assert len(connected) == outward.MOST_REDIRECTS + 1


def test_a_secret_does_not_leave_the_machine_that_it_is_for(connected: Connected) -> None:
    Web.answers |= {
        "/": (307, {"Location": "/b"}, b""),
        "/b": (307, {"Location": "http://other.example.org/c"}, b""),
        "/c": (200, {}, b"far"),
    }
    secrets = {"Authorization": "Bearer x", "Cookie": "a=b", "X-Kept": "y"}
    answer = outward.fetch("http://example.org/", headers=secrets, resolve=ANY)
    assert answer.url == "http://other.example.org/c"
    sent = [
        (path, "Authorization" in headers, "Cookie" in headers, headers["X-Kept"]) for _, path, headers, _ in Web.asked
    ]
    assert sent == [("/", True, True, "y"), ("/b", True, True, "y"), ("/c", False, False, "y")]


def test_what_is_posted_goes_where_it_was_said_and_nowhere_else(connected: Connected) -> None:
    Web.answers["/hook"] = (307, {"Location": "/elsewhere"}, b"")
    answer = outward.post("http://example.org/hook", b'{"a":1}', {"Content-Type": "application/json"}, resolve=ANY)
    assert answer.status == 307
    [(method, path, headers, body)] = Web.asked
    assert (method, path, headers["Content-Type"], body) == ("POST", "/hook", "application/json", b'{"a":1}')


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://example.org/a", "file:///etc/passwd", "http://", "http://[", "http://example.org:99999/",
     "https://user:secret@example.org/", "http://example.org:8000/", "http://example.org/a b", "http://a/" + "a" * 1000,
     "http://example.org/\n", "http://example.org\\@10.0.0.1/", "http://@example.org/"],
)  # fmt: skip
def test_what_is_no_address(url: str, connected: Connected) -> None:
    with pytest.raises(RefusedAddressError):
        outward.fetch(url, resolve=ANY)
    assert connected == []


def test_the_parts_of_a_request_cannot_be_smuggled(connected: Connected) -> None:
    Web.answers["/"] = (302, {"Location": "/a\u00e9 HTTP/1.1?x=\u00e9"}, b"")
    with pytest.raises(OutwardError):
        outward.fetch("http://example.org/", resolve=ANY)
    with pytest.raises(UnreachableAddressError):
        outward.post("http://example.org/x", b"", {"X-A": "1\r\nX-B: 2"}, resolve=ANY)
    assert all(" " not in path for _, path, _, _ in Web.asked)
    assert all("X-B" not in headers for _, _, headers, _ in Web.asked)


def test_a_machine_inside_is_asked_where_the_operator_permits_it(web: ThreadingHTTPServer) -> None:
    Web.answers["/"] = (200, {}, b"inside")
    here = f"http://localhost:{web.server_port}/"
    with pytest.raises(RefusedAddressError):
        outward.fetch(here)
    with pytest.raises(RefusedAddressError):
        outward.fetch(here, permitted=["localhost"])
    with pytest.raises(RefusedAddressError):
        outward.fetch(here, permitted=[f"localhost:{web.server_port + 1}"])
    assert outward.fetch(here, permitted=[f"LOCALHOST:{web.server_port}"]).body == b"inside"
    assert Web.asked[0][2]["Host"] == f"localhost:{web.server_port}"


def test_the_setting_permits_too(web: ThreadingHTTPServer, settings: object) -> None:
    Web.answers["/"] = (200, {}, b"inside")
    settings.INSIDE = [f"localhost:{web.server_port}"]  # type: ignore[attr-defined]
    assert outward.fetch(f"http://localhost:{web.server_port}/").body == b"inside"


def test_an_answer_is_bounded(connected: Connected) -> None:
    Web.answers["/"] = (200, {}, b"a" * 5000)
    with pytest.raises(UnreachableAddressError, match="more than 4 KiB"):
        outward.fetch("http://example.org/", resolve=ANY, largest=4096)


@contextmanager
def listener(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which ``serve`` is given each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(line,), daemon=True).start()

        threading.Thread(target=run, daemon=True).start()
        yield listening.getsockname()[1]


def _drip(over: threading.Event, first: bytes) -> Callable[[socket.socket], None]:
    def serve(line: socket.socket) -> None:
        with line:
            line.sendall(first)
            while not over.wait(0.02):
                try:
                    line.sendall(b"x")
                except OSError:
                    return

    return serve


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"]
)
def test_a_server_that_drips_is_given_up(first: bytes) -> None:
    """Each byte comes in time; the whole does not."""
    over = threading.Event()
    with listener(_drip(over, first)) as port:
        began = time.monotonic()
        with pytest.raises(UnreachableAddressError, match="takes longer than"):
            outward.fetch(f"http://localhost:{port}/", permitted=[f"localhost:{port}"], whole=0.4)
        assert time.monotonic() - began < 5
        over.set()


def test_a_server_that_is_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_of, "SILENCE", 0.1)
    over = threading.Event()

    def serve(line: socket.socket) -> None:
        over.wait(10)
        line.close()

    with listener(serve) as port:
        with pytest.raises(UnreachableAddressError, match="does not answer in time"):
            outward.fetch(f"http://localhost:{port}/", permitted=[f"localhost:{port}"])
        over.set()


def test_a_look_up_that_never_ends_is_given_up() -> None:
    over = threading.Event()

    def slow(*_: object) -> list[str]:
        over.wait(10)
        return [PUBLIC]

    with pytest.raises(UnreachableAddressError, match="no machine of the name"):
        outward.fetch("http://example.org/", resolve=slow, whole=0.1)
    over.set()


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_what_is_no_answer(said: bytes) -> None:
    def serve(line: socket.socket) -> None:
        with line:
            line.recv(4096)
            line.sendall(said)

    with listener(serve) as port, pytest.raises(UnreachableAddressError):
        outward.fetch(f"http://localhost:{port}/", permitted=[f"localhost:{port}"])


def test_a_port_that_nobody_listens_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
    with pytest.raises(UnreachableAddressError, match="refused"):
        outward.fetch(f"http://localhost:{port}/", permitted=[f"localhost:{port}"])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of ``localhost`` with its key, signed by itself."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "-", "-out", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(made.stdout)
    return path


def test_tls_is_verified(web: ThreadingHTTPServer, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Web.answers["/"] = (200, {}, b"sealed")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    web.socket = server.wrap_socket(web.socket, server_side=True)
    port = web.server_port
    permitted = [f"localhost:{port}", f"127.0.0.1:{port}"]
    with pytest.raises(UnreachableAddressError, match="certificate is not valid"):
        outward.fetch(f"https://localhost:{port}/", permitted=permitted)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert outward.fetch(f"https://localhost:{port}/", permitted=permitted).body == b"sealed"
    with pytest.raises(UnreachableAddressError, match="certificate is not valid"):  # of another name
        outward.fetch(f"https://127.0.0.1:{port}/", permitted=permitted)


def test_no_proxy_is_used(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://10.0.0.9:3128")
    Web.answers["/"] = (200, {}, b"straight")
    assert outward.fetch("http://example.org/", resolve=ANY).body == b"straight"
    assert connected == [(PUBLIC, 80)]
