"""The pages of findings, results, waivers and releases, as people use them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.findings.conftest import known, warning
from desk.findings.test_reading import log, result
from troth_desk import clock
from troth_desk.findings import actions, filters, vex
from troth_desk.findings.actions import Decision, bringing
from troth_desk.findings.models import Finding, Import, Release, Waiver
from troth_desk.findings.states import Severity, State
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

DAY = timedelta(days=1)
ROOT = "/o/harbour/findings/"
Brings = Callable[..., bringing.Brought]


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at + DAY)


def test_an_empty_list_teaches(project: Project, responder_client: Client) -> None:
    shown = responder_client.get(ROOT).content.decode()
    assert "Let tools tell what they find" in shown
    assert "troth push scan.sarif" in responder_client.get(f"{ROOT}results/").content.decode()


@pytest.mark.parametrize(
    "page", ["findings", "findings/results", "findings/waivers", "components", "audits", "gates", "scans"]
)
def test_what_tools_tell_is_reached_from_each_of_its_pages(
    page: str, project: Project, responder_client: Client
) -> None:
    shown = responder_client.get(f"/o/harbour/{page}/", follow=True).content.decode()
    tabs = shown.partition('<nav class="tabs" aria-label="Findings">')[2].partition("</nav>")[0]
    assert tabs.count("<a ") == 7, "each page leads to all others"
    assert f'href="/o/harbour/{page}/" aria-current="page"' in tabs, "and says which one it is"


def test_the_command_of_a_pipeline_names_the_project(project: Project, responder_client: Client) -> None:
    shown = responder_client.get("/o/harbour/gates/").content.decode()
    assert '{"project": "harbour", ' in shown


def test_the_worst_stands_first_and_filters_are_in_the_address(brings: Brings, responder_client: Client) -> None:
    brings(warning("B1", severity=Severity.LOW, said="low"), warning("B2", severity=Severity.CRITICAL, said="critical"))
    shown = responder_client.get(ROOT).content.decode()
    table = shown.partition("<table")[2]  # outside of it a token may hold such a name
    assert table.index("B2") < table.index("B1")
    assert "<strong>1</strong> critical" in shown
    assert "B1" not in responder_client.get(f"{ROOT}?severity=critical").content.decode().partition("<table")[2]
    assert "No finding fits" in responder_client.get(f"{ROOT}?q=keel").content.decode()


def test_a_log_is_handed_in(project: Project, responder_client: Client, auditor_client: Client) -> None:
    file = SimpleUploadedFile("scan.sarif", log(result("R1"), result("R2", path="b.py"), tool="semgrep"))
    answer = responder_client.post(f"{ROOT}results/upload/", {"project": "harbour", "file": file}, follow=True)
    assert "semgrep: 2 told, 2 new, 0 gone, 0 back." in answer.content.decode()
    assert Import.objects.get().actor.startswith("member:")
    bad = SimpleUploadedFile("scan.sarif", b"{}")
    refused = responder_client.post(f"{ROOT}results/upload/", {"project": "harbour", "file": bad})
    assert refused.status_code == 422
    assert "This is no SARIF log" in refused.content.decode()


def test_decided_in_the_list_and_told_with_the_finding(brings: Brings, responder_client: Client) -> None:
    brings(warning("B1"), warning("B2"), warning("B3"))
    pks = list(Finding.objects.filter(rule__in=("B1", "B2")).values_list("pk", flat=True))
    asked = responder_client.get(f"{ROOT}decide/", {"finding": pks}).content.decode()
    assert "Decide: 2 findings" in asked
    said = {"finding": pks, "state": "false_positive", "reason": "it is a test of tests"}
    answer = responder_client.post(f"{ROOT}decide/", said, follow=True)
    assert "2 decided: false positive." in answer.content.decode()
    shown = responder_client.get(f"{ROOT}{pks[0]}/").content.decode()
    assert "it is a test of tests" in shown
    assert "responder@example.org" in shown
    without = responder_client.post(f"{ROOT}decide/", {"finding": pks, "state": "not_affected", "reason": "no"})
    assert without.status_code == 422
    assert "five justifications" in without.content.decode()


def test_all_that_the_filters_show_are_decided(brings: Brings, responder_client: Client) -> None:
    brings(*(warning(f"B{number}") for number in range(60)), warning("X1"))
    said = {"all": "1", "state": "false_positive", "reason": "rules that we do not use"}
    responder_client.post(f"{ROOT}decide/?all=1&q=B", said)
    assert list(Finding.objects.filter(live=True).values_list("rule", flat=True)) == ["X1"]


def test_a_waiver_from_asking_to_approval(
    brings: Brings, project: Project, responder_client: Client, reviewer_client: Client, responder: object
) -> None:
    brings(warning())
    pk = Finding.objects.get().pk
    said = {"finding": [pk], "reason": "a release waits", "until": "2026-04-01", "owner": responder.pk}  # type: ignore[attr-defined]
    assert responder_client.post(f"{ROOT}waive/", {**said, "until": ""}).status_code == 422
    late = responder_client.post(f"{ROOT}waive/", {**said, "until": "2030-04-01"})
    assert "A waiver ends between now and a year from now" in late.content.decode()
    assert responder_client.post(f"{ROOT}waive/", said).status_code == 302
    waiver = Waiver.objects.get()
    page = f"{ROOT}waivers/{waiver.pk}/"
    assert "An owner or a reviewer approves waivers" in responder_client.get(page).content.decode()
    assert "Approve it" in reviewer_client.get(page).content.decode()
    assert reviewer_client.post(f"{page}refuse/", {"words": ""}).status_code == 422
    assert "It holds now." in reviewer_client.post(f"{page}approve/", follow=True).content.decode()
    assert "a release waits" in responder_client.get(f"{ROOT}waivers/").content.decode()
    assert "is open" not in responder_client.post(f"{page}end/", follow=True).content.decode()
    assert Finding.objects.get().live


def test_csv_runs_nothing(brings: Brings, responder_client: Client) -> None:
    brings(warning("B1", text="=HYPERLINK(1)", path="+a.py"))
    rows = list(csv.reader(io.StringIO(responder_client.get(f"{ROOT}findings.csv").content.decode())))
    assert rows[1][-1] == "'=HYPERLINK(1)"
    assert "'+a.py" in rows[1]


def test_words_of_tools_are_escaped(brings: Brings, responder_client: Client) -> None:
    brings(warning("<script>", text="<img src=x>", path='"><b>.py'))
    for path in (ROOT, f"{ROOT}{Finding.objects.get().pk}/", f"{ROOT}results/{Import.objects.get().pk}/"):
        shown = responder_client.get(path).content.decode()
        assert "<script>" not in shown.replace("<script src", "")
        assert "<img src=x>" not in shown


def test_openvex(brings: Brings, organisation: Organisation, responder_client: Client, at: datetime) -> None:
    assert responder_client.get(f"{ROOT}vex/harbour.openvex.json").status_code == 404
    brings(known(), known("CVE-2026-7", "keel", aliases=()), known("CVE-2026-8", "mast", aliases=()), warning())
    pk = Finding.objects.get(package="keel").pk
    decision = Decision(State.NOT_AFFECTED, "inside", "We never call it.", "vulnerable_code_not_in_execute_path")
    actions.decide(organisation, [pk], decision, by=SYSTEM, at=at)
    actions.decide(organisation, [Finding.objects.get(package="mast").pk], Decision(State.ACCEPTED), by=SYSTEM, at=at)
    told = json.loads(responder_client.get(f"{ROOT}vex/harbour.openvex.json").content)
    said = {one["vulnerability"]["name"]: one for one in told["statements"]}
    assert {name: one["status"] for name, one in said.items()} == {
        "CVE-2026-1000": "under_investigation", "CVE-2026-7": "not_affected", "CVE-2026-8": "affected",
    }  # fmt: skip
    assert said["CVE-2026-7"]["justification"] == "vulnerable_code_not_in_execute_path"
    assert said["CVE-2026-7"]["impact_statement"] == "We never call it."
    assert said["CVE-2026-8"]["action_statement"] == vex.UPDATE
    assert "inside" not in json.dumps(told)
    signed = json.loads(responder_client.get(f"{ROOT}vex/harbour.openvex.dsse.json").content)
    assert signing.verify(signed)["statements"] == told["statements"]


def test_a_release_through_its_gates(
    project: Project, policy: PolicyVersion, responder_client: Client, auditor_client: Client
) -> None:
    assert "All updates are tested in staging" in auditor_client.get("/o/harbour/gates/").content.decode()
    responder_client.post("/o/harbour/gates/new/", {"project": "harbour", "version": "1.4.2"})
    page = f"/o/harbour/gates/{Release.objects.get().pk}/"
    early = responder_client.post(f"{page}shipped/", {"shipped-evidence": "deployed"})
    assert early.status_code == 422
    assert "was not tested in staging" in early.content.decode()
    responder_client.post(f"{page}tested/", {"tested-passed": "yes", "tested-evidence": "run 17"})
    shown = responder_client.post(f"{page}shipped/", {"shipped-evidence": "deployed"}, follow=True).content.decode()
    assert "on record as in production" in shown
    assert "run 17" in shown


@pytest.mark.parametrize("only", ["", *filters.ONLYS])
@pytest.mark.parametrize("show", list(filters.SHOWS))
def test_every_filter_answers(brings: Brings, responder_client: Client, only: str, show: str) -> None:
    brings(warning(), known())
    given = {
        "only": only,
        "show": show,
        "order": "newest",
        "owner": "me",
        "kind": "source",
        "state": "open",
        "tool": "x",
    }
    assert responder_client.get(ROOT, given).status_code == 200
    hostile = {"only": "'", "show": "\0", "severity": "é", "owner": "9" * 30, "page": "-1", "q": "%_\\'\0"}
    assert responder_client.get(ROOT, hostile).status_code == 200
    assert responder_client.get(f"{ROOT}?page=99999").status_code == 200
