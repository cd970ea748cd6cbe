"""What no clock measures: steps, agreed publication, rewards, by the records of cases that are over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from troth.terms.commitment import Bounty, Commitment, CoordinatedDisclosure, Credit, DisclosureStep
from troth.terms.span import Span
from troth_desk.cases import actions
from troth_desk.cases.models import Case, Consent, Duty, DutyState
from troth_desk.cases.states import ConsentState
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions as policies
from troth_desk.policies import queries
from troth_desk.proofs.handled.cases import handled
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
SPAN = Span("SECURITY.md", 5, "x")
DAY = timedelta(days=1)
TO_THE_END = ("acknowledged", "assessing", "accepted", "fixing", "fix_ready", "disclosed", "closed")


def over(
    project: Project,
    at: datetime,
    *,
    until: datetime | None = None,
    agrees: bool = True,
    ends: bool = False,
    title: str = "a",
) -> Case:
    """A case that was opened at ``at``, moved once a day, and is over eight days later."""
    report = actions.Report(title=title, description=f"words of {title}", contact="reporter@example.org")
    opened = actions.open_case(project, report, origin="form", by=SYSTEM, at=at)
    case = opened.case
    if case.held:
        actions.release(case, by=SYSTEM, at=at)
    if until is not None:
        actions.propose_embargo(case, until, by=SYSTEM, at=at)
        if agrees:
            opened.participant.refresh_from_db()
            actions.answer_embargo(opened.participant, True, by=SYSTEM, at=at + DAY / 2)
    for number, state in enumerate(TO_THE_END, 1):
        case.refresh_from_db()
        if ends and state == "disclosed":
            actions.end_embargo(case, "published elsewhere", by=SYSTEM, at=at + number * DAY)
            case.refresh_from_db()
        actions.move(case, state, by=SYSTEM, at=at + number * DAY, reason="for the test")
    case.refresh_from_db()
    return case


def found(project: Project, at: datetime, commitment: Commitment, window: int = 365) -> Handled | None:
    return handled(project, at, window * DAY)(commitment)


STEP = DisclosureStep(span=SPAN, name="verification")


def test_steps_that_moves_show(project: Project, at: datetime) -> None:
    over(project, at)
    now = at + 9 * DAY
    assert found(project, now, STEP) == Handled(n=1, kept=1, late=0, first=at + 6 * DAY, last=at + 6 * DAY)
    for name in ("private report", "acknowledgment", "fix development"):
        shown = found(project, now, DisclosureStep(span=SPAN, name=name))
        assert shown is not None, name
        assert shown.kept == 1, name


@pytest.mark.parametrize(
    "name", ["release", "public disclosure", "notify internal security team", "schedule fix in next release"]
)
def test_steps_that_say_more_than_a_move_are_left_out(project: Project, at: datetime, name: str) -> None:
    over(project, at)
    assert found(project, at + 9 * DAY, DisclosureStep(span=SPAN, name=name)) is None


def test_credit_is_not_on_record_yet(project: Project, at: datetime) -> None:
    over(project, at)
    assert found(project, at + 9 * DAY, Credit(span=SPAN)) is None


def test_nothing_that_is_over_shows_nothing(project: Project, at: datetime) -> None:
    actions.open_case(project, actions.Report(title="a"), origin="form", by=SYSTEM, at=at)
    assert found(project, at + 9 * DAY, STEP) is None


def test_only_the_window_counts(project: Project, at: datetime) -> None:
    over(project, at)
    assert found(project, at + 50 * DAY, STEP, window=30) is None


def test_a_reward_is_shown_where_the_last_decision_grants_it(project: Project, at: datetime) -> None:
    granted, declined = over(project, at), over(project, at, title="b")
    over(project, at, title="c")
    actions.decide_bounty(granted, "granted", reason="good work", by=SYSTEM, at=at + 8 * DAY)
    actions.decide_bounty(declined, "granted", reason="good work", by=SYSTEM, at=at + 8 * DAY)
    actions.decide_bounty(declined, "declined", reason="known before", by=SYSTEM, at=at + 9 * DAY)
    shown = found(project, at + 10 * DAY, Bounty(span=SPAN))
    assert shown is not None
    assert (shown.n, shown.kept, shown.late) == (3, 1, 0)


def test_publication_is_agreed_where_the_reporter_agreed(project: Project, at: datetime) -> None:
    over(project, at, until=at + 5 * DAY)
    over(project, at, title="b")
    shown = found(project, at + 10 * DAY, CoordinatedDisclosure(span=SPAN))
    assert shown is not None
    assert (shown.n, shown.kept, shown.late) == (2, 1, 0)


def test_a_silence_that_the_team_ended_early_shows_no_agreement(project: Project, at: datetime) -> None:
    over(project, at, until=at + 60 * DAY, ends=True)
    shown = found(project, at + 10 * DAY, CoordinatedDisclosure(span=SPAN))
    assert shown is not None
    assert (shown.n, shown.kept, shown.late) == (1, 0, 0)


def test_only_the_reporter_agrees_for_the_reporter(project: Project, at: datetime) -> None:
    case = over(project, at, until=at + 5 * DAY)
    vendor, _ = actions.invite(case, "vendor", "vendor@example.org", by=SYSTEM, at=at)
    consents = Consent.objects.filter(organisation=project.organisation, embargo=case.embargo)
    consents.update(state=ConsentState.DECLINED)
    agreed = {"state": ConsentState.AGREED, "at": at, "organisation": project.organisation}
    Consent.objects.update_or_create(embargo=case.embargo, participant=vendor, defaults=agreed)
    shown = found(project, at + 10 * DAY, CoordinatedDisclosure(span=SPAN))
    assert shown is not None
    assert (shown.n, shown.kept, shown.late) == (1, 0, 0)


def test_what_is_over_elsewhere_is_not_counted(project: Project, other_project: Project, at: datetime) -> None:
    over(project, at)
    assert handled(other_project, at + 9 * DAY, 365 * DAY)(STEP) is None


SEVERITIES = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.

### High Vulnerabilities (CVSS 7.0-8.9)
- **Response Time**: 72 hours
- **Action**: Plan and implement fix
- **Communication**: Development team notification

### Medium Vulnerabilities (CVSS 4.0-6.9)
- **Response Time**: 1 week
- **Action**: Schedule fix in next release
- **Communication**: Regular security updates
"""
HIGH, MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"


Settle = Callable[..., Duty]


@pytest.fixture
def promised(project: Project, at: datetime) -> dict[str, Commitment]:
    version = policies.import_texts(project, {"SECURITY.md": SEVERITIES}, by=SYSTEM, at=at)
    return {one.sentence.partition(": ")[2]: one for one in queries.commitments(version).values()}


def rated(project: Project, at: datetime, *vectors: str, settle: Settle = actions.tick, title: str = "a") -> Case:
    """A case that was rated by each of ``vectors``, whose open duties were settled, and that is over."""
    report = actions.Report(title=title, description=f"words of {title}", contact="reporter@example.org")
    case = actions.open_case(project, report, origin="form", by=SYSTEM, at=at).case
    if case.held:
        actions.release(case, by=SYSTEM, at=at)
    for vector in vectors:
        case.refresh_from_db()
        actions.rate(case, vector, by=SYSTEM, at=at)
    for duty in Duty.objects.filter(case=case, state=DutyState.OPEN):
        settle(duty, "see the notes in the wiki", by=SYSTEM, at=at + DAY)
    for number, state in enumerate(TO_THE_END, 1):
        case.refresh_from_db()
        actions.move(case, state, by=SYSTEM, at=at + number * DAY, reason="for the test")
    return case


def test_what_a_severity_sets_off_is_shown_by_the_duties_of_its_cases(
    project: Project, promised: dict[str, Commitment], at: datetime
) -> None:
    rated(project, at, HIGH)
    for words in ("Plan and implement fix", "Development team notification"):
        shown = found(project, at + 9 * DAY, promised[words])
        assert shown is not None, words
        assert (shown.n, shown.kept, shown.late) == (1, 1, 0), words
    assert found(project, at + 9 * DAY, promised["Schedule fix in next release"]) is None, "no case was of medium"
    rated(project, at, MEDIUM, title="b")
    for words in ("Schedule fix in next release", "Regular security updates"):
        shown = found(project, at + 9 * DAY, promised[words])
        assert shown is not None, words
        assert (shown.n, shown.kept, shown.late) == (1, 1, 0), words


def test_what_somebody_withdrew_shows_neither(project: Project, promised: dict[str, Commitment], at: datetime) -> None:
    rated(project, at, HIGH, settle=actions.withdraw)
    shown = found(project, at + 9 * DAY, promised["Plan and implement fix"])
    assert shown is not None
    assert (shown.n, shown.kept, shown.late) == (1, 0, 0)


def test_a_case_whose_severity_rose_owes_nothing_of_the_lower_one(
    project: Project, promised: dict[str, Commitment], at: datetime
) -> None:
    rated(project, at, MEDIUM, HIGH)
    assert found(project, at + 9 * DAY, promised["Schedule fix in next release"]) is None
    shown = found(project, at + 9 * DAY, promised["Plan and implement fix"])
    assert shown is not None
    assert shown.kept == 1


def test_a_step_for_one_severity_is_not_shown_by_a_case_of_another(
    project: Project, promised: dict[str, Commitment], at: datetime
) -> None:
    rated(project, at, MEDIUM)
    assert found(project, at + 9 * DAY, DisclosureStep(span=SPAN, name="verification", severity=("high",))) is None
