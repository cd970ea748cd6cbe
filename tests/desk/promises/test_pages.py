"""The team's page, the status page, the badge, and the interface for programs."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from desk import scan_results as made
from troth.formats import check_result, told_result
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.promises import judging
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.tenants.models import Project

ROOT = "/o/harbour/promises/harbour/"
POLICY = made.POLICY
HOSTILE = POLICY + "\n<script>alert(1)</script> We run `<img src=x onerror=alert(2)>`.\n"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    cache.clear()
    return at


@pytest.fixture
def ours(project: Project, now: datetime) -> Project:
    policies.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=now - timedelta(days=90))
    return project


def times(project: Project, now: datetime, hours: list[int]) -> None:
    """Reports that were acknowledged after so many hours."""
    version = policy_queries.current_version(project)
    assert version is not None
    promise = policy_queries.promises(version, "deadline", "acknowledge").get()
    for number, hour in enumerate(hours):
        start = now - timedelta(days=20 + number)
        subject = f"case:TR-{number}"
        deadlines.arm(promise, project, subject, started_at=start, by=SYSTEM, at=start)
        met = start + timedelta(hours=hour)
        deadlines.meet(project.organisation, subject, "acknowledge", by=SYSTEM, at=met)


@pytest.mark.parametrize("projects", [1, 2])
def test_reports_standards_and_the_law_are_reached(projects: int, ours: Project, owner_client: Client) -> None:
    for number in range(1, projects):
        Project.objects.create(
            organisation=ours.organisation, name=f"Pier {number}", slug=f"pier-{number}", created_at=ours.created_at
        )
    page = owner_client.get("/o/harbour/promises/", follow=True).content.decode()
    assert 'href="/o/harbour/paper/"' in page
    assert 'href="/o/harbour/paper/statutes/"' in page
    assert 'href="/o/harbour/standards/' in page


def test_a_page_without_a_policy_teaches(owner_client: Client, project: Project) -> None:
    page = owner_client.get("/o/harbour/promises/", follow=True)
    assert page.redirect_chain == [(ROOT, 302)]
    assert "There is nothing to keep yet" in page.content.decode()


def test_the_text_is_shown_with_numbers_beside_it(owner_client: Client, ours: Project, now: datetime) -> None:
    times(ours, now, [5, 10, 60])
    page = owner_client.get(ROOT).content.decode()
    assert "acknowledge reports within 48 hours" in page
    assert "2 of 3 in time" in page
    assert "<dt>late</dt><dd>1</dd>" in page
    assert "<dt>median</dt><dd>10 h</dd>" in page
    assert 'class="chart"' in page
    assert "What the desk counted in the last 365 days" in page


def test_nothing_counted_is_said_honestly(owner_client: Client, ours: Project) -> None:
    page = owner_client.get(f"{ROOT}?days=30").content.decode()
    assert "0 so far" in page
    assert "What the desk counted in the last 30 days" in page


@pytest.mark.parametrize("days", ["", "7", "-1", "9999999999999", "x"])
def test_windows_that_are_none(owner_client: Client, ours: Project, days: str) -> None:
    assert owner_client.get(f"{ROOT}?days={days}").status_code == 200


def test_what_documents_say_is_no_markup(owner_client: Client, ours: Project, now: datetime) -> None:
    policies.import_texts(ours, {"SECURITY.md": HOSTILE}, by=SYSTEM, at=now)
    said = made.check(now, HOSTILE)
    for verdict in said["verdicts"]:
        verdict["reason"] = "<script>alert(3)</script>"
    scans.keep(ours, pushed.read(made.push(said, policy=HOSTILE)), by=SYSTEM, at=now)
    for address in (ROOT, "/o/harbour/scans/harbour/", "/o/harbour/policies/harbour/2/"):
        page = owner_client.get(address).content.decode()
        scripts = re.findall(r"<script\b[^>]*>", page)
        assert all("src=" in each for each in scripts)
        assert "<img src=x" not in page
        assert "onerror=alert(2)&gt;" in page or "onerror" not in page


def test_no_page_has_style_or_script_inside(owner_client: Client, ours: Project, now: datetime) -> None:
    times(ours, now, [5])
    page = owner_client.get(ROOT).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)


def test_the_report_lends_its_style_and_script(client: Client) -> None:
    style, script = client.get("/promises/report.css"), client.get("/promises/report.js")
    assert (style.headers["Content-Type"], script.headers["Content-Type"]) == (
        "text/css; charset=utf-8", "text/javascript; charset=utf-8",
    )  # fmt: skip
    assert b".doc .ev" in style.content
    assert client.get("/promises/other.css").status_code == 404


# ---- for everybody


def opened(client: Client) -> None:
    client.post(f"{ROOT}status-page/", {"shown": "yes"})


@pytest.mark.parametrize(
    "address", ["/status/harbour/harbour/", "/badge/harbour/harbour.svg", "/badge/harbour/harbour.json"]
)
def test_nothing_is_shown_before_the_team_opens_it(
    client: Client, owner_client: Client, ours: Project, address: str
) -> None:
    assert client.get(address).status_code == 404
    opened(owner_client)
    assert client.get(address).status_code == 200
    owner_client.post(f"{ROOT}status-page/", {"shown": "no"})
    assert client.get(address).status_code == 404
    assert [entry.action for entry in Entry.objects.filter(action__startswith="status_page")] == [
        "status_page.opened", "status_page.closed",
    ]  # fmt: skip


def test_only_owners_open_it(responder_client: Client, client: Client, ours: Project) -> None:
    assert responder_client.post(f"{ROOT}status-page/", {"shown": "yes"}).status_code == 403
    assert client.get("/status/harbour/harbour/").status_code == 404


def test_the_status_page_tells_numbers_with_n_and_window(
    client: Client, owner_client: Client, ours: Project, now: datetime
) -> None:
    opened(owner_client)
    assert "0 so far in the last 365 days" in client.get("/status/harbour/harbour/").content.decode()
    times(ours, now, [5, 60])
    cache.clear()
    page = client.get("/status/harbour/harbour/").content.decode()
    assert "1 of 2 in time in the last 365 days; times are told from three on" in page
    times(ours, now - timedelta(days=30), [10])
    cache.clear()
    page = client.get("/status/harbour/harbour/").content.decode()
    assert "2 of 3 in time in the last 365 days; median 10 h, 90th percentile" in page


def test_the_status_page_tells_no_evidence_and_no_name(
    client: Client, owner_client: Client, ours: Project, now: datetime
) -> None:
    said = made.check(now)
    said["checked"] |= {"root": "secret-root", "commit": "c" * 40}
    for verdict in said["verdicts"]:
        fact = {
            "fact": "a secret fact",
            "class": "wired",
            "path": "secret/path.yml",
            "line": 7,
            "text": "secret line",
            "at": None,
        }
        verdict |= {"standing": "broken", "reason": "a secret reason", "because": [{**fact, "against": True}]}
    scans.keep(ours, pushed.read(made.push(said)), by=SYSTEM, at=now)
    times(ours, now, [5])
    opened(owner_client)
    for address in ("/status/harbour/harbour/", "/badge/harbour/harbour.svg", "/badge/harbour/harbour.json"):
        page = client.get(address).content.decode()
        for secret in ("secret", "cccc", "TR-0", "owner@", "case:"):
            assert secret not in page, (address, secret)


def test_badges_are_a_picture_and_what_shields_asks_for(client: Client, owner_client: Client, ours: Project) -> None:
    opened(owner_client)
    picture, told = client.get("/badge/harbour/harbour.svg"), client.get("/badge/harbour/harbour.json")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert told.json()["schemaVersion"] == 1
    assert re.fullmatch(r"\d+ of \d+ kept.*", told.json()["message"])
    assert told.json()["message"] in picture.content.decode()


def test_another_organisation_learns_nothing(owner_client: Client, ours: Project, other_client: Client) -> None:
    assert other_client.get(ROOT).status_code == 404
    assert other_client.get("/o/harbour/scans/harbour/").status_code == 404
    assert other_client.get("/o/harbour/policies/harbour/1/").status_code == 404


@pytest.fixture
def other_client(db: None) -> Client:
    """Somebody who is logged in and no member here."""
    from django.contrib.auth.models import User

    client = Client()
    user = User.objects.create_user("stranger", "stranger@example.org", "a long pass phrase 1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_scans_are_listed_and_shown(owner_client: Client, ours: Project, now: datetime) -> None:
    assert "No result has come in yet" in owner_client.get("/o/harbour/scans/harbour/").content.decode()
    for week in (0, 1, 3):
        day = now - timedelta(days=7 * week)
        scans.keep(ours, pushed.read(made.push(made.audit(day))), by=SYSTEM, at=day + timedelta(hours=1))
    check = scans.keep(ours, pushed.read(made.push(made.check(now))), by=SYSTEM, at=now).scan
    page = owner_client.get("/o/harbour/scans/harbour/").content.decode()
    assert "nothing came in" in page
    assert '<strong class="standing broken">3 of 4</strong>' in page
    one = owner_client.get(f"/o/harbour/scans/harbour/{check.pk}/").content.decode()
    assert "reports acknowledged within 48 hours" in one
    audit = ours.scans.filter(kind="audit").first()
    assert audit is not None
    assert "pip-audit" in owner_client.get(f"/o/harbour/scans/harbour/{audit.pk}/").content.decode()
    assert owner_client.get("/o/harbour/scans/harbour/999999/").status_code == 404


def test_json_of_the_page_is_that_of_a_check(ours: Project, now: datetime) -> None:
    stood = judging.stood(ours, now)
    assert stood is not None
    said = json.loads(check_result.encode(stood.result))
    assert isinstance(told_result.read(said), told_result.ToldCheck)
