"""Structured logs: one JSON object a line, one id a request, and no secret of any kind, wherever it was put."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from troth_desk.project import logs
from troth_desk.tenants.models import Organisation

LINK = "W1lzswMs2nffN-z1gBjubcw2SSB2vndA6m_UQKURNZ4"
KEY = "troth_7_0123456789ab_" + "5e" * 32
PLANTED = {
    "a reporter's link": (f"Not Found: /case/harbour/{LINK}/", LINK),
    "an invitation": (f"GET /o/harbour/join/{LINK}/ 404", LINK),
    "a reset of a password": (f"/accounts/password/reset/key/{LINK}/", LINK),
    "a key of a program": (f"refused {KEY}", "5e" * 32),
    "a header": ("Authorization: Bearer abcdef0123456789", "abcdef0123456789"),
    "a header of git": ("http.extraHeader=Authorization: Basic eC1hY2Nlc3M6c2VjcmV0", "eC1hY2Nlc3M6c2VjcmV0"),
    "a database": ("could not connect to postgresql://desk:h3mlig-word@db/desk", "h3mlig-word"),
    "a mail server": ("smtp://desk:an0ther-word@mail.example.org:587", "an0ther-word"),
    "a token of GitHub": ("GET with ghp_abcdefghijklmnop1234", "abcdefghijklmnop1234"),
    "a cookie": ("Cookie: sessionid=q9w8e7r6t5y4u3i2", "q9w8e7r6t5y4u3i2"),
    "a form": ("password='correct horse'", "correct"),
    "a private key": ("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----", "MC4CAQAwBQYDK2Vw"),
    "half a private key": ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nlFgEZ0abcd", "lFgEZ0abcd"),
}


@pytest.fixture(params=["json", "text"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What this process writes, in each form."""
    into = io.StringIO()
    monkeypatch.setenv(logs.JSON, request.param)
    monkeypatch.setattr("sys.stderr", into)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    access = logging.getLogger(logs.ACCESS)
    of_access = access.level
    logs.begin("web")
    yield into
    root.handlers[:] = before
    root.setLevel(level)
    access.setLevel(of_access)


@pytest.mark.parametrize("where", ["message", "argument", "extra", "traceback"])
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_secret_is_in_no_line(written: io.StringIO, name: str, where: str) -> None:
    words, secret = PLANTED[name]
    logger = logging.getLogger("somebody.elses.library")
    if where == "message":
        logger.warning(words)
    elif where == "argument":
        logger.warning("it failed: %s", words)
    elif where == "extra":
        logger.warning("it failed", extra={"what": words})
    else:
        logger.error("it failed", exc_info=ValueError(words))
    said = written.getvalue()
    assert said.strip()
    assert secret not in said


def test_secrets_of_the_settings_are_known_word_for_word(
    written: io.StringIO, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPOSITORIES = "harbour/harbour https://git.example.org/quay plain-looking-word"
    settings.METRICS_TOKEN = "a word of four letters"
    logs.begin("web")
    lines = [line for line in settings.SIGNING_KEY.splitlines() if not line.startswith("-----")]
    for secret in (
        settings.SECRET_KEY,
        settings.ATTACHMENT_KEY,
        *lines,
        "plain-looking-word",
        "a word of four letters",
    ):
        logging.getLogger("x").warning("with %s in it", secret)
        assert secret not in written.getvalue()


def test_what_is_no_secret_is_told(written: io.StringIO) -> None:
    logging.getLogger("x").warning("GET /o/harbour/cases/TR-7K3MQ9TD/ took 3 s, see https://example.org/a?b=c")
    assert "GET /o/harbour/cases/TR-7K3MQ9TD/ took 3 s, see https://example.org/a?b=c" in written.getvalue()


@pytest.mark.django_db
def test_a_request_is_a_line_with_its_id(
    organisation: Organisation, client: Client, written: io.StringIO, request: pytest.FixtureRequest
) -> None:
    answer = client.get(f"/case/harbour/{LINK}/", headers={"x-request-id": "proxy-1234"})
    assert answer["X-Request-ID"] == "proxy-1234"
    lines = [json.loads(line) for line in written.getvalue().splitlines() if line.startswith("{")]
    if "text" in request.node.callspec.id:
        assert not lines, "requests are written as JSON alone"
        return
    line = next(one for one in lines if one["logger"] == logs.ACCESS)
    assert (line["method"], line["status"], line["request"], line["app"]) == ("GET", 404, "proxy-1234", "intake")
    assert line["path"] == "/case/harbour/…/"
    assert line["ms"] >= 0
    assert {one.get("request") for one in lines} == {"proxy-1234"}, "what Django says of it has the same id"
    assert LINK not in written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, "<script>alert</script>", "a\tbcdefghij"])
def test_an_id_that_is_none_is_made_anew(client: Client, given: str) -> None:
    made = client.get("/accounts/login/", headers={"x-request-id": given})["X-Request-ID"]
    assert made != given
    assert len(made) == 32
