"""A desk without mail, with a server that is away, with one in clear elsewhere, with mails that were given up."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.notices.models import Delivery, DeliveryState, Notice
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.mail_out import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
SMTP: dict[str, Any] = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "localhost",
    "EMAIL_PORT": 9,
    "EMAIL_HOST_USER": "",
    "EMAIL_USE_TLS": False,
    "EMAIL_USE_SSL": False,
}


def given(settings: Settings, **changes: Any) -> None:
    for name, value in (SMTP | changes).items():
        setattr(settings, name, value)


def test_no_mail(desk: Desk, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "sends no mail" in words(asked(CHECK, desk), State.AT_RISK)


def test_a_server_that_is_away(desk: Desk, settings: Settings) -> None:
    given(settings)
    assert "does not take mail now" in words(asked(CHECK, desk), State.AT_RISK)


def test_in_clear_elsewhere(desk: Desk, settings: Settings) -> None:
    given(settings, EMAIL_HOST="mail.example.org")
    assert "in clear" in words(asked(CHECK, desk), State.UNSAFE)


def test_one_that_answers(desk: Desk, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        import threading

        def greet() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 mail.example.org ESMTP\r\n")
                connection.recv(1000)
                connection.sendall(b"250 mail.example.org\r\n")
                connection.recv(1000)
                connection.sendall(b"221 bye\r\n")

        answering = threading.Thread(target=greet)
        answering.start()
        given(settings, EMAIL_HOST="127.0.0.1", EMAIL_PORT=listening.getsockname()[1])
        assert "answers" in words(asked(CHECK, desk), State.SAFE)
        answering.join(10)


def test_mails_that_were_given_up(desk: Desk, organisation: Organisation, settings: Settings, at: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notice = Notice.objects.create(organisation=organisation, key="k", subject="s", title="t", body="b", created_at=at)
    Delivery.objects.create(
        organisation=organisation, notice=notice, address="a@example.org", due_at=at, state=DeliveryState.FAILED
    )
    assert "1 mails were given up" in words(asked(CHECK, desk), State.AT_RISK)
