"""A login provider that runs, for tests of coming in by it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings


@dataclass(frozen=True)
class Provider:
    """A provider at ``url``. ``knows`` says what it tells of the person with that subject."""

    url: str

    def knows(self, subject: str, **claims: object) -> None:
        told = json.dumps({"name": "Someone", **claims}), {"Content-Type": "application/json"}
        with closing(HTTPConnection(urlsplit(self.url).netloc, timeout=10)) as connection:
            connection.request("PUT", f"/users/{subject}", *told)
            assert connection.getresponse().status == 204

    def sends_back(self, address: str, subject: str) -> str:
        """The path by which ``subject`` comes back, who was sent to ``address`` and says there who they are."""
        form = f"sub={subject}", {"Content-Type": "application/x-www-form-urlencoded"}
        parts = urlsplit(address)
        with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
            connection.request("POST", f"{parts.path}?{parts.query}", *form)
            found = urlsplit(connection.getresponse().headers["Location"])
        return f"{found.path}?{found.query}"


@pytest.fixture(scope="session")
def running_provider() -> Iterator[str]:
    """A process of its own, at a free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    # it warns of what its libraries are about to change, and warnings are errors in this process alone
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while not _answers(port):
            assert process.poll() is None, "the provider did not start"
            assert time.monotonic() < end, "the provider did not answer"
            time.sleep(0.05)
        yield f"http://localhost:{port}"
        process.terminate()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return True
    except OSError:
        return False


Configure = Callable[..., None]


@pytest.fixture
def configure(running_provider: str, settings: Settings) -> Configure:
    """Settings as ``TROTH_DESK_OIDC`` makes them, with changes."""

    def set_up(**changes: str) -> None:
        settings.OIDC = {
            "issuer": running_provider,
            "client_id": "desk",
            "secret": "s",
            "name": "Example",
            "domains": "",
            "role": "auditor",
            "organisation": "",
            "page": running_provider,
        } | changes

    return set_up


@pytest.fixture
def provider(running_provider: str, configure: Configure) -> Provider:
    """A provider of this desk that runs."""
    configure()
    return Provider(running_provider)
