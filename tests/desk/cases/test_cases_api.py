"""What programs of the team do with cases: keys, scopes, refusals as sentences, foreign cases absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.cases.conftest import CRITICAL, REPORT
from troth_desk.cases import actions
from troth_desk.cases.actions import Opened
from troth_desk.cases.models import Case, Message, Note
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

Program = Callable[..., dict[str, str]]


@pytest.fixture(autouse=True)
def _the_time_stands_still(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at + timedelta(hours=2))


class Asking:
    """A program with a key."""

    def __init__(self, client: Client, headers: dict[str, str], case: Case) -> None:
        self.client, self.headers, self.root = client, headers, f"/api/v1/cases/{case.reference}"

    def post(self, rest: str, **body: Any) -> Any:
        return self.client.post(f"{self.root}/{rest}", body, content_type="application/json", headers=self.headers)

    def get(self, address: str = "") -> Any:
        return self.client.get(address or self.root, headers=self.headers)


@pytest.fixture
def asking(client: Client, program: Program, rated_opened: Opened) -> Asking:
    return Asking(client, program("cases:read", "cases:write"), rated_opened.case)


def test_a_case_lives_through_the_interface(asking: Asking, rated_opened: Opened, responder: Membership) -> None:
    assert asking.post("moves", to="acknowledged").json()["state"] == "acknowledged"
    refused = asking.post("moves", to="closed")
    assert refused.status_code == 409
    assert refused.json()["error"].startswith("A case that is acknowledged cannot become closed; from here it can")
    assert asking.post("moves", to="needs_info").json()["error"].startswith("Say what you need to know")
    assert asking.post("moves", to="needs_info", information="Which version?").status_code == 200
    assert Message.objects.get().body == "Which version?"
    assert asking.post("moves", to="assessing").status_code == 200
    rated = asking.post("rating", vector=CRITICAL).json()
    assert (rated["severity"], rated["cvss_score"]) == ("critical", 9.8)
    assert asking.post("rating", vector="9.8").status_code == 409
    said = asking.post("messages", body="We can reproduce it.")
    assert (said.status_code, said.json()["side"]) == (201, "team")
    assert asking.post("notes", body="Internal.").status_code == 204
    assert Note.objects.get().member is not None
    whole = asking.get().json()
    assert [one["action"] for one in whole["clocks"]] == ["acknowledge", "respond", "respond"]
    assert whole["clocks"][1]["sentence"] == "Response Time: 24 hours"
    assert whole["stages"][0]["name"] == "Acknowledgement"
    assert "Internal." not in str(whole)
    duty = next(one for one in whole["duties"] if one["kind"] == "action")
    assert asking.post(f"duties/{duty['id']}", record="Patched in 1.2.3").json()["state"] == "done"
    assert asking.post("duties/999999", record="x").status_code == 404
    assert asking.post("owner", member=responder.pk).status_code == 200
    assert asking.post("owner", member=999999).status_code == 404
    assert asking.post("bounty", decision="granted", reason="Fine.", amount="500 EUR").status_code == 204
    link = asking.post("participants", role="vendor")
    assert link.status_code == 201
    assert "/case/harbour/" in link.json()["link"]
    assert asking.post("emergency", reason="It is used.").status_code == 409
    assert asking.post("pause", reason="We wait for the vendor.").status_code == 409
    assert asking.post("resume").status_code == 409


def test_an_embargo_through_the_interface(asking: Asking, rated_opened: Opened) -> None:
    assert asking.post("embargo", until="2026-05-01T00:00:00").status_code == 422
    proposed = asking.post("embargo", until="2026-05-01T00:00:00+02:00").json()
    assert (proposed["state"], proposed["proposed_until"], proposed["binds"]) == (
        "proposed",
        "2026-04-30T22:00:00Z",
        False,
    )
    assert asking.post("embargo/answer", agree=True).json()["state"] == "proposed"
    assert asking.post("embargo/end", reason="A talk described it.", public=True).json()["state"] == "exited"
    assert asking.post("embargo", until="2026-05-01T00:00:00+02:00").status_code == 409


def test_triage_through_the_interface(asking: Asking, rated_opened: Opened, project: Project, at: datetime) -> None:
    again = actions.open_case(project, REPORT, origin="api", by=SYSTEM, at=at).case
    held = asking.get("/api/v1/cases?held=yes").json()
    assert [one["id"] for one in held["cases"]] == [again.reference]
    asking.root = f"/api/v1/cases/{again.reference}"
    assert asking.post("release", reason="").json()["held"] == ""
    assert asking.post("hold", held="doubtful", reason="No steps.").json()["held"] == "doubtful"
    assert asking.post("merge", original="TR-NOTHERE1").status_code == 404
    assert (
        asking.post("merge", original=rated_opened.case.reference).json()["duplicate_of"] == rated_opened.case.reference
    )
    assert asking.post("rejection", reason="Late.").status_code == 409


def test_lists_are_narrowed_and_paged(asking: Asking, rated_opened: Opened, project: Project, at: datetime) -> None:
    first = asking.get("/api/v1/cases").json()
    assert (len(first["cases"]), first["next"]) == (1, None)
    assert asking.get("/api/v1/cases?state=fixing").json()["cases"] == []
    assert asking.get("/api/v1/cases?open=yes&project=harbour&text=files").json()["cases"][0]["title"] == REPORT.title
    assert asking.get("/api/v1/cases?offset=-5").json() == first
    assert asking.get("/api/v1/cases?offset=1").json()["cases"] == []


@pytest.mark.parametrize("query", ["text=a%00b", "project=%00", "state=%00", "held=%00", "text=%00"])
def test_what_no_database_keeps_is_looked_for_and_not_found(asking: Asking, query: str) -> None:
    answer = asking.get(f"/api/v1/cases?{query}")
    assert (answer.status_code, answer.json()["cases"]) == (200, [])


def test_open_means_the_same_as_on_the_page_of_cases(
    asking: Asking, rated_opened: Opened, by: Actor, at: datetime, responder_client: Client
) -> None:
    for to in ("acknowledged", "assessing", "accepted", "fixing", "fix_ready", "disclosed"):
        actions.move(rated_opened.case, to, by=by, at=at + timedelta(hours=1))
    listed = {one["id"] for one in asking.get("/api/v1/cases?open=yes").json()["cases"]}
    page = responder_client.get("/o/harbour/cases/").content.decode()
    assert rated_opened.case.reference not in listed
    assert rated_opened.case.reference not in page
    assert rated_opened.case.reference in {one["id"] for one in asking.get("/api/v1/cases?open=no").json()["cases"]}


def test_a_place_in_the_list_that_no_desk_has_is_told(asking: Asking) -> None:
    answer = asking.get(f"/api/v1/cases?offset={10**30}")
    assert (answer.status_code, answer.json()["error"].split(":")[0]) == (422, "offset")


@pytest.mark.parametrize("address", ["cases/%00", "cases/TR-%00/moves", "promises/%00", "policies/%00"])
def test_an_address_that_no_case_or_project_has_is_absent(asking: Asking, address: str) -> None:
    assert asking.get(f"/api/v1/{address}").status_code == 404


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize(
    ("rest", "field", "more"),
    [
        ("moves", "reason", {"to": "acknowledged"}),
        ("moves", "duplicate_of", {"to": "duplicate"}),
        ("moves", "information", {"to": "needs_info"}),
        ("messages", "body", {}),
        ("notes", "body", {}),
        ("merge", "original", {}),
        ("hold", "resembles", {"held": "doubtful", "reason": "No steps."}),
        ("bounty", "amount", {"decision": "granted", "reason": "Fine."}),
        ("participants", "contact", {"role": "vendor"}),
        ("embargo/end", "reason", {}),
    ],
)
def test_texts_that_no_database_keeps_are_refused_by_field(
    asking: Asking, rest: str, field: str, more: dict[str, str], bad: str
) -> None:
    answer = asking.post(rest, **more, **{field: bad})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"{field}: ")
    assert not Message.objects.exists()


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_an_end_beyond_the_calendar_is_refused(asking: Asking, until: str) -> None:
    answer = asking.post("embargo", until=until)
    assert (answer.status_code, answer.json()["error"]) == (409, "No calendar reaches that day: choose another.")


def test_a_list_of_duplicates_asks_no_more_than_a_list_of_one(
    asking: Asking, opened: Opened, project: Project, by: Actor, at: datetime
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert asking.get("/api/v1/cases").status_code == 200
        return len(counted)

    one = asked()
    for _ in range(3):
        again = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case
        actions.merge(again, opened.case, by=by, at=at + timedelta(hours=1))
    assert asked() == one


def test_the_link_of_somebody_who_is_invited_begins_with_the_address_of_the_desk(asking: Asking, settings: Any) -> None:
    settings.ADDRESS = "https://desk.example.org"
    link = asking.post("participants", role="vendor").json()["link"]
    assert link.startswith("https://desk.example.org/case/harbour/")


def test_a_vector_is_scored_without_a_case(asking: Asking) -> None:
    assert asking.get(f"/api/v1/cvss?vector={CRITICAL}").json() == {
        "version": "3.1",
        "vector": CRITICAL,
        "score": 9.8,
        "severity": "critical",
    }
    assert asking.get("/api/v1/cvss?vector=x").status_code == 422


def test_a_word_is_no_number_and_no_answer(opened: Opened, program: Callable[..., dict[str, str]]) -> None:
    asking = Client(headers=program("cases:write"))
    path = f"/api/v1/cases/{opened.case.reference}"
    for rest, body in (("owner", {"member": "1"}), ("owner", {"member": True}), ("embargo/answer", {"agree": "yes"})):
        answer = asking.post(f"{path}/{rest}", body, content_type="application/json")
        assert answer.status_code == 422, (rest, body)


def test_keys_do_what_their_scopes_say(client: Client, program: Program, rated_opened: Opened) -> None:
    reads = Asking(client, program("cases:read"), rated_opened.case)
    assert reads.get().status_code == 200
    assert reads.post("moves", to="acknowledged").status_code == 403
    other = Asking(client, program("scans:push"), rated_opened.case)
    assert other.get().status_code == 403
    assert Asking(client, {}, rated_opened.case).get().status_code == 401
    rated_opened.case.refresh_from_db()
    assert rated_opened.case.state == "received"


WRITES: dict[str, dict[str, Any]] = {
    "moves": {"to": "acknowledged"},
    "rating": {"vector": CRITICAL},
    "messages": {"body": "x"},
    "notes": {"body": "x"},
    "owner": {"member": None},
    "hold": {"held": "doubtful", "reason": "x"},
    "release": {"reason": ""},
    "merge": {"original": "TR-22222222"},
    "rejection": {"reason": "x"},
    "embargo": {"until": "2026-05-01T00:00:00Z"},
    "embargo/answer": {"agree": True},
    "embargo/end": {"reason": "x"},
    "bounty": {"decision": "granted", "reason": "x"},
    "duties/1": {"record": "x"},
    "participants": {"role": "vendor"},
    "emergency": {"reason": "x"},
    "pause": {"reason": "x"},
    "resume": {},
}


def test_a_case_of_another_organisation_is_not_there(
    asking: Asking, other_organisation: Organisation, other_project: Project, at: datetime
) -> None:
    described = asking.get("/api/v1/openapi.json").json()["paths"]
    named = {
        path.split("{reference}/")[1]
        for path, does in described.items()
        if "cases/{reference}/" in path and "post" in does
    }
    assert {path.replace("{number}", "1") for path in named} == set(WRITES)
    with scope.inside(other_organisation):
        foreign = actions.open_case(other_project, REPORT, origin="form", by=SYSTEM, at=at).case
    asking.root = f"/api/v1/cases/{foreign.reference}"
    assert asking.get().status_code == 404
    for rest, body in WRITES.items():
        answer = asking.post(rest, **body)
        assert (answer.status_code, "error" in answer.json()) == (404, True), rest
    with scope.inside(other_organisation):
        foreign.refresh_from_db()
        assert foreign.changed_at == at


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"to": 1}', b'{"to": "' + b"a" * 5000 + b'"}', b"\xff\xfe"]
)
def test_what_is_no_request_is_told_so(body: bytes, asking: Asking) -> None:
    answer = asking.client.post(f"{asking.root}/moves", body, content_type="application/json", headers=asking.headers)
    assert answer.status_code in {400, 409, 422}
    assert answer.json()["error"]


def test_a_list_is_walked_to_its_end_while_reports_come_in(
    client: Client, program: Program, project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth_desk.cases.api.MOST", 2)
    headers = program("cases:read")

    def sent(number: int) -> str:
        report = replace(REPORT, title=f"Report {number}")
        moment = at + timedelta(minutes=number // 2)  # two of each instant
        return actions.open_case(project, report, origin="api", by=SYSTEM, at=moment).case.reference

    there = [sent(number) for number in range(5)]
    seen: list[str] = []
    after = ""
    for page in range(3):
        told = client.get("/api/v1/cases", {"after": after} if after else {}, headers=headers).json()
        seen += [one["id"] for one in told["cases"]]
        after = told["last"]
        sent(10 + page)
    assert seen == there[::-1]
    assert client.get("/api/v1/cases", {"after": after}, headers=headers).json()["last"] == ""
    assert client.get("/api/v1/cases", {"after": "TR-22222222"}, headers=headers).status_code == 404
