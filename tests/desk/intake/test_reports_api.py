"""``POST /api/v1/reports``: what others script against."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth_desk.cases.models import Case, Participant
from troth_desk.intake import limits
from troth_desk.intake.models import IdempotencyKey, Receipt
from troth_desk.intake.receipts import NO_ACKNOWLEDGEMENT, PAYLOAD_TYPE
from troth_desk.ledger import signing
from troth_desk.ledger.models import Entry
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project

ADDRESS = "/api/v1/reports"
REPORT = {
    "title": "Path traversal in the export",
    "description": "The name of the archive is joined to a path.",
    "steps": "1. Name it ../x",
    "impact": "Reads other files",
    "suggested_fix": "Resolve it first",
    "contact": "reporter@example.org",
}

pytestmark = pytest.mark.django_db


def send(client: Client, report: object, key: str = "", **headers: str) -> Any:
    body = report if isinstance(report, bytes) else json.dumps(report).encode()
    given_headers = {"Idempotency-Key": key} if key else {}
    return client.post(ADDRESS, body, content_type="application/json", headers={**given_headers, **headers})


def test_a_report_is_answered_with_its_receipt_and_what_is_promised(policy: PolicyVersion, client: Client) -> None:
    answer = send(client, REPORT)
    assert answer.status_code == 201
    said = answer.json()
    assert list(said) == ["id", "received_at", "portal", "receipt", "promises"]
    assert said["received_at"] == "2026-03-02T09:00:00Z"
    assert said["promises"] == [
        {
            "document": "SECURITY.md",
            "line": 16,
            "sentence": "Acknowledgment: Within 48 hours of your report",
            "action": "acknowledge",
            "due": "2026-03-04T09:00:00Z",
        },
        {
            "document": "SECURITY.md",
            "line": 17,
            "sentence": "Initial Assessment: Within 5 business days",
            "action": "assess",
            "due": "2026-03-09T09:00:00Z",
        },
        {
            "document": "SECURITY.md",
            "line": 18,
            "sentence": "Status Updates: Every 7 days until resolution",
            "action": "update",
            "due": "2026-03-09T09:00:00Z",
        },
    ]
    case = Case.objects.get()
    assert (case.reference, case.title, case.steps, case.origin, case.state) == (
        said["id"],
        REPORT["title"],
        REPORT["steps"],
        "api",
        "received",
    )
    assert Participant.objects.get().contact == "reporter@example.org"


def test_the_receipt_is_signed_by_the_desk_and_holds_no_secret(policy: PolicyVersion, client: Client) -> None:
    said = send(client, REPORT).json()
    payload = signing.verify(said["receipt"], payload_type=PAYLOAD_TYPE)
    assert payload["id"] == said["id"]
    assert payload["promises"] == said["promises"]
    assert payload["says"] == NO_ACKNOWLEDGEMENT
    token = said["portal"].rstrip("/").rsplit("/", 1)[1]
    words = base64.b64decode(said["receipt"]["payload"]).decode()
    assert token not in words
    assert "reporter@example.org" not in words
    assert "traversal" not in words
    changed = {**said["receipt"], "payload": base64.b64encode(words.replace("03-04", "03-24").encode()).decode()}
    with pytest.raises(signing.BadSignature):
        signing.verify(changed)


def test_the_secret_of_the_link_is_kept_nowhere(policy: PolicyVersion, client: Client) -> None:
    token = send(client, REPORT, key="k-1").json()["portal"].rstrip("/").rsplit("/", 1)[1]
    assert len(base64.urlsafe_b64decode(token + "=")) >= 16
    rows = [
        *Participant.objects.values_list("link_digest", "contact", "credit_name"),
        *IdempotencyKey.objects.values_list("answer", "digest", "request_digest"),
        *Receipt.objects.values_list("envelope"),
        *Entry.objects.values_list("body"),
    ]
    assert rows
    assert not any(token in str(value) for row in rows for value in row)


def test_the_ledger_tells_of_the_receipt_without_names(policy: PolicyVersion, client: Client) -> None:
    said = send(client, REPORT).json()
    told = Entry.objects.filter(subject=f"case:{said['id']}")
    assert {"case.opened", "receipt.signed", "clock.armed"} <= set(told.values_list("action", flat=True))
    assert not any("reporter@example.org" in body for body in told.values_list("body", flat=True))


def test_the_same_key_and_report_give_the_same_answer_and_one_case(policy: PolicyVersion, client: Client) -> None:
    first = send(client, REPORT, key="7f1c")
    again = send(client, dict(reversed(REPORT.items())), key='"7f1c"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Case.objects.count() == 1


def test_the_same_key_with_another_report_is_refused_in_words(policy: PolicyVersion, client: Client) -> None:
    send(client, REPORT, key="7f1c")
    answer = send(client, {**REPORT, "steps": "others"}, key="7f1c")
    assert answer.status_code == 409
    assert "new key" in answer.json()["error"]
    assert Case.objects.count() == 1


def test_without_a_key_each_request_is_a_report(policy: PolicyVersion, client: Client) -> None:
    assert send(client, REPORT).json()["id"] != send(client, REPORT).json()["id"]


def test_an_answer_that_cannot_be_opened_again_makes_no_second_case(
    policy: PolicyVersion, client: Client, settings: Any
) -> None:
    send(client, REPORT, key="7f1c")
    settings.ATTACHMENT_KEY = "another key than before, as long"
    answer = send(client, REPORT, key="7f1c")
    assert answer.status_code == 409
    assert "Nothing was added" in answer.json()["error"]
    assert Case.objects.count() == 1


def test_title_and_description_are_enough_and_anonymous_is_fine(policy: PolicyVersion, client: Client) -> None:
    answer = send(client, {"title": "T", "description": "D", "contact": None})
    assert answer.status_code == 201
    assert Participant.objects.get().contact == ""


def test_what_the_policy_asks_for_beyond_is_kept_under_its_name(policy: PolicyVersion, client: Client) -> None:
    assert send(client, {**REPORT, "Affected version(s)": "0.3"}).status_code == 201
    assert Case.objects.get().answers == {"Affected version(s)": "0.3"}


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"", 400, "empty"),
        (b"{", 400, "no JSON"),
        (b"\xff\xfe", 400, "no JSON"),
        (b"[" * 100_000, 400, "no JSON"),
        (b'{"title": "\\ud800", "description": "x"}', 400, "no JSON"),
        (b"[]", 422, "one JSON object"),
        (b"null", 422, "one JSON object"),
        ({"title": "T"}, 422, "description"),
        ({"description": "D"}, 422, "title"),
        ({"title": "   ", "description": "\0"}, 422, "title"),
        ({**REPORT, "steps": 3}, 422, "steps"),
        ({**REPORT, "steps": ["1"]}, 422, "steps"),
        ({**REPORT, "title": "x" * 301}, 422, "301 characters"),
        ({**REPORT, "contact": "x" * 301}, 422, "301 characters"),
        ({**REPORT, "impact": "x" * 100_001}, 422, "100,001 characters"),
        ({**REPORT, **{f"f{number}": "x" for number in range(40)}}, 422, "further fields"),
        ({**REPORT, "project": "harbour/nothing"}, 422, "harbour/harbour"),
        ({**REPORT, "project": "nobody/nothing"}, 422, "harbour/harbour"),
        (b'{"title": "' + b"x" * (limits.LARGEST_JSON) + b'"}', 413, "2 MB"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    policy: PolicyVersion, client: Client, body: object, status: int, word: str
) -> None:
    answer = send(client, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert word in answer.json()["error"]
    assert Case.objects.count() == 0


def test_a_report_that_is_no_json_is_told_so(policy: PolicyVersion, client: Client) -> None:
    answer = client.post(ADDRESS, REPORT)
    assert (answer.status_code, Case.objects.count()) == (415, 0)
    assert "application/json" in answer.json()["error"]


def test_other_methods_are_refused(policy: PolicyVersion, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405


@pytest.mark.parametrize("key", ["x" * 256, "a\x00b", "a\tb"])
def test_a_key_that_is_none_is_refused(policy: PolicyVersion, client: Client, key: str) -> None:
    assert send(client, REPORT, key=key).status_code == 400


def test_too_many_reports_wait_and_none_is_dropped(
    policy: PolicyVersion, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RATES", (limits.Rate(3, 60),))
    answers = [send(client, {**REPORT, "title": f"T{number}"}) for number in range(5)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429, 429]
    assert Case.objects.count() == 3
    assert answers[-1]["Retry-After"] == "60"
    assert "not kept" in answers[-1].json()["error"]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, REPORT).status_code == 201


def test_neighbours_of_one_ipv6_network_count_together(policy: PolicyVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RATES", (limits.Rate(1, 60),))
    assert send(Client(REMOTE_ADDR="2001:db8::1"), REPORT).status_code == 201
    assert send(Client(REMOTE_ADDR="2001:db8::2"), REPORT).status_code == 429
    assert send(Client(REMOTE_ADDR="2001:db8:0:1::1"), REPORT).status_code == 201


def test_with_several_projects_the_report_says_which(
    policy: PolicyVersion, other_project: Project, client: Client
) -> None:
    answer = send(client, REPORT)
    assert answer.status_code == 422
    assert "harbour/harbour, lighthouse/lamp" in answer.json()["error"]
    assert send(client, {**REPORT, "project": "lighthouse/lamp"}).status_code == 201
    assert Case.objects.filter(project__slug="harbour").count() == 0
    with scope.inside(other_project.organisation):
        assert Case.objects.get(organisation=other_project.organisation).project == other_project


def test_a_desk_without_projects_says_so(db: None, client: Client) -> None:
    answer = send(client, REPORT)
    assert answer.status_code == 422
    assert "no project" in answer.json()["error"]


def test_nothing_of_the_answer_is_cached_or_listed(policy: PolicyVersion, client: Client) -> None:
    answer = send(client, REPORT)
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer.cookies == {}


WORDS = st.text(max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(report=st.dictionaries(st.sampled_from([*REPORT, "project", "more"]), WORDS | st.none() | st.integers()))
def test_no_report_is_a_server_error(policy: PolicyVersion, client: Client, report: dict[str, object]) -> None:
    cache.clear()
    answer = send(client, report)
    assert answer.status_code in {201, 400, 422}
    if answer.status_code != 201:
        assert answer.json()["error"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_are_a_server_error(policy: PolicyVersion, client: Client, body: bytes) -> None:
    cache.clear()
    assert send(client, body).status_code in {400, 422}


def test_the_interface_describes_it(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"][ADDRESS]["post"]
    assert set(described["responses"]) >= {"201", "413", "415", "422", "429"}
    body = described["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]) >= set(REPORT)
    assert body["required"] == ["title", "description"]


@pytest.mark.parametrize("named", ["\0", "harbour/\0", "a b/c"])
def test_a_project_that_no_desk_could_have_is_refused_in_words(
    policy: PolicyVersion, client: Client, named: str
) -> None:
    body = json.dumps({"title": "T", "description": "D", "project": named})
    answer = client.post("/api/v1/reports", body, content_type="application/json")
    assert answer.status_code == 422
    assert "error" in answer.json()
