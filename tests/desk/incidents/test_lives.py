"""The lives of incidents: phases of the policy, criteria, reasons, clocks, the end, and the begin of it all again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from desk.incidents.going import go_through, tick
from troth_desk.cases import actions as cases
from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.incidents import actions, queries
from troth_desk.incidents.actions import Declared, Refused
from troth_desk.incidents.models import Criterion, Entry, Incident, Move, Outcome, Phase, Review, Task
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.ledger.models import Entry as LedgerEntry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.reviews import queries as reviews
from troth_desk.tenants.models import Project

HOUR = timedelta(hours=1)
SIX = ["detection", "assessment", "containment", "eradication", "recovery", "lessons learned"]


def test_it_has_the_phases_of_the_policy_in_its_order(incident: Incident) -> None:
    found = queries.phases(incident)
    assert [phase.name for phase in found] == SIX
    assert [phase.line for phase in found] == list(range(11, 17))
    assert all(phase.commitment for phase in found)
    assert [phase.entered_at is not None for phase in found] == [True] + [False] * 5
    assert incident.incident_class == "service disruption"
    assert (incident.playbook, incident.playbook_number) == ("service-disruption", 0)


def test_without_a_policy_it_has_the_six(project: Project, by: Actor, at: datetime) -> None:
    made = actions.open_incident(project, Declared(title="Something is wrong"), by=by, at=at)
    assert [phase.name for phase in queries.phases(made)] == SIX
    assert (made.playbook, made.severity, made.policy) == ("general", "medium", None)


def test_a_class_that_the_policy_does_not_name_is_refused(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="names no class"):
        actions.open_incident(project, Declared(title="?", incident_class="flood"), by=by, at=at)


def test_it_goes_on_when_all_is_ticked_or_for_a_reason(incident: Incident, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="exit criteria are not ticked"):
        actions.move(incident, 2, by=by, at=at)
    actions.move(incident, 2, "We know it from the provider.", by=by, at=at)
    tick(incident, by, at)
    actions.move(incident, 3, by=by, at=at + HOUR)
    first, second = queries.phases(incident)[:2]
    assert (first.complete, first.reason) == (False, "We know it from the provider.")
    assert (second.complete, second.reason, second.left_at) == (True, "", at + HOUR)
    assert list(Move.objects.values_list("before", "after", "unmet")) == [(0, 1, 0), (1, 2, 2), (2, 3, 0)]


def test_a_phase_is_left_out_for_a_reason_alone(incident: Incident, by: Actor, at: datetime) -> None:
    tick(incident, by, at)
    with pytest.raises(Refused, match="why assessment is left out"):
        actions.move(incident, 3, by=by, at=at)
    actions.move(incident, 3, "It was assessed by the provider.", by=by, at=at)
    assert [phase.complete for phase in queries.phases(incident)][:3] == [True, False, False]


def test_back_needs_a_reason_and_shows_nothing_any_more(incident: Incident, by: Actor, at: datetime) -> None:
    for to in (2, 3):
        tick(incident, by, at)
        actions.move(incident, to, by=by, at=at)
    with pytest.raises(Refused, match="why it goes back"):
        actions.move(incident, 2, by=by, at=at)
    actions.move(incident, 2, "Another machine is affected.", by=by, at=at + HOUR)
    found = queries.phases(incident)
    assert [phase.complete for phase in found] == [True] + [False] * 5
    assert [phase.entered_at is not None for phase in found] == [True, True] + [False] * 4
    assert not Criterion.objects.filter(phase__ordinal__gte=2).exclude(ticked_at=None).exists()


def test_of_two_who_move_it_one_wins(incident: Incident, by: Actor, at: datetime) -> None:
    other = Incident.objects.get(pk=incident.pk)
    actions.move(incident, 2, "first", by=by, at=at)
    with pytest.raises(Refused, match="Somebody else"):
        actions.move(other, 2, "second", by=by, at=at)
    assert Move.objects.count() == 2


def test_tasks_of_the_present_phase_and_clocks_of_the_playbook_run(incident: Incident, by: Actor, at: datetime) -> None:
    running = {clock.sentence: clock.due_at - at for clock in Clock.objects.filter(subject=incident.subject)}
    assert running["Take the lead, and say so where the team talks"] == timedelta(minutes=15)
    assert running["Decide whether to ask for help from outside"] == timedelta(hours=2)
    later = Task.objects.get(words__startswith="Ransomware")
    assert later.due_at is None
    tick(incident, by, at)
    actions.move(incident, 3, "known", by=by, at=at + HOUR)
    later.refresh_from_db()
    assert later.due_at == at + HOUR + timedelta(minutes=15)
    assert not Clock.objects.exclude(promise=None).exists()


def test_a_task_that_is_done_meets_its_clock_and_late_stays_late(incident: Incident, by: Actor, at: datetime) -> None:
    task = Task.objects.get(words__startswith="Take the lead")
    deadlines.sweep(incident.project.organisation, at + HOUR)
    actions.check(incident, tasks=[task.pk], by=by, at=at + HOUR)
    clock = Clock.objects.get(action=task.action)
    assert (clock.state, clock.breached_at) == (ClockState.MET, at + timedelta(minutes=15))


def test_a_stale_page_unticks_nothing_that_it_had_not_shown(incident: Incident, by: Actor, at: datetime) -> None:
    one, two = Task.objects.filter(phase__ordinal=1)[:2]
    actions.check(incident, tasks=[one.pk], by=by, at=at)
    actions.check(incident, tasks=[two.pk], by=by, at=at)  # a page from before
    assert Task.objects.filter(state="done").count() == 2
    actions.check(incident, were_tasks=[one.pk], by=by, at=at)
    assert list(Task.objects.filter(state="done")) == [two]


def test_what_is_dropped_has_a_reason_and_owes_nothing(incident: Incident, by: Actor, at: datetime) -> None:
    task = Task.objects.get(words__startswith="Take the lead")
    with pytest.raises(Refused, match="why it is not done"):
        actions.settle_task(task, "dropped", by=by, at=at)
    actions.settle_task(task, "dropped", "There is one person.", by=by, at=at)
    assert Clock.objects.get(action=task.action).state == ClockState.STOPPED


def test_severity_rises_without_a_word_and_falls_for_a_reason(incident: Incident, by: Actor, at: datetime) -> None:
    actions.rate(incident, "critical", by=by, at=at)
    with pytest.raises(Refused, match="why it is less severe"):
        actions.rate(incident, "low", by=by, at=at)
    actions.rate(incident, "low", "Only the test system.", by=by, at=at)
    assert [(one.before, one.after) for one in incident.ratings.all()] == [
        ("", "high"),
        ("high", "critical"),
        ("critical", "low"),
    ]


def test_the_end_asks_for_every_phase(incident: Incident, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="still to come"):
        actions.close(incident, Outcome.HANDLED, by=by, at=at)
    end = go_through(incident, by, at)
    actions.close(incident, Outcome.HANDLED, by=by, at=end)
    assert all(phase.complete for phase in queries.phases(incident))
    assert list(queries.handled_between(incident.project, at, end)) == [incident]
    assert not Clock.objects.filter(subject=incident.subject, state="running").exists()


def test_the_review_is_due_in_time_and_its_clock_outlives_the_end(incident: Incident, by: Actor, at: datetime) -> None:
    actions.close(incident, Outcome.HANDLED, "It was over at once.", by=by, at=at)
    review = Review.objects.get()
    assert review.due_at.date().isoformat() == "2026-03-09"  # five business days after a Monday
    clock = Clock.objects.get(subject=incident.subject, state="running")
    assert (clock.action, clock.due_at) == ("review", review.due_at)
    actions.hold_review(incident, summary="A disk.", causes="It was full.", by=by, at=at + HOUR)
    clock.refresh_from_db()
    assert clock.state == ClockState.MET


def test_what_the_review_finds_is_an_obligation(
    incident: Incident, by: Actor, responder: Membership, at: datetime
) -> None:
    actions.hold_review(incident, summary="A disk.", causes="It was full.", by=by, at=at)
    made = actions.add_action(incident, "Watch disks", owner=responder, due_at=at + 24 * HOUR, by=by, at=at)
    obligation = reviews.obligation(incident.project.organisation, made.obligation)
    assert obligation is not None
    assert (obligation.title, obligation.owner, obligation.origin) == ("Watch disks", responder, incident.subject)
    assert Clock.objects.get(subject=obligation.subject).due_at == at + 24 * HOUR
    with pytest.raises(Refused, match="That is over"):
        actions.add_action(incident, "Watch disks", owner=None, due_at=at, by=by, at=at)


def test_a_false_alarm_has_a_reason_owes_no_review_and_is_not_handled(
    incident: Incident, by: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="how you know"):
        actions.close(incident, Outcome.FALSE_ALARM, by=by, at=at)
    actions.close(incident, Outcome.FALSE_ALARM, "The probe was broken.", by=by, at=at)
    assert not Review.objects.exists()
    assert not queries.handled_between(incident.project, at, at).exists()
    assert not Clock.objects.filter(state="running").exists()


def test_it_is_opened_again_for_a_reason(incident: Incident, by: Actor, at: datetime) -> None:
    end = go_through(incident, by, at)
    actions.close(incident, Outcome.HANDLED, by=by, at=end)
    actions.reopen(incident, 3, "It came back.", by=by, at=end + HOUR)
    assert (incident.state, incident.phase, incident.outcome) == ("open", 3, "")
    assert [phase.complete for phase in queries.phases(incident)] == [True, True, False, False, False, False]


def test_two_become_one(incident: Incident, project: Project, by: Actor, at: datetime) -> None:
    other = actions.open_incident(project, Declared(title="Also", systems=["billing-2"]), by=by, at=at)
    with pytest.raises(Refused, match="Name the other"):
        actions.close(other, Outcome.MERGED, "the same", merged_into=other, by=by, at=at)
    actions.close(other, Outcome.MERGED, "the same", merged_into=incident, by=by, at=at)
    assert [one.name for one in incident.affected.all()] == ["billing-2"]


def test_an_exercise_is_told_apart_and_arms_no_promise(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    declared = Declared(title="What if", incident_class="leak of data", exercise=True)
    made = actions.open_incident(project, declared, by=by, at=at)
    assert made.playbook == "data-breach"
    assert not Clock.objects.exclude(promise=None).exists()
    assert "exercise" in Notice.objects.get(subject=made.subject).title


def test_the_promise_to_notify_counts_from_awareness_and_is_kept_by_telling(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    declared = Declared(title="A bucket was open", incident_class="leak of data", detected_at=at - 10 * HOUR)
    made = actions.open_incident(project, declared, by=by, at=at)
    clock = Clock.objects.exclude(promise=None).get()
    assert clock.promise is not None
    assert (clock.due_at, clock.line) == (at + 62 * HOUR, 19)
    with pytest.raises(Refused, match="promises to tell somebody"):
        actions.close(made, Outcome.HANDLED, "done", by=by, at=at)
    actions.communicate(
        made, to_whom="Customers", way="mail", words="What was open.", fulfils=clock.promise, by=by, at=at
    )
    clock.refresh_from_db()
    assert clock.state == ClockState.MET


def test_a_promise_that_is_not_owed_stops_for_a_reason(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    made = actions.open_incident(project, Declared(title="Leak", incident_class="leak of data"), by=by, at=at)
    clock = Clock.objects.exclude(promise=None).get()
    assert clock.promise is not None
    actions.not_owed(made, clock.promise, "No customer's data.", by=by, at=at)
    clock.refresh_from_db()
    assert clock.state == ClockState.STOPPED
    assert Entry.objects.get().kind == "decision"


def test_of_an_incident_without_data_a_person_decides_whether_to_notify(incident: Incident) -> None:
    assert not Clock.objects.exclude(promise=None).exists()


def test_times_that_lie_ahead_are_refused(incident: Incident, project: Project, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="lies ahead"):
        actions.note(incident, "later", happened_at=at + HOUR, by=by, at=at)
    with pytest.raises(Refused, match="lies ahead"):
        actions.open_incident(project, Declared(title="x", detected_at=at + HOUR), by=by, at=at)


def test_the_ledger_holds_no_words_of_people(incident: Incident, by: Actor, at: datetime) -> None:
    actions.note(incident, "PLANTED-WORDS about the customer", by=by, at=at)
    actions.communicate(incident, to_whom="PLANTED-WORDS", way="mail", words="PLANTED-WORDS", by=by, at=at)
    actions.affect(incident, name="PLANTED-WORDS", by=by, at=at)
    actions.add_task(incident, "PLANTED-WORDS", by=by, at=at)
    bodies = "".join(LedgerEntry.objects.values_list("body", flat=True))
    assert "PLANTED" not in bodies
    assert incident.title not in bodies
    assert "incident.told" in bodies


def test_a_foreign_case_does_not_belong_to_it(
    incident: Incident, other_project: Project, by: Actor, at: datetime
) -> None:
    from troth_desk.tenants import scope

    with scope.inside(other_project.organisation):
        report = cases.Report(title="Theirs", description="Of another team.")
        theirs = cases.open_case(other_project, report, origin="form", by=SYSTEM, at=at).case
    with pytest.raises(Refused, match="no such case"):
        actions.affect(incident, case=theirs, by=by, at=at)


def test_a_case_belongs_to_it(incident: Incident, project: Project, by: Actor, at: datetime) -> None:
    report = cases.Report(title="Ours", description="Somebody uses it against us.")
    ours = cases.open_case(project, report, origin="form", by=SYSTEM, at=at).case
    actions.affect(incident, case=ours, by=by, at=at)
    with pytest.raises(Refused, match="already"):
        actions.affect(incident, case=ours, by=by, at=at)
    assert list(queries.of_case(ours)) == [incident]


def test_a_changed_policy_moves_no_running_incident(
    incident: Incident, project: Project, by: Actor, at: datetime
) -> None:
    import_texts(project, {"SECURITY.md": "# Policy\n\nWe acknowledge reports within 24 hours.\n"}, by=SYSTEM, at=at)
    assert [phase.name for phase in queries.phases(incident)] == SIX
    assert Phase.objects.first().sentence.startswith("Detection")  # type: ignore[union-attr]


def test_what_somebody_else_changed_meanwhile_is_looked_at_again(incident: Incident, by: Actor, at: datetime) -> None:
    as_seen = Incident.objects.get(pk=incident.pk)
    actions.rate(incident, "critical", by=by, at=at)
    with pytest.raises(Refused, match="Somebody else has changed it"):
        actions.rate(as_seen, "high", by=by, at=at)  # it would fall from critical without a reason
    assert Incident.objects.get().severity == "critical"
    as_seen = Incident.objects.get(pk=incident.pk)
    actions.move(incident, 2, "Known.", by=by, at=at)
    with pytest.raises(Refused, match="Somebody else has changed it"):
        actions.move(as_seen, 3, "Known.", by=by, at=at)
    as_seen = Incident.objects.get(pk=incident.pk)
    actions.close(incident, Outcome.FALSE_ALARM, "A broken probe.", by=by, at=at)
    criteria = [one.pk for one in Criterion.objects.filter(phase__incident=incident)]
    with pytest.raises(Refused, match="closed"):
        actions.check(as_seen, criteria=criteria, by=by, at=at)
    assert not Criterion.objects.exclude(ticked_at=None).exists()


@pytest.mark.parametrize("ends", [False, True])
def test_what_is_unticked_while_somebody_goes_on_counts(
    incident: Incident, by: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    if ends:
        go_through(incident, by, at)
    else:
        tick(incident, by, at)

    def turn_after_somebody(organisation: int) -> None:
        """Whoever had the turn before has unticked everything."""
        take_turn(organisation)
        Criterion.objects.filter(organisation_id=organisation).update(ticked_at=None)

    monkeypatch.setattr("troth_desk.incidents.actions.bounds.take_turn", turn_after_somebody)
    act = partial(actions.close, incident, Outcome.HANDLED) if ends else partial(actions.move, incident, 2)
    with pytest.raises(Refused, match="not ticked"):
        act(by=by, at=at + HOUR)
    assert not Phase.objects.filter(incident=incident, ordinal=incident.phase, complete=True).exists()
