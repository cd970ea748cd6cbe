"""Whole lives of cases, made up step by step; whatever happens, what was promised and recorded stays true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desk.cases.conftest import CRITICAL, HIGH, LOW, MEDIUM, NONE, SEVERITIES, STAGES
from troth_desk.cases import actions, machine, queries
from troth_desk.cases.actions import Refused
from troth_desk.cases.models import Case, Duty, Embargo, Participant, State, Transition
from troth_desk.cases.states import RANK
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines.models import OPEN, Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.ledger.models import Entry
from troth_desk.ledger.verification import verify
from troth_desk.notices import actions as notices
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

STEPS = st.sampled_from([timedelta(minutes=5), timedelta(hours=7), timedelta(days=2), timedelta(days=9)])
VECTORS = st.sampled_from([NONE, LOW, MEDIUM, HIGH, CRITICAL])


class Life(RuleBasedStateMachine):
    """The life of one new case of ``project``; ``member`` is the team."""

    project: Project
    member: Membership
    start: datetime

    @property
    def by(self) -> Actor:
        return actor_of(self.member)

    @initialize(data=st.data())
    def report(self, data: st.DataObject) -> None:
        """A report whose words no other has: whether it is held must not hang on the lives before it.

        Every other life begins with a move: lives that happen to stay where they began would show nothing.
        """
        self.at = self.start
        number = Case.objects.count()
        report = actions.Report(
            title=f"Weakness {number}", description=" ".join(f"word{number}part{place}" for place in range(40))
        )
        self.opened = actions.open_case(self.project, report, origin="form", by=SYSTEM, at=self.at)
        self.breached: set[int] = set()
        self.dues: dict[int, tuple[datetime, timedelta]] = {}
        if number % 2:
            assert self.goes_on(timedelta(minutes=5), data)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("project__organisation", "policy").get(pk=self.opened.case.pk)

    def later(self, step: timedelta) -> datetime:
        self.at += step
        return self.at

    def does(self, act: Callable[[Case], object]) -> bool:
        """Whether it was done; where it is refused nothing has changed."""
        case = self.case
        before = (case.state, Entry.objects.count(), Transition.objects.count())
        try:
            act(case)
        except Refused as refused:
            said = str(refused)
        else:
            return True
        assert said.endswith(".")
        assert (self.case.state, Entry.objects.count(), Transition.objects.count()) == before
        return False

    @rule(to=st.sampled_from(list(State)), step=STEPS, words=st.sampled_from(["", "because"]))
    def move(self, to: State, step: timedelta, words: str) -> None:
        at, before = self.later(step), State(self.case.state)
        done = self.does(lambda case: actions.move(case, to, by=self.by, at=at, reason=words, information=words))
        assert not done or to in machine.MOVES[before]

    @rule(step=STEPS, data=st.data())
    def go_on(self, step: timedelta, data: st.DataObject) -> None:
        self.goes_on(step, data)

    def goes_on(self, step: timedelta, data: st.DataObject) -> bool:
        """Whether there was a move that the page offers; one that it offers is never refused."""
        at = self.later(step)
        moves = [one for one in queries.legal_moves(self.case, at) if one.asks != "duplicate_of"]
        if moves:
            chosen = data.draw(st.sampled_from(moves))
            words: dict[str, Any] = {"reason": "because", "information": "Which version?"}
            assert self.does(lambda case: actions.move(case, chosen.to, by=self.by, at=at, **words))
        return bool(moves)

    @rule(vector=VECTORS, step=STEPS)
    def rate(self, vector: str, step: timedelta) -> None:
        at, rank = self.later(step), RANK[self.case.severity]
        first = self.first_dues()
        if self.does(lambda case: actions.rate(case, vector, by=self.by, at=at)):
            now = self.first_dues()
            for action, due in first.items():
                assert action in now, f"{action} was owed before and is not any more"
                assert now[action] <= due, f"{action} may take longer than before"
            if RANK[self.case.severity] < rank:
                assert now == first

    def first_dues(self) -> dict[str, datetime]:
        running = Clock.objects.filter(subject=self.case.subject, state__in=OPEN).order_by("-due_at")
        return {one.action: one.due_at for one in running}

    @rule(step=STEPS, side=st.sampled_from(["team", "reporter", "desk", "note"]))
    def write(self, step: timedelta, side: str) -> None:
        at = self.later(step)
        participant = Participant.objects.get(pk=self.opened.participant.pk)
        acts: dict[str, Callable[[Case], object]] = {
            "team": lambda case: actions.say(case, "We look into it.", by=self.by, at=at, member=self.member),
            "reporter": lambda case: actions.say(case, "Any news?", by=self.reporter(), at=at, participant=participant),
            "desk": lambda case: actions.say(case, "Received.", by=SYSTEM, at=at),
            "note": lambda case: actions.note(case, "Looks real.", by=self.by, at=at, member=self.member),
        }
        self.does(acts[side])

    def reporter(self) -> Actor:
        return actions.reporter(self.opened.participant)

    @rule(days=st.integers(-1, 200), team=st.booleans(), step=STEPS)
    def propose(self, days: int, team: bool, step: timedelta) -> None:
        at = self.later(step)
        who = self.by if team else self.reporter()
        self.does(lambda case: actions.propose_embargo(case, at + timedelta(days=days), by=who, at=at))

    @rule(agree=st.booleans(), team=st.booleans(), step=STEPS)
    def answer(self, agree: bool, team: bool, step: timedelta) -> None:
        at = self.later(step)
        if team:
            self.does(lambda case: actions.answer_embargo_for_team(case, agree, by=self.by, at=at))
        else:
            participant = Participant.objects.select_related("case").get(pk=self.opened.participant.pk)
            self.does(lambda _: actions.answer_embargo(participant, agree, by=self.reporter(), at=at))

    @rule(public=st.booleans(), step=STEPS)
    def end(self, public: bool, step: timedelta) -> None:
        at = self.later(step)
        self.does(lambda case: actions.end_embargo(case, "A talk described it.", by=self.by, at=at, public=public))

    @rule(step=STEPS, data=st.data(), applies=st.booleans())
    def settle(self, step: timedelta, data: st.DataObject, applies: bool) -> None:
        at = self.later(step)
        found = list(Duty.objects.filter(case=self.case).select_related("case__project__organisation"))
        if found:
            duty = data.draw(st.sampled_from(found))
            act = actions.tick if applies else actions.withdraw
            self.does(lambda _: act(duty, "Version 1.2.3 is out.", by=self.by, at=at))

    @rule(step=STEPS, on=st.booleans())
    def pause(self, step: timedelta, on: bool) -> None:
        at = self.later(step)
        self.does(
            lambda case: (
                actions.pause_clocks(case, "We wait for the vendor.", by=self.by, at=at)
                if on
                else actions.resume_clocks(case, by=self.by, at=at)
            )
        )

    @rule(step=STEPS, on=st.booleans())
    def triage(self, step: timedelta, on: bool) -> None:
        at = self.later(step)
        self.does(
            lambda case: (
                actions.hold(case, "doubtful", "No steps.", by=self.by, at=at)
                if on
                else actions.release(case, by=self.by, at=at)
            )
        )

    @rule(step=STEPS)
    def emergency(self, step: timedelta) -> None:
        at = self.later(step)
        self.does(lambda case: actions.call_emergency(case, "It is being used.", by=self.by, at=at))

    @rule(step=STEPS)
    def sweep(self, step: timedelta) -> None:
        at = self.later(step)
        organisation = self.project.organisation
        clocks.sweep(organisation, at)
        actions.sweep(organisation, at)
        notices.escalate(organisation, at)
        assert not actions.sweep(organisation, at), "a second sweep at the same instant finds nothing left"

    @invariant()
    def a_breach_never_clears_and_no_due_date_moves_but_by_a_pause(self) -> None:
        found = {one.pk: one for one in Clock.objects.filter(subject=self.case.subject)}
        assert self.breached <= {pk for pk, one in found.items() if one.breached_at}
        self.breached = {pk for pk, one in found.items() if one.breached_at}
        for pk, (due, paused) in self.dues.items():
            moved = found[pk].due_at != due
            assert not moved or found[pk].paused_for > paused
            assert found[pk].due_at >= due
        self.dues = {pk: (one.due_at, one.paused_for) for pk, one in found.items()}

    @invariant()
    def what_the_case_says_is_what_happened_to_it(self) -> None:
        case = self.case
        moves = list(Transition.objects.filter(case=case).order_by("id"))
        assert [one.before for one in moves[1:]] == [one.after for one in moves[:-1]]
        assert moves[-1].after == case.state
        assert all(State(b.after) in machine.MOVES[State(b.before)] for b in moves[1:])
        assert (case.acknowledged_at is None) is not any(one.after == "acknowledged" for one in moves)
        assert (case.closed_at is not None) is (case.state == "closed")
        if case.state in {"rejected", "duplicate", "closed"}:
            assert not Clock.objects.filter(subject=case.subject, state__in=OPEN).exists()

    @invariant()
    def an_embargo_that_binds_has_an_end_and_none_binds_what_is_public(self) -> None:
        case = self.case
        found = Embargo.objects.filter(case=case).first()
        if found is None:
            return
        assert (found.state in {"active", "revise"}) <= (found.until is not None)
        assert (found.state in {"proposed", "revise"}) <= (found.answer_by is not None)
        if case.public_at is not None:
            assert found.state == "exited"
            assert not queries.embargo_binds(found, self.at)

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        organisation = self.project.organisation
        flaw = verify(organisation.pk).flaw
        assert flaw is None, flaw
        moved = Entry.objects.filter(subject=self.case.subject, action__in=("case.opened", "case.moved")).count()
        assert moved == Transition.objects.filter(case=self.case).count()
        queries.timeline(self.case, outside=True)
        queries.timeline(self.case, outside=False)
        queries.stages(self.case)


def test_lives_of_cases_end_with_a_ledger_that_verifies(project: Project, responder: Membership, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": STAGES, "docs/severity.md": SEVERITIES}, by=SYSTEM, at=at)
    lived = type("Lived", (Life,), {"project": project, "member": responder, "start": at})
    run_state_machine_as_test(
        lived,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert Transition.objects.count() > Case.objects.count()
