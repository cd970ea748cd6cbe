"""The page of a case: its words, its order, its buttons, and for whom."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from troth_desk.cases import actions
from troth_desk.cases.actions import Opened, Report
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
H = timedelta(hours=1)
POLICY = """# Security

Report to security@example.org.

- **Acknowledgment**: Within 48 hours of your report
- **Status Updates**: Every 7 days until resolution
"""


@pytest.fixture
def opened(project: Project, at: datetime) -> Opened:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    report = Report(
        "Overflow in <the> parser",
        description="The parser overflows when a file announces more than it holds, on every platform.",
        steps="Open the file.",
        contact="reporter@example.org",
    )
    return actions.open_case(project, report, origin="form", by=SYSTEM, at=at)


def page(client: Client, opened: Opened) -> str:
    answer = client.get(f"/o/harbour/cases/{opened.case.reference}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_tells_where_the_report_stands(responder_client: Client, opened: Opened) -> None:
    text = page(responder_client, opened)
    assert "Overflow in &lt;the&gt; parser" in text
    assert "<the>" not in text
    assert "Within 48 hours of your report" in text
    assert "SECURITY.md:5, version 1" in text
    assert 'action="move/acknowledged/"' in text
    assert 'action="move/accepted/"' not in text
    assert "ledger" in text


def test_what_happened_at_one_instant_is_told_once(responder_client: Client, opened: Opened) -> None:
    text = page(responder_client, opened)
    assert text.count("Clocks started.") == 1
    assert "acknowledge is due" in text
    assert "update is due" in text


def test_notes_look_different_and_say_who_sees_them(
    responder_client: Client, opened: Opened, responder: Membership, at: datetime
) -> None:
    actions.note(opened.case, "Looks real.", member=responder, by=actor_of(responder), at=at + H)
    text = page(responder_client, opened)
    assert '<li class="item internal">' in text
    assert "Only the team sees this." in text


def test_what_was_late_is_said_to_be_late(
    responder_client: Client, opened: Opened, responder: Membership, at: datetime
) -> None:
    actions.move(opened.case, "acknowledged", by=actor_of(responder), at=at + 50 * H)
    text = page(responder_client, opened)
    assert "Not done in time: acknowledge" in text
    assert "Done late" in text
    assert "met 2 h late" in text


def test_an_auditor_reads_and_has_no_buttons(auditor_client: Client, opened: Opened) -> None:
    text = page(auditor_client, opened)
    assert "Overflow in" in text
    assert "move/acknowledged/" not in text
    assert 'action="say/"' not in text


def test_nobody_else_sees_it(
    client: Client, opened: Opened, owner_client: Client, other_organisation: Organisation
) -> None:
    reference = opened.case.reference
    assert client.get(f"/o/harbour/cases/{reference}/").status_code == 302
    assert owner_client.get(f"/o/{other_organisation.slug}/cases/{reference}/").status_code == 404
    assert owner_client.get("/o/harbour/cases/TR-NOSUCH00/").status_code == 404
