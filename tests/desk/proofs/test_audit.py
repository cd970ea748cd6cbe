"""The audit log shows the ledger: who did what, and when; to every role, of one's own organisation alone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from troth_desk.ledger.actions import record
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.proofs.audit import A_PAGE
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
LOG = "/o/harbour/settings/audit/"


def written(organisation: Organisation, member: Membership, at: datetime, number: int, subject: str = "case:A") -> None:
    for one in range(number):
        record(organisation.pk, "case.opened", subject, {"why": f"<b>{one}</b>"}, by=actor_of(member), at=at)


def entries(answer: Any) -> list[int]:
    """The numbers of the entries that a page shows, from top to bottom."""
    return [int(number) for number in re.findall(r"<tr><td>(\d+)</td>", answer.content.decode())]


def test_an_auditor_reads_who_did_what(
    organisation: Organisation, responder: Membership, auditor_client: Client, at: datetime
) -> None:
    responder.user.first_name = "Pat"
    responder.user.save()
    written(organisation, responder, at, 1)
    page = auditor_client.get(LOG).content.decode()
    assert "case.opened" in page
    assert "case:A" in page
    assert "Pat" in page
    assert "why: &lt;b&gt;0&lt;/b&gt;" in page


def test_the_newest_stand_first_a_page_at_a_time(
    organisation: Organisation, responder: Membership, auditor_client: Client, at: datetime
) -> None:
    written(organisation, responder, at, A_PAGE + 1)
    first = auditor_client.get(LOG)
    second = auditor_client.get(LOG, {"page": "2"})
    seqs = entries(first)
    assert seqs == sorted(seqs, reverse=True)
    assert len(seqs) == A_PAGE
    assert seqs[-1] > entries(second)[0]
    assert "Older" in first.content.decode()


def test_it_is_narrowed_to_one_subject(
    organisation: Organisation, responder: Membership, auditor_client: Client, at: datetime
) -> None:
    written(organisation, responder, at, 1)
    written(organisation, responder, at, 1, "case:B")
    told = auditor_client.get(LOG, {"subject": "case:B"})
    assert len(entries(told)) == 1
    assert re.findall(r'<a href="\?subject=[^"]*">([^<]*)</a>', told.content.decode()) == ["case:B"]
    assert "Nothing is on record of" in auditor_client.get(LOG, {"subject": "case:C"}).content.decode()


def test_what_another_organisation_did_is_not_there(
    organisation: Organisation,
    other_organisation: Organisation,
    responder: Membership,
    auditor_client: Client,
    client: Client,
    at: datetime,
) -> None:
    with scope.inside(other_organisation):
        written(other_organisation, responder, at, 1, "case:THEIRS")
    assert "case:THEIRS" not in auditor_client.get(LOG).content.decode()
    assert auditor_client.get("/o/lighthouse/settings/audit/").status_code == 404
    assert client.get(LOG).status_code == 302
