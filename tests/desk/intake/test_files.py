"""Files of reporters: fetched by members alone, as bytes that no browser shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from troth_desk.cases.actions import Report
from troth_desk.files import uploads
from troth_desk.files.uploads import Sealed
from troth_desk.intake import actions
from troth_desk.intake.models import Attachment
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project

CONTENT = b"<html><script>alert(document.cookie)</script>" * 3000

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_vault(tmp_path: Path, settings: Any) -> None:
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


def sent(project: Project, at: datetime, name: str = "poc.html") -> Attachment:
    with uploads.vault().writer() as writer:
        writer.write(CONTENT)
    sealed = Sealed(name, writer.size, "text/html", writer.sha256, writer.stored_as)
    report = Report("Path traversal", "The name is joined.")
    actions.receive(project, report, origin="form", by=Actor(ActorKind.REPORTER), at=at, files=[sealed])
    return Attachment.objects.get(stored_as=sealed.stored_as)


def address(file: Attachment) -> str:
    return f"/o/{file.organisation.slug}/cases/{file.case.reference}/files/{file.pk}/"


def test_a_member_gets_the_bytes_under_headers_that_do_nothing_with_them(
    policy: PolicyVersion, at: datetime, auditor_client: Client
) -> None:
    answer: Any = auditor_client.get(address(sent(policy.project, at, "pröof.html")))
    assert b"".join(answer.streaming_content) == CONTENT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''pr%C3%B6of.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Length"] == str(len(CONTENT))
    assert "no-store" in answer["Cache-Control"]


def test_nobody_else_gets_them(policy: PolicyVersion, at: datetime, outsider: Client) -> None:
    answer = outsider.get(address(sent(policy.project, at)))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_file_of_another_organisation_or_case_is_not_there(
    policy: PolicyVersion, other_project: Project, at: datetime, owner_client: Client
) -> None:
    one, other = sent(policy.project, at), sent(policy.project, at)
    with scope.inside(other_project.organisation):
        foreign = sent(other_project, at)
        foreign_address = address(foreign)
    paths = [
        foreign_address,
        address(one).replace(f"/files/{one.pk}/", f"/files/{other.pk}/"),
        address(one).replace(f"/files/{one.pk}/", f"/files/{foreign.pk}/"),
        address(one).replace(one.case.reference, foreign.case.reference),
    ]
    assert [owner_client.get(path).status_code for path in paths] == [404] * 4


def test_a_damaged_file_is_told_and_not_given_out(policy: PolicyVersion, at: datetime, owner_client: Client) -> None:
    file = sent(policy.project, at)
    path = uploads.vault().path(file.stored_as)
    path.write_bytes(path.read_bytes()[:-1])
    answer = owner_client.get(address(file))
    assert answer.status_code == 500
    assert b"cannot be opened" in answer.content
    assert b"<script>alert" not in answer.content
