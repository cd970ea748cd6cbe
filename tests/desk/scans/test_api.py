"""The interface for programs, with keys of programs: pushes, the history, the policy, the promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from desk import scan_results as made
from troth_desk.people import keys
from troth_desk.people.models import ApiKey, Membership
from troth_desk.policies import queries as policies
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Organisation, Project

Call = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    return at


@pytest.fixture
def call(client: Client, organisation: Organisation, project: Project, owner: Membership, now: datetime) -> Call:
    """``call(method, path, body, scopes) -> (status, JSON)`` with a key that has ``scopes``."""

    def send(method: str, path: str, body: bytes = b"", *scopes: str) -> tuple[int, dict[str, object]]:
        fresh = keys.fresh(organisation)
        ApiKey.objects.create(
            organisation=organisation, name="CI", prefix=fresh.prefix, digest=fresh.digest, scopes=list(scopes),
            created_by=owner, created_at=now, expires_at=now + timedelta(days=1),
        )  # fmt: skip
        answer = client.generic(
            method,
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {fresh.text}"},
        )
        return answer.status_code, answer.json()

    return send


def test_a_push_is_kept_once(call: Call, now: datetime) -> None:
    body = made.push(made.check(now))
    status, told = call("POST", "/scans", body, "scans:push")
    again, same = call("POST", "/scans", body, "scans:push")
    assert (status, again, told["id"]) == (201, 200, same["id"])
    assert (told["new"], same["new"], told["imported"]) == (True, False, False)
    assert Scan.objects.count() == 1
    kept = Scan.objects.get()
    assert kept.key is not None


def test_texts_need_their_own_right(call: Call, project: Project, now: datetime) -> None:
    body = made.push(made.check(now))
    _, told = call("POST", "/scans", body, "scans:push")
    assert policies.current_version(project) is None
    assert "no policy on the desk yet" in str(told["says"])
    later = made.push(
        made.check(now - timedelta(days=0), made.POLICY + "\nWe answer.\n"), policy=made.POLICY + "\nWe answer.\n"
    )
    _, told = call("POST", "/scans", later, "scans:push", "policies:write")
    assert (told["imported"], told["policy"]) == (True, 1)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "no push of a result"),
        (b'{"project": "harbour", "result": {"checked": {}}}', 422, "no push of a result"),
        (made.push({"checked": 1}, project="ferry"), 422, "no push of a result"),
    ],
)
def test_refusals_say_what_to_do(call: Call, body: bytes, status: int, words: str) -> None:
    got, told = call("POST", "/scans", body, "scans:push")
    assert (got, words in str(told["error"])) == (status, True)


def test_a_project_that_is_not_there(call: Call, now: datetime) -> None:
    status, told = call("POST", "/scans", made.push(made.check(now), project="ferry"), "scans:push")
    assert status == 404
    assert "no project of this name" in str(told["error"])


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/scans", "scans:push"),
        ("GET", "/scans?project=harbour", "scans:read"),
        ("GET", "/policies/harbour", "policies:read"),
        ("POST", "/policies/harbour", "policies:write"),
        ("GET", "/promises/harbour", "promises:read"),
    ],
)
def test_each_needs_its_scope(call: Call, client: Client, method: str, path: str, scope: str) -> None:
    status, told = call(method, path, b"{}", "cases:read")
    assert (status, scope in str(told["error"])) == (403, True)
    assert client.generic(method, f"/api/v1{path}", b"{}", content_type="application/json").status_code == 401


def test_the_history_is_read_in_pages(call: Call, now: datetime) -> None:
    for day in range(3):
        at = now - timedelta(days=day)
        call("POST", "/scans", made.push(made.audit(at)), "scans:push")
    status, told = call("GET", "/scans?project=harbour", b"", "scans:read")
    assert status == 200
    rows = json.loads(json.dumps(told))
    assert [row["prompt"] for row in rows] == [True, True, True]
    _, rest = call("GET", f"/scans?project=harbour&before={rows[0]['id']}", b"", "scans:read")
    assert len(rest) == 2
    assert call("GET", "/scans", b"", "scans:read")[0] == 422


def test_a_policy_is_handed_in_and_read(call: Call, now: datetime) -> None:
    assert call("GET", "/policies/harbour", b"", "policies:read")[0] == 404
    body = json.dumps({"texts": {"SECURITY.md": made.POLICY}}).encode()
    status, told = call("POST", "/policies/harbour", body, "policies:write")
    assert (status, told["version"]) == (200, 1)
    _, read = call("GET", "/policies/harbour", b"", "policies:read")
    assert {"deadline-acknowledge-pt48h-calendar"} <= {one["id"] for one in json.loads(json.dumps(read["promises"]))}
    assert call("POST", "/policies/harbour", b'{"texts": {"SECURITY.md": "-"}}', "policies:write")[0] == 422


def test_promises_are_told_as_a_check_tells_them(call: Call, now: datetime) -> None:
    call("POST", "/policies/harbour", json.dumps({"texts": {"SECURITY.md": made.POLICY}}).encode(), "policies:write")
    status, told = call("GET", "/promises/harbour?days=90", b"", "promises:read")
    assert (status, told["window_days"], told["checked"]) == (200, 90, None)
    verdicts = json.loads(json.dumps(told["verdicts"]))
    assert {one["standing"] for one in verdicts} == {"unproven"}
    assert call("GET", "/promises/harbour?days=0", b"", "promises:read")[0] == 422
