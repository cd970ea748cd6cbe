"""A provider that runs, one that is away, one whose words do not fit what the desk was told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.login_provider import CHECK

Says = Callable[..., str]


@pytest.fixture
def says(settings: Settings) -> Iterator[Says]:
    """A provider that says of itself what a test wants; its issuer."""
    servers: list[HTTPServer] = []

    def start(**said: object) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer = f"http://{self.headers['Host']}"
                told = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"} | said
                body = json.dumps(told).encode()
                self.send_response(200 if self.path == "/.well-known/openid-configuration" else 404)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return None

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        issuer = f"http://127.0.0.1:{server.server_address[1]}"
        settings.OIDC = {"issuer": issuer, "name": "Example", "secret": "s", "page": issuer}
        return issuer

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_one_that_fits(desk: Desk, says: Says) -> None:
    says()
    assert asked(CHECK, desk).state is State.SAFE


def test_another_issuer_and_another_page(desk: Desk, says: Says) -> None:
    says(issuer="https://other.example.org", authorization_endpoint="https://login.example.org/a")
    said = words(found := asked(CHECK, desk), State.UNSAFE)
    assert "no login will be believed" in said
    assert "&page=https://login.example.org" in " ".join(each.do for each in found.findings)


def test_no_pkce(desk: Desk, says: Says) -> None:
    says(code_challenge_methods_supported=["plain"])
    assert "PKCE" in words(asked(CHECK, desk), State.AT_RISK)


def test_away_without_a_secret_and_none(desk: Desk, settings: Settings) -> None:
    settings.OIDC = {"issuer": "http://127.0.0.1:9", "name": "Example", "secret": "", "page": "http://127.0.0.1:9"}
    said = words(asked(CHECK, desk), State.AT_RISK)
    assert "no secret" in said
    assert "does not answer" in said
    settings.OIDC = None
    assert asked(CHECK, desk).state is State.UNSEEN
