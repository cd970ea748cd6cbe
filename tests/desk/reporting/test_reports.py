"""A report is gathered, approved, issued and shown; what it tells is frozen, and single reports stay inside."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from desk.reporting.conftest import SECRET, reported
from troth_desk.cases import queries as cases
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.people.models import Membership
from troth_desk.reporting import actions, content, gathering, queries
from troth_desk.reporting.content import Section, Told
from troth_desk.reporting.models import Report, State
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.tenants.models import Project

Q3 = (date(2026, 7, 1), date(2026, 9, 30))
AUGUST = datetime(2026, 8, 10, 9, tzinfo=UTC)


def made(project: Project, at: datetime) -> Report:
    return actions.make(project, *Q3, by=SYSTEM, at=at)


def section(told: Told, name: str) -> Section:
    [found] = [one for one in told.sections if one.name == name]
    return found


@pytest.fixture
def busy(ours: Project) -> Project:
    reported(ours, AUGUST, late=True)
    reported(ours, AUGUST + timedelta(days=40))
    reported(ours, datetime(2026, 10, 2, 9, tzinfo=UTC), "Of the next quarter")
    return ours


def test_it_tells_of_its_period_alone(busy: Project, now: datetime) -> None:
    told = gathering.gather(made(busy, now), now)
    assert told.title == "Security report, 2026 Q3"
    reports = section(told, "reports")
    assert reports.says == "2 reports came in."
    assert ("low", "2", "2", "0", "0") in reports.tables[0].rows
    assert dict(reports.charts[0].series) == {"low": (0, 1, 1)}
    assert reports.charts[0].labels == ("2026-07", "2026-08", "2026-09")
    late = section(told, "breaches")
    assert late.says == "2 times something promised was not done in time."
    [row] = [row for row in late.tables[0].rows if "48 hours" in row[0]]
    assert (row[0], row[4]) == ("We acknowledge every report within 48 hours.", "24 h late")


def test_promises_have_the_numbers_of_the_period(busy: Project, now: datetime) -> None:
    promises = section(gathering.gather(made(busy, now), now), "promises")
    [row] = [row for row in promises.tables[0].rows if "48 hours" in row[0]]
    assert row[3:6] == ("2", "1", "1")
    assert row[6:] == ("", ""), "times of two would tell of single reports"
    assert "1 in time, 2 late" in promises.says
    assert dict(promises.charts[0].series)["late"] == (0, 2, 0)


def test_cases_that_wait_for_it_are_told_of_and_ticked_when_it_goes_out(busy: Project, now: datetime) -> None:
    report = made(busy, now)
    waiting = section(gathering.gather(report, now), "collected")
    assert waiting.figures == (("cases", "2"),)
    actions.approve(report, by=SYSTEM, at=now)
    assert actions.issue(report, by=SYSTEM, at=now) == 2
    [left] = cases.collected(busy)
    assert left.ends == "2026-12-31", "what came later waits for the next one"
    entry = Entry.objects.filter(action="report.issued").get()
    assert json.loads(entry.body)["detail"] == {"digest": report.digest, "cases": 2}


def test_what_is_approved_does_not_change(busy: Project, now: datetime) -> None:
    report = made(busy, now)
    actions.write(report, "It was a calm quarter.", by=SYSTEM, at=now)
    actions.approve(report, by=SYSTEM, at=now)
    frozen = queries.told(report, now)
    reported(busy, AUGUST + timedelta(days=1), "Came in later")
    assert queries.told(report, now) == frozen
    assert content.digest(report.content) == report.digest
    assert queries.unchanged(report)
    with pytest.raises(RefusedReportError, match="frozen"):
        actions.write(report, "Other words.", by=SYSTEM, at=now)
    said = json.loads(Entry.objects.get(action="report.approved").body)["detail"]
    assert said == {"digest": report.digest}
    Report.objects.filter(pk=report.pk).update(content=report.content.replace("calm", "wild"))
    report.refresh_from_db()
    assert not queries.unchanged(report)


def test_an_approval_is_taken_back_until_it_is_out(busy: Project, now: datetime) -> None:
    report = made(busy, now)
    with pytest.raises(RefusedReportError, match="approved first"):
        actions.issue(report, by=SYSTEM, at=now)
    actions.approve(report, by=SYSTEM, at=now)
    actions.take_back(report, by=SYSTEM, at=now)
    assert (report.state, report.content, report.digest) == (State.DRAFT, "", "")
    with pytest.raises(RefusedReportError, match="Issue it first"):
        actions.publish(report, shown=True, by=SYSTEM, at=now)
    actions.approve(report, by=SYSTEM, at=now)
    actions.issue(report, by=SYSTEM, at=now)
    with pytest.raises(RefusedReportError, match="not out yet"):
        actions.take_back(report, by=SYSTEM, at=now)


def test_a_period_that_goes_on_cannot_be_approved(ours: Project, now: datetime) -> None:
    report = actions.make(ours, date(2026, 10, 1), date(2026, 12, 31), by=SYSTEM, at=now)
    with pytest.raises(RefusedReportError, match="31 December 2026"):
        actions.approve(report, by=SYSTEM, at=now)


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (date(2026, 9, 30), date(2026, 7, 1), "before the first"),
        (date(2020, 1, 1), date(2026, 7, 1), "three years"),
        (date(2026, 10, 7), date(2026, 12, 31), "not begun"),
    ],
)
def test_days_that_are_no_period(ours: Project, now: datetime, begins: date, ends: date, words: str) -> None:
    with pytest.raises(RefusedReportError, match=words):
        actions.make(ours, begins, ends, by=SYSTEM, at=now)


def test_everybody_reads_no_word_of_single_reports(busy: Project, now: datetime, client: Client) -> None:
    report = made(busy, now)
    actions.approve(report, by=SYSTEM, at=now)
    actions.issue(report, by=SYSTEM, at=now)
    address = f"/status/harbour/harbour/reports/{report.number}/"
    assert client.get(address).status_code == 404
    actions.publish(report, shown=True, by=SYSTEM, at=now)
    page = client.get(address)
    assert page.status_code == 200
    references = [case.reference for case in cases.cases(busy.organisation)]
    pdf = client.get(f"{address}report.pdf")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.content)).pages)
    for told in (page.content.decode(), text):
        assert "We acknowledge every report within 48 hours" in " ".join(told.split())
        assert not [word for word in (SECRET, "came in", *references) if word in told]
    assert report.digest in page.content.decode()
    assert client.get("/status/harbour/harbour/reports/").status_code == 200
    actions.publish(report, shown=False, by=SYSTEM, at=now)
    assert client.get(address).status_code == 404


def test_the_team_sees_all_of_it(busy: Project, now: datetime, responder_client: Client) -> None:
    report = made(busy, now)
    page = responder_client.get(f"/o/harbour/paper/harbour/reports/{report.number}/").content.decode()
    assert SECRET in page
    assert '<svg class="strips"' in page
    assert re.search(r"<caption>Cases that this report tells of <span class=\"tag\">for the team</span>", page)


def test_it_goes_from_draft_to_public_by_its_buttons(
    busy: Project, now: datetime, owner_client: Client, responder_client: Client, reviewer_client: Client
) -> None:
    days = {"project": "harbour", "begins": "2026-07-01", "ends": "2026-09-30"}
    begun = responder_client.post("/o/harbour/paper/make/", days)
    address = begun.headers["Location"]
    responder_client.post(f"{address}write/", {"title": "The third quarter", "words": "One.\n\nTwo <b>bold</b>."})
    assert responder_client.post(f"{address}approve/").status_code == 403
    assert reviewer_client.post(f"{address}approve/").status_code == 302
    assert reviewer_client.post(f"{address}issue/").status_code == 403
    issued = responder_client.post(f"{address}issue/", follow=True).content.decode()
    assert "2 cases that waited for it are told of" in issued
    assert "Two &lt;b&gt;bold&lt;/b&gt;." in issued
    assert owner_client.post(f"{address}publish/", {"shown": "yes"}).status_code == 302
    report = Report.objects.get()
    assert (report.title, report.state, report.public) == ("The third quarter", "issued", True)
    again = responder_client.post(f"{address}issue/")
    assert again.status_code == 409


def test_a_wrong_period_is_said_beside_its_field(ours: Project, now: datetime, responder_client: Client) -> None:
    page = responder_client.post(
        "/o/harbour/paper/make/", {"project": "harbour", "begins": "2026-09-30", "ends": "2026-07-01"}
    )
    assert page.status_code == 422
    assert "before the first one" in page.content.decode()


def test_the_pdf_is_the_same_again_and_takes_no_markup(ours: Project, now: datetime, responder_client: Client) -> None:
    report = made(ours, now)
    actions.write(report, '#panic("no") *bold* <tag> $x$ \\ [a](b) @ref', by=SYSTEM, at=now)
    address = f"/o/harbour/paper/harbour/reports/{report.number}/report.pdf"
    one, two = responder_client.get(address), responder_client.get(address)
    assert one.headers["Content-Type"] == "application/pdf"
    assert one.content == two.content
    read = PdfReader(io.BytesIO(one.content))
    assert '#panic("no") *bold* <tag> $x$' in " ".join(read.pages[0].extract_text().split())
    assert float(read.pages[0].mediabox.width) == pytest.approx(595.28, abs=0.5)
    letter = PdfReader(io.BytesIO(responder_client.get(f"{address}?paper=letter").content))
    assert float(letter.pages[0].mediabox.width) == pytest.approx(612, abs=0.5)


def test_without_a_typesetter_it_says_what_to_do(
    ours: Project, now: datetime, responder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = made(ours, now)
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = responder_client.get(f"/o/harbour/paper/harbour/reports/{report.number}/report.pdf")
    assert answer.status_code == 501
    assert "troth[pdf]" in answer.content.decode()


def test_without_a_policy_it_tells_what_there_is(project: Project, now: datetime) -> None:
    told = gathering.gather(made(project, now), now)
    assert told.policy == "no policy yet"
    assert [one.name for one in told.sections] == ["reports", "closed", "breaches"]


def test_programs_read_reports(
    busy: Project, now: datetime, client: Client, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    report = made(busy, now)
    actions.approve(report, by=SYSTEM, at=now)
    head = key_for(owner, "promises:read")
    [listed] = client.get("/api/v1/security-reports/harbour", headers=head).json()
    assert (listed["digest"], listed["state"]) == (report.digest, "approved")
    whole = client.get(f"/api/v1/security-reports/harbour/{report.number}", headers=head).json()
    assert whole["told"] == json.loads(report.content)
    assert client.get("/api/v1/security-reports/harbour/99", headers=head).status_code == 404
