"""What the desk's address changes: names, cookies, schemes; and what a start loads. In a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from troth_desk.project import configuration
from troth_desk.project.entrance import Entrance

ASK = """
import json
from django.conf import settings
names = ("ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY "
         "SESSION_COOKIE_NAME SECURE_HSTS_SECONDS DEBUG")
print(json.dumps({name: getattr(settings, name) for name in names.split()}))
"""


def run(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            **kept,
            "TROTH_DESK_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "troth_desk.project.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_behind_https_cookies_are_secure_and_no_foreign_name_is_answered(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "-c", ASK, TROTH_DESK_ADDRESS="https://desk.example.org").stdout)
    assert found == {
        "ALLOWED_HOSTS": ["desk.example.org", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["https://desk.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SECURE_HSTS_SECONDS": 31536000,
        "DEBUG": False,
    }


def test_on_this_machine_alone_cookies_work_without_https(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "-c", ASK, TROTH_DESK_ADDRESS="http://127.0.0.1:8000").stdout)
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"] == "sessionid"
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_a_start_loads_neither_the_reader_nor_the_controls(tmp_path: Path) -> None:
    """They come with the first policy that is read: each command of the desk would load them, for nothing."""
    loaded = "import sys, django; django.setup(); print(*(name for name in sys.modules if name.startswith('troth')))"
    names = run(tmp_path, "-c", loaded).stdout.split()
    assert "troth_desk.policies.responses" in names
    assert not [name for name in names if name.startswith(("troth.policy", "troth.controls"))]


def test_djangos_own_list_for_deployment_has_no_complaint(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        *("-m", "django", "check", "--deploy", "--fail-level", "WARNING"),
        TROTH_DESK_ADDRESS="https://desk.example.org",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("address", "further", "names"),
    [
        ("https://desk.example.org", "", ["desk.example.org", "localhost", "127.0.0.1", "[::1]"]),
        ("http://127.0.0.1:8000", " desk ,10.0.0.7,", ["127.0.0.1", "localhost", "[::1]", "desk", "10.0.0.7"]),
        ("http://[::1]:8000", "", ["[::1]", "localhost", "127.0.0.1"]),
    ],
)
def test_names(monkeypatch: pytest.MonkeyPatch, address: str, further: str, names: list[str]) -> None:
    monkeypatch.setenv(configuration.HOSTS, further)
    assert configuration.hosts(address) == names


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.scheme} {request.get_host()}")


@pytest.mark.django_db
def test_the_health_address_is_answered_whatever_name_it_is_asked_by() -> None:
    request = RequestFactory().get("/healthz", headers={"host": "10.1.2.3"})
    assert Entrance(told)(request).status_code == 200


def test_the_scheme_is_that_of_the_address_and_no_headers() -> None:
    request = RequestFactory().get("/", headers={"host": "localhost", "x-forwarded-proto": "https"})
    with override_settings(ADDRESS="http://localhost:8000"):
        assert Entrance(told)(request).content == b"http localhost"  # type: ignore[attr-defined]
    with override_settings(ADDRESS="https://desk.example.org"):
        assert Entrance(told)(request).content == b"https localhost"  # type: ignore[attr-defined]
