"""No secret that opens a page stands in the log."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from desk.authorisation import routes
from troth_desk.backups import everything
from troth_desk.project import logs
from troth_desk.tenants.models import Organisation

SECRET = "W1lzswMs2nffN-z1gBjubcw2SSB2vndA6m_UQKURNZ4"
PATHS = (
    "/case/harbour/{}/",
    "/case/harbour/{}/nothing/",
    "/o/harbour/join/{}/",
    "/accounts/password/reset/key/{}/",
    "/accounts/confirm-email/{}/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("enforce", [False, True])
def test_a_refused_request_does_not_log_the_secret_of_its_address(
    organisation: Organisation, path: str, enforce: bool, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(enforce_csrf_checks=enforce)
    with caplog.at_level(logging.DEBUG):
        client.get(path.format(SECRET))
        client.post(path.format(SECRET), {"body": "x"})
    assert not [record.getMessage() for record in caplog.records if SECRET in record.getMessage()]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/case/harbour/SECRET/message/", "/case/harbour/…/message/"),
        ("/o/harbour/join/SECRET/", "/o/harbour/join/…/"),
        ("/o/harbour/cases/TR-7K3MQ9TD/", "/o/harbour/cases/TR-7K3MQ9TD/"),
        ("/report/harbour/harbour/", "/report/harbour/harbour/"),
    ],
)
def test_the_page_is_still_told(path: str, told: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
    assert logs.WithoutSecrets().filter(record)
    assert record.getMessage() == f"Not Found: {told}"


OPEN = re.compile("token|key$")
"""Names of arguments that open a page."""


def test_every_page_that_a_secret_opens_is_known() -> None:
    """To the log and to exports alike: they share the places."""
    found = []
    for route in routes.ALL:
        names = [name for name, _ in routes.arguments(route.pattern)]
        opening = next((name for name in names if OPEN.search(name)), None)
        if opening is None or route.of_programs:
            continue
        found.append(route.pattern)
        page = routes.filled(route.pattern, dict.fromkeys(names, "harbour") | {opening: SECRET})
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", page), None)
        logs.WithoutSecrets().filter(record)
        assert SECRET not in record.getMessage(), route.pattern
        assert SECRET.encode() not in everything.without_secrets(f"see https://desk.example.org{page}".encode())
    assert len(found) >= 10
