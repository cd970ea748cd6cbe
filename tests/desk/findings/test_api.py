"""What programs do: hand in logs, read findings, decide, record releases; audits that are pushed become findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from desk import scan_results
from desk.findings.test_reading import log, result
from troth_desk import clock
from troth_desk.findings.models import Finding, Import
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project

Keys = Callable[..., dict[str, str]]


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def test_sarif(project: Project, client: Client, owner: Membership, key_for: Keys) -> None:
    headers = key_for(owner, "scans:push")
    address = "/api/v1/findings/sarif?project=harbour&category=backend"
    first = client.post(address, log(result(), tool="semgrep"), content_type="application/sarif+json", headers=headers)
    assert first.status_code == 201
    assert first.json()["says"] == ["semgrep (backend): 1 told, 1 new, 0 gone, 0 back."]
    again = client.post(address, log(result(), tool="semgrep"), content_type="application/json", headers=headers)
    assert (again.status_code, again.json()["imports"][0]["new_result"]) == (200, False)
    bad = client.post(address, b"[]", content_type="application/json", headers=headers)
    assert bad.status_code == 422
    assert "SARIF" in bad.json()["error"]


def test_a_pushed_audit_becomes_findings(
    project: Project, client: Client, owner: Membership, key_for: Keys, at: datetime
) -> None:
    headers = key_for(owner, "scans:push", "findings:read")
    audit = scan_results.audit(at)
    finding = {"rule": "PYSEC-2026-1", "text": "crash", "span": {"path": "requirements.txt", "line": 2, "text": "hull"},
               "severity": "high", "package": "hull", "version": "1.0", "fixed": ["1.1"], "aliases": ["CVE-2026-1"]}  # fmt: skip
    audit["tools"][0]["runs"][0]["findings"] = [finding]
    answer = client.post("/api/v1/scans", scan_results.push(audit), content_type="application/json", headers=headers)
    assert answer.status_code == 201
    (told,) = client.get("/api/v1/findings?project=harbour", headers=headers).json()
    assert (told["rule"], told["package"], told["fixed"], told["severity"]) == ("PYSEC-2026-1", "hull", ["1.1"], "high")
    assert client.get(f"/api/v1/findings/{told['id']}", headers=headers).json() == told
    assert Import.objects.get().scan is not None


def test_an_audit_that_did_not_run_closes_nothing(
    project: Project, client: Client, owner: Membership, key_for: Keys, at: datetime
) -> None:
    headers = key_for(owner, "scans:push")
    whole = scan_results.audit(at.replace(hour=7))
    whole["tools"][0]["runs"][0]["findings"] = [
        {"rule": "PYSEC-2026-1", "text": "crash", "span": None, "package": "hull", "version": "1.0"}
    ]
    for result_ in (whole, scan_results.audit(at, whole=False)):
        sent = scan_results.push(result_)
        client.post("/api/v1/scans", sent, content_type="application/json", headers=headers)
    assert Import.objects.count() == 2
    assert Finding.objects.get().live


def test_decisions(project: Project, client: Client, owner: Membership, key_for: Keys) -> None:
    headers = key_for(owner, "scans:push", "findings:write")
    client.post(
        "/api/v1/findings/sarif?project=harbour", log(result()), content_type="application/json", headers=headers
    )
    pk = Finding.objects.get().pk

    def decide(**said: object) -> int:
        body = json.dumps({"findings": [pk], **said})
        return client.post(
            "/api/v1/findings/decisions", body, content_type="application/json", headers=headers
        ).status_code

    assert decide(state="not_affected", reason="x") == 409
    assert decide(state="waived", reason="x") == 422
    assert decide(state="accepted", findings=[pk, pk + 1]) == 404
    assert decide(state="accepted") == 200
    assert Finding.objects.get().state == "accepted"


def test_gates(project: Project, client: Client, owner: Membership, key_for: Keys) -> None:
    headers = key_for(owner, "gates:write", "findings:read")

    def send(**said: object) -> int:
        body = json.dumps({"project": "harbour", "version": "1.4.2", **said})
        return client.post("/api/v1/gates", body, content_type="application/json", headers=headers).status_code

    address = "/api/v1/gates?project=harbour&version=1.4.2"
    assert client.get(address, headers=headers).status_code == 404
    assert send(stage="production") == 409
    assert client.get(address, headers=headers).json()["may"] is False
    assert send(stage="staging") == 409  # nothing shows it
    assert send(stage="staging", evidence="run 17") == 201
    assert client.get(address, headers=headers).json()["may"] is True
    assert send(stage="production") == 201
    assert send(stage="production", at="2026-03-02T09:00:00") == 422
