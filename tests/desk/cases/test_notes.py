"""Internal notes never leave: whatever people outside or programs can read is searched for the words of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from desk.cases.conftest import CRITICAL
from troth_desk.cases import actions, queries, telling
from troth_desk.cases.actions import Opened
from troth_desk.cases.models import Note
from troth_desk.deadlines import queries as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.ledger import export
from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.proofs import queries as proofs
from troth_desk.tenants.models import Organisation

SECRET = "zebra-in-the-note-4711"


@pytest.fixture
def noted(rated_opened: Opened, by: Actor, responder: Membership, at: datetime) -> Opened:
    """A case with a life: notes beside everything else that is told of it."""
    case = rated_opened.case
    actions.note(case, f"Internal: {SECRET}", by=by, at=at, member=responder)
    actions.move(case, "acknowledged", by=by, at=at)
    actions.move(case, "assessing", by=by, at=at)
    actions.rate(case, CRITICAL, by=by, at=at)
    actions.say(case, "We are looking into it.", by=by, at=at)
    actions.note(case, f"{SECRET} again", by=by, at=at + timedelta(hours=1), member=responder)
    actions.propose_embargo(case, at + timedelta(days=30), by=by, at=at)
    actions.end_embargo(case, "It is known.", by=by, at=at, public=True)
    return rated_opened


def _patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def _filled(pattern: str, opened: Opened, organisation: Organisation) -> str:
    """The address of a pattern, with the case, its project and the reporter's link where it takes them."""
    known = {
        "organisation": organisation.slug,
        "project": opened.case.project.slug,
        "reference": opened.case.reference,
        "token": opened.link_secret,
        "to": "accepted",
        "name": "say",
    }
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: known.get(match[1], "1"), pattern)
    filled = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda match: known.get(match[1], "1"), filled)
    filled = re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], "1"), filled)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "").replace("\\Z", "").lstrip("/")


def test_no_address_shows_a_note_to_people_outside(noted: Opened, organisation: Organisation, client: Client) -> None:
    """Every address of the desk, asked for without a login, with the reporter's link where it takes one."""
    asked, answered = 0, 0
    for pattern, _ in _patterns(get_resolver().url_patterns):
        address = _filled(pattern, noted, organisation)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert SECRET.encode() not in body, address
        asked += 1
        answered += answer.status_code == 200
    assert asked > 40
    assert answered >= 3
    portal = client.get(f"/case/{organisation.slug}/{noted.link_secret}/")
    assert portal.status_code == 200
    assert "We are looking into it." in portal.content.decode()


def test_no_address_of_the_interface_shows_a_note_even_to_a_key(
    noted: Opened, headers: dict[str, str], client: Client
) -> None:
    described = client.get("/api/v1/openapi.json").json()
    reads = [path for path, operations in described["paths"].items() if "get" in operations]
    assert any("cases/{reference}" in path for path in reads)
    for path in reads:
        answer = client.get(path.replace("{reference}", noted.case.reference), headers=headers)
        assert SECRET.encode() not in answer.content, path
    whole = client.get(f"/api/v1/cases/{noted.case.reference}", headers=headers)
    assert whole.status_code == 200
    assert "We are looking into it." in whole.content.decode()


@pytest.fixture
def headers(responder: Membership, program: Any) -> dict[str, str]:
    """A key that may read everything."""
    from troth_desk.people.scopes import SCOPES

    sent: dict[str, str] = program(*SCOPES)
    return sent


def test_no_query_export_notice_or_ledger_entry_holds_a_note(
    noted: Opened, organisation: Organisation, at: datetime
) -> None:
    case = noted.case
    told = {
        "outside": repr(queries.timeline(case, outside=True)),
        "program": repr(telling.whole_case(case, at)),
        "export": json.dumps(list(proofs.cases(organisation, at)), default=str),
        "ledger": "".join(export.lines(organisation.pk, at)),
        "entries": repr(list(Entry.objects.values())),
        "notices": repr(list(Notice.objects.values())),
        "stages": repr(queries.stages(case)),
        "clocks": repr(list(clocks.clocks_of(organisation, case.subject).values())),
    }
    for name, words in told.items():
        assert SECRET not in words, name
        assert case.reference in words or name in {"outside", "stages"}, name
    inside = repr(queries.timeline(case, outside=False))
    assert inside.count(SECRET) == 2
    assert Note.objects.count() == 2


def test_outside_items_name_nobody_and_carry_no_row(noted: Opened) -> None:
    for item in queries.timeline(noted.case, outside=True):
        assert (item.who, item.row, item.inside) == ("", None, False)
        assert item.kind not in {"note", "duty", "alarm"}
        assert "responder" not in item.words + item.body


def test_a_note_meets_no_clock(opened: Opened, by: Actor, responder: Membership, at: datetime) -> None:
    actions.note(opened.case, "Looks real.", by=by, at=at, member=responder)
    assert set(Clock.objects.values_list("state", flat=True)) == {"running"}
