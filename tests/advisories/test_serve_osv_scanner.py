"""The real OSV-Scanner asks the API that Troth serves.

It knows one address alone, https://api.osv.dev. A proxy on loopback takes what it sends there, under a certificate of
our own, and hands it on to Troth.
"""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from advisories.shelf import export, lay, record
from troth.advisories.serve import running

HOST = "api.osv.dev"
LOCK = '[[package]]\nname = "mooring"\nversion = "0.2.5"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'


class Proxy(http.server.ThreadingHTTPServer):
    """Ends what is meant for ``HOST`` here; everything else is refused. ``asked`` are the paths that were asked."""

    daemon_threads = True

    def __init__(self, onward: str, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.onward = urlsplit(onward)
        self.context = context
        self.asked: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_CONNECT(self) -> None:
        if self.path != f"{HOST}:443":
            self.send_error(403)
            return
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.path)
        connection = http.client.HTTPConnection(self.server.onward.hostname or "", self.server.onward.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(self.command, self.path, body or None, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.do_POST()

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``cert.pem`` and ``key.pem`` for ``HOST``, made by the program that comes with Go."""
    folder = tmp_path_factory.mktemp("certificate")
    go = shutil.which("go")
    assert go, "install Go: make test runs the real tools"
    root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    source = Path(root, "src/crypto/tls/generate_cert.go")
    words = [go, "run", str(source), "--host", HOST, "--ecdsa-curve", "P256", "--ca"]
    subprocess.run(words, cwd=folder, capture_output=True, check=True, timeout=300)
    return folder


@pytest.fixture
def scan(tmp_path: Path, certificate: Path) -> Callable[[Path], tuple[subprocess.CompletedProcess[str], list[str]]]:
    """Runs OSV-Scanner on a tree, with the index at a path as what it can ask, and tells what it asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    tree = lay(tmp_path / "tree", {"Cargo.lock": LOCK, "requirements.txt": "barnacle==1.0\nbuoy==2.0\n"})

    def scanned(index: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        with running(index) as address, _serving(Proxy(address, context)) as proxy:
            program = shutil.which("osv-scanner")
            assert program, "osv-scanner is not installed: scripts/install_tools.sh"
            ours = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
            ours |= {
                "HTTPS_PROXY": f"http://127.0.0.1:{proxy.server_address[1]}",
                "SSL_CERT_FILE": str(certificate / "cert.pem"),
            }
            words = [program, "scan", "source", "--no-resolve", "--all-packages", "--format", "json", "-r", "."]
            done = subprocess.run(words, cwd=tree, env=ours, capture_output=True, text=True, check=False, timeout=120)
            return done, proxy.asked

    return scanned


@contextlib.contextmanager
def _serving(proxy: Proxy) -> Iterator[Proxy]:
    with proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()


Scan = Callable[[Path], tuple[subprocess.CompletedProcess[str], list[str]]]


def test_it_finds_what_the_index_holds(tmp_path: Path, index_of: Callable[..., Path], scan: Scan) -> None:
    index = index_of(
        export(
            tmp_path / "osv",
            PyPI=[
                record("PYSEC-2026-1", aliases=["CVE-2026-1"]),
                record("PYSEC-2026-2", introduced="3.0", fixed="4.0"),
            ],
            crates_io=[record("RUSTSEC-2026-1", "crates.io", "mooring", fixed="1.0.0")],
        )
    )
    done, asked = scan(index)
    assert done.returncode == 1, done.stderr
    packages = [each for result in json.loads(done.stdout)["results"] for each in result["packages"]]
    found = {each["package"]["name"]: {one["id"] for one in each.get("vulnerabilities", ())} for each in packages}
    assert found == {"mooring": {"RUSTSEC-2026-1"}, "barnacle": {"PYSEC-2026-1"}, "buoy": set()}
    assert asked[0] == "/v1/querybatch"
    assert set(asked[1:]) == {"/v1/vulns/RUSTSEC-2026-1", "/v1/vulns/PYSEC-2026-1"}


def test_it_does_not_take_missing_advisories_for_none(
    tmp_path: Path, index_of: Callable[..., Path], scan: Scan
) -> None:
    done, asked = scan(index_of(export(tmp_path / "osv", PyPI=[record("PYSEC-2026-1")])))  # none of crates.io
    assert asked
    assert done.returncode not in (0, 1), done.stdout
