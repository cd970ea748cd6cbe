"""What clocks run for besides cases: named by their app on Today, in calendars and notices, and counted for no promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from django.test import Client

from desk.cases.conftest import STAGES
from troth_desk.deadlines import actions, numbers, subjects
from troth_desk.deadlines.models import Clock
from troth_desk.deadlines.subjects import Kind, Owed, Subject
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.proofs import agreement
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import actions as calendar
from troth_desk.today import feed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def describe(organisation: Organisation, names: Sequence[str]) -> Mapping[str, Subject]:
    page = f"/o/{organisation.slug}/rehearsals/"
    return {
        name: Subject(f"RH-{name}", "The fire alarm", page, says="open", owner="Ada") for name in names if name != "0"
    }


@pytest.fixture
def rehearsals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_kinds", {})
    kind = Kind(describe, lambda _: ["7"], {"rehearse": Owed("rehearsal", "Rehearse it", "A record of it counts.")})
    subjects.register("rehearsal", kind)


def arm(project: Project, at: datetime, subject: str = "rehearsal:7") -> Clock:
    return actions.arm_own(
        project, subject, action="rehearse", sentence="Ring it once", due_at=at + DAY, started_at=at, by=SYSTEM, at=at
    )


@pytest.mark.usefixtures("rehearsals")
def test_today_shows_it_by_its_name_and_words(
    owner_client: Client, project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    arm(project, at)
    arm(project, at, "rehearsal:0")
    page = owner_client.get("/o/harbour/").content.decode()
    for words in ("Rehearse it", ">The fire alarm</a>", "RH-7", "Ring it once", "Ada", "A record of it counts."):
        assert words in page
    assert "rehearsal:0" in page, "what its app does not know any more is named barely"


@pytest.mark.usefixtures("rehearsals")
def test_a_calendar_names_it_without_its_title(
    organisation: Organisation, owner: Membership, project: Project, at: datetime
) -> None:
    arm(project, at)
    arm(project, at, "rehearsal:8")
    every, _ = calendar.make_link(owner, mine=False, by=SYSTEM, at=at)
    mine, _ = calendar.make_link(owner, mine=True, by=SYSTEM, at=at)
    assert {one.summary for one in feed.due(organisation, at, link=every)} == {"RH-7 Rehearse it", "RH-8 Rehearse it"}
    (due,) = feed.due(organisation, at, link=mine)
    assert (due.summary, due.description) == ("RH-7 Rehearse it", "")
    assert due.url.endswith("/o/harbour/rehearsals/")


@pytest.mark.usefixtures("rehearsals")
def test_it_is_late_like_any_other_and_says_whose_word_it_was(
    organisation: Organisation, project: Project, at: datetime
) -> None:
    arm(project, at)
    actions.sweep(organisation, at + 2 * DAY)
    notice = Notice.objects.get(key__endswith=":breach")
    assert notice.title == "7: rehearsal is overdue"
    assert "What was set: “Ring it once”." in notice.body
    (met,) = actions.meet(organisation, "rehearsal:7", "rehearse", by=SYSTEM, at=at + 2 * DAY)
    assert met.breached_at == at + DAY
    assert list(agreement.disagreements(organisation)) == []


def test_it_counts_for_no_promise(project: Project, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
    arm(project, at)
    actions.meet(project.organisation, "rehearsal:7", "rehearse", by=SYSTEM, at=at)
    assert numbers.numbers(project, at + DAY, 30 * DAY) == {}


def test_what_would_be_due_before_it_begins_is_refused(project: Project, at: datetime) -> None:
    with pytest.raises(ValueError, match="after it begins"):
        actions.arm_own(
            project, "rehearsal:7", action="rehearse", sentence="x", due_at=at, started_at=at, by=SYSTEM, at=at
        )
