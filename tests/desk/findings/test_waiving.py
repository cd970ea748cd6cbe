"""Waivers: a reason, an owner, an end, and a second person; while they hold, clocks stand still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desk.findings.conftest import known, warning
from troth_desk.deadlines.models import Clock
from troth_desk.findings import actions
from troth_desk.findings.actions import bringing
from troth_desk.findings.actions.waiving import Asked, may_approve
from troth_desk.findings.models import Finding, Waiver
from troth_desk.findings.refusal import RefusedError
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

DAY = timedelta(days=1)
Brings = Callable[..., bringing.Brought]


def asked(project: Project, member: Membership, at: datetime, **given: object) -> Waiver:
    told = {"reason": "the fix waits for a release", "until": at + 30 * DAY, "owner": member, **given}
    pks = list(Finding.objects.filter(project=project).values_list("pk", flat=True))
    return actions.ask(project, pks, Asked(**told), member=member, by=member.actor, at=at)  # type: ignore[arg-type]


def test_its_life(
    brings: Brings,
    project: Project,
    policy: PolicyVersion,
    organisation: Organisation,
    responder: Membership,
    reviewer: Membership,
    at: datetime,
) -> None:
    brings(known())
    waiver = asked(project, responder, at + DAY)
    assert Finding.objects.get().live  # nothing has changed yet
    assert actions.approve(waiver, member=reviewer, by=reviewer.actor, at=at + DAY) == 1
    finding = Finding.objects.get()
    assert (finding.state, finding.live, waiver.alone) == ("waived", False, False)
    assert set(Clock.objects.values_list("state", flat=True)) == {"paused"}
    due = Clock.objects.get(action="fix").due_at
    assert actions.sweep(organisation, at + 25 * DAY) == {"warned": 1}
    assert actions.sweep(organisation, at + 25 * DAY) == {}
    assert actions.sweep(organisation, at + 32 * DAY) == {"ended": 1}
    finding = Finding.objects.get()
    assert (finding.state, finding.live) == ("open", True)
    assert Clock.objects.get(action="fix").due_at == due + 31 * DAY  # exactly the time that was left
    assert Waiver.objects.get().stage == "ended"
    mine = set(Notice.objects.filter(member=responder).values_list("title", flat=True))
    assert mine == {"Harbour: a waiver ends soon", "Harbour: a waiver ended"}


@pytest.mark.parametrize(("given", "why"), [
    ({"until": None}, "without an end is none"),
    ({"reason": "  "}, "Say why"),
    ({"days": 400}, "a year from now"),
    ({"days": 0}, "a year from now"),
])  # fmt: skip
def test_what_is_no_waiver(
    brings: Brings, project: Project, responder: Membership, at: datetime, given: dict[str, object], why: str
) -> None:
    brings(warning())
    given = dict(given)
    days = given.pop("days", None)
    if isinstance(days, int):
        given["until"] = at + days * DAY
    with pytest.raises(RefusedError, match=why):
        asked(project, responder, at, **given)
    assert not Waiver.objects.exists()


def test_nobody_approves_their_own(
    brings: Brings, project: Project, owner: Membership, reviewer: Membership, responder: Membership, at: datetime
) -> None:
    brings(warning())
    waiver = asked(project, owner, at)
    assert "another person" in may_approve(waiver, owner)
    assert "reviewer" in may_approve(waiver, responder)
    with pytest.raises(RefusedError):
        actions.approve(waiver, member=owner, by=owner.actor, at=at)
    assert actions.approve(waiver, member=reviewer, by=reviewer.actor, at=at)
    with pytest.raises(RefusedError, match="faster"):
        actions.approve(waiver, member=reviewer, by=reviewer.actor, at=at)


def test_a_team_of_one_approves_alone_and_it_shows(
    brings: Brings, project: Project, owner: Membership, at: datetime
) -> None:
    brings(warning())
    waiver = asked(project, owner, at)
    actions.approve(waiver, member=owner, by=owner.actor, at=at)
    assert Waiver.objects.get().alone


def test_a_refusal_and_a_withdrawal_leave_everything_as_it_was(
    brings: Brings, project: Project, responder: Membership, reviewer: Membership, at: datetime
) -> None:
    brings(warning())
    waiver = asked(project, responder, at)
    with pytest.raises(RefusedError):
        actions.refuse(waiver, "", member=reviewer, by=reviewer.actor, at=at)
    actions.refuse(waiver, "there is a fix", member=reviewer, by=reviewer.actor, at=at)
    assert actions.end(asked(project, responder, at), by=responder.actor, at=at) == 0
    assert (Finding.objects.get().live, Finding.objects.get().waiver) == (True, None)


def test_gone_and_back_while_it_holds(
    brings: Brings, project: Project, organisation: Organisation, owner: Membership, at: datetime
) -> None:
    brings(warning(), warning("B1"))
    waiver = asked(project, owner, at)
    actions.approve(waiver, member=owner, by=owner.actor, at=at)
    brings(warning("B1"), later=DAY)
    brings(warning(), warning("B1"), later=2 * DAY)
    assert set(Finding.objects.values_list("state", flat=True)) == {"waived"}
    brings(warning("B1"), later=3 * DAY)
    actions.sweep(organisation, at + 31 * DAY)
    assert dict(Finding.objects.values_list("rule", "state")) == {"B602": "fixed", "B1": "open"}


def test_what_overdue_stays_overdue(
    brings: Brings,
    project: Project,
    policy: PolicyVersion,
    responder: Membership,
    reviewer: Membership,
    at: datetime,
) -> None:
    brings(known())
    waiver = asked(project, responder, at + 20 * DAY)
    actions.approve(waiver, member=reviewer, by=reviewer.actor, at=at + 20 * DAY)
    assert Clock.objects.get(action="fix").breached_at is not None
