"""A mailbox that fails, is left alone, holds what could not be taken, or is read in clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.mailbox.models import Fetching
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.mail_in import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(settings: Settings, organisation: Organisation) -> None:
    settings.MAILBOX = "imaps://desk:secret@mail.example.org/INBOX"


@pytest.mark.parametrize(
    ("changes", "state", "why"),
    [
        ({}, State.SAFE, "was looked into"),
        ({"looked_at": timedelta(hours=1)}, State.AT_RISK, "last at"),
        ({"failing_since": timedelta(hours=1), "failure": "no such user"}, State.UNSAFE, "no such user"),
        ({"left": 2, "unclaimed": 1}, State.AT_RISK, "3 mails lie"),
    ],
)
def test_how_looking_goes(
    changes: dict[str, object], state: State, why: str, desk: Desk, organisation: Organisation
) -> None:
    values = {"looked_at": timedelta()} | changes
    given = {name: desk.at - each if isinstance(each, timedelta) else each for name, each in values.items()}
    Fetching.objects.create(organisation=organisation, begun_at=desk.at, **given)
    found = asked(CHECK, desk)
    assert found.state is state
    assert why in words(found, state)


def test_nobody_looked(desk: Desk) -> None:
    assert "nobody has looked" in words(asked(CHECK, desk), State.AT_RISK)


def test_no_mailbox_a_bad_one_and_one_in_clear(desk: Desk, settings: Settings) -> None:
    settings.MAILBOX = "imap+plain://desk:secret@mail.example.org/INBOX"
    found = asked(CHECK, desk)
    assert "in clear" in words(found, State.UNSAFE)
    assert "secret" not in str(found.findings)
    settings.MAILBOX = "pop3://x"
    assert asked(CHECK, desk).state is State.UNSAFE
    settings.MAILBOX = ""
    assert asked(CHECK, desk).state is State.UNSEEN
