"""A form counts once, however often it is sent: after a broken connection nobody knows whether it had arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.intake.conftest import openpgp_keys, outsider, policy, the_present
from desk.intake.test_report_page import FILLED, PAGE, a_vault, kept_files, token
from troth_desk.cases.models import Case, Message
from troth_desk.intake import limits
from troth_desk.intake.models import Attachment
from troth_desk.people import actions as people
from troth_desk.policies.models import PolicyVersion

__all__ = ["a_vault", "openpgp_keys", "outsider", "policy", "the_present"]

pytestmark = pytest.mark.django_db
FORM = "form-" + "a" * 30


def send(client: Client, page: str = PAGE, **given: Any) -> str:
    answer = client.post(page, {"csrfmiddlewaretoken": token(client, page), "sending": FORM, **given})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("poc.txt", b"proof")


def test_a_report_that_is_sent_twice_is_one_case(policy: PolicyVersion) -> None:
    first, second = (send(Client(), **FILLED, files=file()) for _ in range(2))
    assert first == second
    assert Case.objects.count() == Attachment.objects.count() == len(kept_files()) == 1


def test_what_was_written_anew_in_the_same_form_is_another_report(policy: PolicyVersion) -> None:
    other = FILLED | {"title": "Another", "description": "The session outlives the password."}
    assert send(Client(), **FILLED) != send(Client(), **other)
    assert Case.objects.count() == 2


def test_each_page_has_a_form_of_its_own(policy: PolicyVersion, outsider: Client) -> None:
    pages = [outsider.get(PAGE).content.decode().split('name="sending" value="')[1][:32] for _ in range(2)]
    assert len(set(pages)) == 2


def test_a_message_that_is_sent_twice_is_one(policy: PolicyVersion) -> None:
    portal = send(Client(), **FILLED).partition("#")[0]
    for body in ("More of it.", "More of it.", "More of it, corrected."):
        send(Client(), portal, body=body, files=file())
    assert set(Message.objects.values_list("body", flat=True)) == {"More of it.", "More of it, corrected."}
    assert Message.objects.count() == 2
    assert Attachment.objects.count() == len(kept_files()) == 2


def test_two_pages_that_open_an_account_at_once_open_one(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = User.objects.create_user

    def overtaken(*given: Any, **named: Any) -> Any:
        """Between the look and the write another page opens the same account."""
        monkeypatch.setattr(User.objects, "create_user", real)
        people.open_account("new@example.org", "First", "a long pass phrase 1")
        return real(*given, **named)

    monkeypatch.setattr(User.objects, "create_user", overtaken)
    with pytest.raises(people.RefusedError, match="This address has an account"):
        people.open_account("New@example.org", "Second", "a long pass phrase 2")
    people.open_account("new@example.org", "Second", "a long pass phrase 2")
    with pytest.raises(people.RefusedError, match="This address has an account"):
        people.open_account("New@example.org", "Third", "a long pass phrase 3")
    assert User.objects.filter(email="new@example.org").count() == 1


def test_requests_are_counted_one_by_one(policy: PolicyVersion, outsider: Client) -> None:
    answers = [outsider.post("/api/v1/reports").status_code for _ in range(limits.RATES[0].most + 3)]
    assert answers.count(429) == 3
