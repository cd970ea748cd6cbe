"""What people decide, and what it means for the times that the policy promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desk.findings.conftest import known, warning
from troth_desk.deadlines.actions import sweep as sweep_clocks
from troth_desk.deadlines.models import Clock
from troth_desk.findings import actions
from troth_desk.findings.actions import Decision, bringing, owing
from troth_desk.findings.actions.deciding import Decided
from troth_desk.findings.models import Event, Finding
from troth_desk.findings.refusal import RefusedError
from troth_desk.findings.states import Severity, State
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

DAY = timedelta(days=1)
Brings = Callable[..., bringing.Brought]


def decided(organisation: Organisation, state: State, at: datetime, **given: str) -> Decided:
    told = {"reason": "we looked", **given}
    pks = list(Finding.objects.filter(organisation=organisation).values_list("pk", flat=True))
    return actions.decide(organisation, pks, Decision(state, **told), by=SYSTEM, at=at)


def clocks(**given: str) -> list[tuple[str, str, timedelta]]:
    found = Clock.objects.filter(**given).order_by("due_at")
    return [(one.action, one.state, one.due_at - one.started_at) for one in found]


def test_a_known_weakness_starts_the_times_of_its_severity(brings: Brings, policy: PolicyVersion) -> None:
    """The promise about reports is none about it; the time to respond stands beside the promised action."""
    brings(known())
    assert clocks() == [("respond", "running", 3 * DAY), ("fix", "running", 14 * DAY)]


def test_a_warning_of_a_scanner_starts_none_until_somebody_says_that_it_is_to_be_fixed(
    brings: Brings, policy: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    brings(warning())
    assert clocks() == []
    decided(organisation, State.ACCEPTED, at + DAY)
    assert {action for action, _, _ in clocks()} == {"respond", "fix"}
    assert Clock.objects.filter(started_at=at + DAY).count() == 2


def test_a_level_arms_nothing_that_names_severities(brings: Brings, policy: PolicyVersion) -> None:
    brings(known(severity=Severity.UNKNOWN, said="error"))
    assert clocks() == []


def test_gone_meets_the_clocks_and_a_late_one_stays_late(
    brings: Brings, policy: PolicyVersion, organisation: Organisation
) -> None:
    brings(known())
    brings(tool="pip-audit", later=5 * DAY)
    assert {(action, state) for action, state, _ in clocks()} == {("respond", "met"), ("fix", "met")}
    assert Clock.objects.get(action="respond").breached_at is not None
    assert Clock.objects.get(action="fix").breached_at is None


def test_what_is_done_at_once_meets_the_time_to_respond(brings: Brings, policy: PolicyVersion, at: datetime) -> None:
    brings(known())
    actions.respond(Finding.objects.get(), "The door is shut by a rule of the proxy.", by=SYSTEM, at=at + DAY)
    assert {(action, state) for action, state, _ in clocks()} == {("respond", "met"), ("fix", "running")}
    with pytest.raises(RefusedError):
        actions.respond(Finding.objects.get(), " ", by=SYSTEM, at=at + DAY)


@pytest.mark.parametrize(("state", "given"), [
    (State.FALSE_POSITIVE, {}), (State.NOT_AFFECTED, {"justification": "vulnerable_code_not_present"}),
])  # fmt: skip
def test_what_is_none_owes_nothing_and_a_decision_taken_back_gives_no_new_time(
    brings: Brings, policy: PolicyVersion, organisation: Organisation, at: datetime, state: State, given: dict[str, str]
) -> None:
    brings(known())
    decided(organisation, state, at + DAY, **given)
    assert {state for _, state, _ in clocks()} == {"stopped"}
    assert not Finding.objects.get().live
    decided(organisation, State.OPEN, at + 2 * DAY)
    assert [one.started_at for one in Clock.objects.filter(state="running")] == [at, at]


def test_not_affected_needs_a_justification_and_others_a_reason(
    brings: Brings, organisation: Organisation, at: datetime
) -> None:
    brings(known())
    with pytest.raises(RefusedError, match="five justifications"):
        decided(organisation, State.NOT_AFFECTED, at)
    with pytest.raises(RefusedError, match="Say why"):
        decided(organisation, State.FALSE_POSITIVE, at, reason=" ")
    with pytest.raises(RefusedError, match="Decide that"):
        decided(organisation, State.WAIVED, at)
    with pytest.raises(RefusedError, match="at least one"):
        actions.decide(organisation, [], Decision(State.ACCEPTED), by=SYSTEM, at=at)
    assert Finding.objects.get().state == "open"


def test_many_are_decided_with_one_entry_and_an_event_each(
    brings: Brings, organisation: Organisation, at: datetime
) -> None:
    brings(*(warning(f"B{number}") for number in range(30)))
    done = decided(organisation, State.FALSE_POSITIVE, at)
    assert (done.changed, done.left) == (30, 0)
    assert Entry.objects.filter(organisation_id=organisation.pk, action="findings.decided").count() == 1
    assert Event.objects.count() == 30
    assert decided(organisation, State.FALSE_POSITIVE, at).left == 30


def test_findings_of_others_are_not_decided(
    brings: Brings, organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    brings(warning())
    pk = Finding.objects.get().pk
    with scope.inside(other_organisation):
        done = actions.decide(other_organisation, [pk], Decision(State.ACCEPTED), by=SYSTEM, at=at)
    assert (done.changed, done.left) == (0, 1)
    assert Finding.objects.filter(organisation=organisation).get().state == "open"


def test_a_worse_severity_makes_clocks_shorter(brings: Brings, policy: PolicyVersion, at: datetime) -> None:
    brings(known())
    actions.rate(Finding.objects.get(), vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", by=SYSTEM, at=at + DAY)
    finding = Finding.objects.get()
    assert (finding.severity, float(finding.score or 0)) == ("critical", 9.8)
    assert ("respond", "running", DAY) in clocks()
    with pytest.raises(RefusedError, match="CVSS"):
        actions.rate(finding, vector="AV:N", by=SYSTEM, at=at)


def test_groups_that_the_policy_names_are_told_once(brings: Brings, policy: PolicyVersion) -> None:
    brings(known(severity=Severity.CRITICAL), known("CVE-2026-5", "keel", aliases=()), warning())
    told = {(one.group, one.title) for one in Notice.objects.all()}
    assert told == {
        ("security team", "Harbour: 1 new critical finding"), ("development team", "Harbour: 2 new high findings"),
    }  # fmt: skip


def test_without_a_policy_the_team_is_told_of_the_worst_alone(brings: Brings) -> None:
    brings(known(severity=Severity.CRITICAL), warning("B1", severity=Severity.LOW))
    assert [one.title for one in Notice.objects.all()] == ["Harbour: 1 new critical finding"]


def test_the_round_starts_the_clocks_that_an_import_left(
    brings: Brings, policy: PolicyVersion, organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    brings(*(known(f"CVE-2026-{number}", f"p{number}", aliases=()) for number in range(5)))
    assert Clock.objects.count() == 4
    assert owing.settle(organisation, by=SYSTEM, at=at + DAY, most=100) == 3
    assert Clock.objects.count() == 10
    assert set(Clock.objects.values_list("started_at", flat=True)) == {at}
    assert owing.settle(organisation, by=SYSTEM, at=at + DAY, most=100) == 0


def test_back_after_it_was_gone_counts_anew(brings: Brings, policy: PolicyVersion, at: datetime) -> None:
    brings(known())
    brings(tool="pip-audit", later=DAY)
    brings(known(), later=9 * DAY)
    assert [one.started_at for one in Clock.objects.filter(state="running", action="fix")] == [at + 9 * DAY]


def test_a_fix_that_did_not_hold_was_none(
    brings: Brings, policy: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    """Somebody says that it is fixed; the next scan still sees it: the time goes on from where it began."""
    brings(known())
    decided(organisation, State.FIXED, at + DAY)
    assert Clock.objects.get(action="fix").state == "met"
    brings(known(), later=2 * DAY)
    assert sweep_clocks(organisation, at + 30 * DAY).breached
    assert Clock.objects.filter(action="fix", started_at=at, breached_at__isnull=False).exists()


def test_assigning(brings: Brings, organisation: Organisation, responder: Membership, at: datetime) -> None:
    brings(warning(), warning("B1"))
    pks = list(Finding.objects.values_list("pk", flat=True))
    assert actions.assign(organisation, pks, responder, by=SYSTEM, at=at) == 2
    assert actions.assign(organisation, pks, responder, by=SYSTEM, at=at) == 0


def test_a_finding_becomes_a_case_once(
    brings: Brings, policy: PolicyVersion, responder: Membership, at: datetime
) -> None:
    brings(warning())
    finding = Finding.objects.select_related("project__organisation", "stream").get()
    case = actions.make_case(finding, member=responder, by=responder.actor, at=at)
    assert (case.origin, case.owner, Finding.objects.get().case) == ("team", responder, case)
    with pytest.raises(RefusedError, match="has a case"):
        actions.make_case(finding, member=responder, by=responder.actor, at=at)


def test_the_watch_opens_and_closes(brings: Brings, policy: PolicyVersion, at: datetime) -> None:
    project = policy.project
    opened = actions.open_known(project, [known(tool="advisories")], digest="1" * 64, by=SYSTEM, at=at)
    assert opened.findings == (Finding.objects.get().pk,)
    assert clocks()
    assert actions.close_known(project, opened.findings, withdrawn=True, by=SYSTEM, at=at + DAY) == 1
    gone = Finding.objects.get()
    assert (gone.state, gone.withdrawn_at) == ("fixed", at + DAY)
    again = actions.open_known(project, [known(tool="advisories")], digest="2" * 64, by=SYSTEM, at=at + 2 * DAY)
    assert (again.brought.back, again.findings) == (1, opened.findings)


def test_what_the_watch_closes_a_tool_may_still_see(brings: Brings, policy: PolicyVersion, at: datetime) -> None:
    opened = actions.open_known(policy.project, [known(tool="advisories")], digest="1" * 64, by=SYSTEM, at=at)
    brings(known(), later=DAY)
    assert actions.close_known(policy.project, opened.findings, by=SYSTEM, at=at + 2 * DAY) == 0
    assert Finding.objects.get().live
