"""A real TLS server with a certificate that nobody trusts, one that is trusted, one that is about to end."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.certificate import CHECK
from troth_desk.project.doctor.check import Desk, State

Serve = Callable[[int], tuple[int, Path]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A server at a port of its own whose certificate ends in so many days; the file of the certificate."""
    servers = []

    def start(days: int) -> tuple[int, Path]:
        key, name = Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(7)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, None)
        )
        assert isinstance(made.signature_hash_algorithm, hashes.HashAlgorithm | None)
        both = tmp_path / "server.pem"
        both.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
        )
        server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(made.public_bytes(Encoding.PEM))
        return server.server_address[1], trusted

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def at(desk: Desk, port: int) -> Desk:
    return replace(desk, address=f"https://localhost:{port}", at=datetime.now(UTC))


def test_one_that_nobody_trusts(desk: Desk, serve: Serve) -> None:
    port, _ = serve(90)
    assert "No browser trusts" in words(asked(CHECK, at(desk, port)), State.UNSAFE)


@pytest.mark.parametrize(("days", "state"), [(90, State.SAFE), (5, State.AT_RISK)])
def test_one_that_is_trusted(
    days: int, state: State, desk: Desk, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, trusted = serve(days)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    assert asked(CHECK, at(desk, port)).state is state


def test_out_of_reach_and_no_https(desk: Desk, at_home: Desk) -> None:
    assert asked(CHECK, at(desk, 9)).state is State.UNSEEN
    assert asked(CHECK, at_home).state is State.UNSEEN
