"""Moves in the database: what the machine allows is done, once, with its entry, and the clocks follow."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection

from desk.cases.conftest import REPORT, STAGES
from troth_desk.cases import actions, machine, queries
from troth_desk.cases.actions import Opened, Refused
from troth_desk.cases.models import Case, Message, State, Transition
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.ledger.models import Entry
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership, Role
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

HOUR = timedelta(hours=1)
WAY = ("acknowledged", "assessing", "accepted", "fixing", "fix_ready", "disclosed", "closed")


def walk(case: Case, *states: str, by: Actor, at: datetime) -> Case:
    for number, to in enumerate(states, 1):
        actions.move(case, to, by=by, at=at + number * HOUR)
    return case


def clock(case: Case, action: str) -> Clock:
    return Clock.objects.get(organisation_id=case.organisation_id, subject=case.subject, action=action)


def test_a_case_goes_its_whole_way_and_every_clock_is_met(opened: Opened, by: Actor, at: datetime) -> None:
    case = walk(opened.case, *WAY, by=by, at=at)
    case.refresh_from_db()
    assert (case.state, case.acknowledged_at, case.closed_at) == ("closed", at + HOUR, at + 7 * HOUR)
    told = {one.action: (one.state, one.met_at) for one in deadlines.clocks_of(case.project.organisation, case.subject)}
    assert told["acknowledge"] == ("met", at + HOUR)
    assert told["assess"] == ("met", at + 3 * HOUR)
    assert told["update"] == ("stopped", None)
    moves = Transition.objects.filter(case=case).values_list("before", "after", "actor")
    assert list(moves)[1:] == [(a, b, str(by)) for a, b in zip(("received", *WAY), WAY, strict=False)]


def test_the_receipt_is_no_acknowledgement(opened: Opened, by: Actor, at: datetime) -> None:
    """A message of the desk itself meets nothing; one of the team meets the update, never the acknowledgement."""
    case = opened.case
    actions.say(case, "We have received your report.", by=SYSTEM, at=at)
    assert (clock(case, "acknowledge").state, clock(case, "update").state) == ("running", "running")
    actions.say(case, "We are looking into it.", by=by, at=at + HOUR)
    assert clock(case, "acknowledge").state == "running"
    rounds = Clock.objects.filter(subject=case.subject, action="update").order_by("round")
    assert [(one.round, one.state, one.due_at) for one in rounds] == [
        (1, "met", at + timedelta(days=7)),
        (2, "running", at + HOUR + timedelta(days=7)),
    ]


def test_words_of_the_reporter_meet_no_clock(opened: Opened, at: datetime) -> None:
    by = actions.reporter(opened.participant)
    actions.say(opened.case, "Any news?", by=by, at=at + HOUR, participant=opened.participant)
    assert clock(opened.case, "update").state == "running"


@pytest.mark.parametrize("state", list(State))
def test_in_the_database_every_target_is_legal_or_refused_and_nothing_changes(
    state: State, opened: Opened, by: Actor, at: datetime
) -> None:
    other = actions.open_case(opened.case.project, REPORT, origin="form", by=SYSTEM, at=at).case
    Case.objects.filter(pk=opened.case.pk).update(state=state)
    for number, to in enumerate(State):
        case = Case.objects.get(pk=opened.case.pk)
        entries, moves = Entry.objects.count(), Transition.objects.count()
        refused = ""
        try:
            actions.move(
                case, to, by=by, at=at + number * HOUR, reason="because", information="Which?", duplicate_of=other
            )
        except Refused as why:
            refused = str(why)
        legal = to in machine.MOVES[state]
        assert legal is (refused == "")
        if not legal:
            case.refresh_from_db()
            assert case.state == state
            assert (Entry.objects.count(), Transition.objects.count()) == (entries, moves)
        else:
            assert Entry.objects.filter(action="case.moved", subject=case.subject).exists()
            Case.objects.filter(pk=case.pk).update(state=state, duplicate_of=None)


@pytest.mark.parametrize(
    ("before", "to", "words"),
    [
        ("assessing", "rejected", "Say why"),
        ("received", "fixing", "cannot become"),
        ("acknowledged", "needs_info", "Say what"),
    ],
)
def test_a_refusal_says_why(before: str, to: str, words: str, opened: Opened, by: Actor, at: datetime) -> None:
    Case.objects.filter(pk=opened.case.pk).update(state=before)
    opened.case.refresh_from_db()
    with pytest.raises(Refused, match=words):
        actions.move(opened.case, to, by=by, at=at + HOUR)


def test_a_word_that_is_no_state_is_refused(opened: Opened, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="no state 'gone'"):
        actions.move(opened.case, "gone", by=by, at=at)


def test_of_two_who_read_the_same_state_the_second_is_refused(opened: Opened, by: Actor, at: datetime) -> None:
    first, second = Case.objects.get(pk=opened.case.pk), Case.objects.get(pk=opened.case.pk)
    actions.move(first, "acknowledged", by=by, at=at + HOUR)
    with pytest.raises(Refused, match="Somebody else was faster: the case is acknowledged now"):
        actions.move(second, "acknowledged", by=by, at=at + 2 * HOUR)
    assert Transition.objects.filter(after="acknowledged").count() == 1
    assert Entry.objects.filter(action="case.moved").count() == 1


def test_a_question_is_a_message_of_the_member_who_asks(
    opened: Opened, by: Actor, responder: Membership, at: datetime
) -> None:
    walk(opened.case, "acknowledged", by=by, at=at)
    actions.move(opened.case, "needs_info", by=by, at=at + 2 * HOUR, information="Which version?")
    asked = Message.objects.get()
    assert (asked.body, asked.member) == ("Which version?", responder)


def test_a_duplicate_names_another_case_of_the_same_organisation(
    opened: Opened, other_organisation: Organisation, other_project: Project, by: Actor, at: datetime
) -> None:
    case = walk(opened.case, "acknowledged", "assessing", by=by, at=at)
    with scope.inside(other_organisation):
        foreign = actions.open_case(other_project, REPORT, origin="form", by=SYSTEM, at=at).case
    with scope.inside(opened.case.organisation_id):
        for original in (None, case, foreign):
            with pytest.raises(Refused):
                actions.move(case, "duplicate", by=by, at=at + 3 * HOUR, duplicate_of=original)
            case.refresh_from_db()
        first = actions.open_case(case.project, REPORT, origin="form", by=SYSTEM, at=at).case
        actions.move(case, "duplicate", by=by, at=at + 3 * HOUR, duplicate_of=first)
        late = actions.open_case(case.project, REPORT, origin="form", by=SYSTEM, at=at).case
        actions.release(late, by=by, at=at)
        walk(late, "acknowledged", "assessing", by=by, at=at)
        with pytest.raises(Refused, match=f"is itself a duplicate of {first.reference}"):
            actions.move(late, "duplicate", by=by, at=at + 3 * HOUR, duplicate_of=case)


def test_a_rejected_report_owes_no_fix_and_its_acknowledgement_was_owed(
    opened: Opened, by: Actor, at: datetime
) -> None:
    case = walk(opened.case, "acknowledged", "assessing", by=by, at=at)
    actions.move(case, "rejected", by=by, at=at + 3 * HOUR, reason="It is how the product is meant to work.")
    assert case.rejected_reason == "It is how the product is meant to work."
    assert {one.state for one in Clock.objects.filter(subject=case.subject)} == {"met", "stopped"}
    said = Entry.objects.get(action="case.moved", body__contains='"to":"rejected"').body
    assert "meant to work" not in said


def test_opened_again_it_owes_an_assessment_anew(opened: Opened, by: Actor, at: datetime) -> None:
    case = walk(opened.case, "acknowledged", "assessing", by=by, at=at)
    actions.move(case, "rejected", by=by, at=at + 3 * HOUR, reason="Not reproducible.")
    again = at + timedelta(days=10)
    actions.move(case, "reopened", by=by, at=again, reason="The reporter sent a proof.")
    assert (case.rejected_reason, case.closed_at) == ("", None)
    running = {one.action: one.started_at for one in deadlines.open_clocks(case.project.organisation, case.subject)}
    assert running == {"assess": again, "update": again}
    actions.move(case, "assessing", by=by, at=again + HOUR)
    actions.move(case, "accepted", by=by, at=again + 2 * HOUR)
    assert [one.met_at for one in Clock.objects.filter(action="assess").order_by("id")] == [
        at + 3 * HOUR,
        again + 2 * HOUR,
    ]


def test_turning_away_and_opening_again_gives_no_new_time_to_fix(opened: Opened, by: Actor, at: datetime) -> None:
    case = walk(opened.case, "acknowledged", "assessing", by=by, at=at)
    actions.rate(case, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", by=by, at=at + HOUR)
    first = clock(case, "fix")
    actions.move(case, "rejected", by=by, at=at + timedelta(days=80), reason="Not reproducible.")
    again = at + timedelta(days=85)
    actions.move(case, "reopened", by=by, at=again, reason="The reporter sent a proof.")
    (running,) = (one for one in deadlines.open_clocks(case.project.organisation, case.subject) if one.action == "fix")
    assert (running.started_at, running.due_at) == (first.started_at, first.due_at)


def test_a_breach_stays_when_the_work_is_done_late(opened: Opened, by: Actor, at: datetime) -> None:
    actions.move(opened.case, "acknowledged", by=by, at=at + timedelta(hours=49))
    late = clock(opened.case, "acknowledge")
    assert (late.state, late.met_at, late.breached_at) == ("met", at + timedelta(hours=49), at + timedelta(hours=48))


def test_a_case_without_a_policy_has_no_clock_and_moves_all_the_same(project: Project, by: Actor, at: datetime) -> None:
    found = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)
    assert (found.case.policy, list(found.clocks), found.case.held) == (None, [], "")
    walk(found.case, *WAY, by=by, at=at)
    assert not Clock.objects.exists()


def test_a_case_keeps_the_policy_under_which_it_was_received(
    opened: Opened, project: Project, by: Actor, at: datetime
) -> None:
    import_texts(project, {"SECURITY.md": STAGES.replace("5 business days", "1 business day")}, by=SYSTEM, at=at + HOUR)
    walk(opened.case, "acknowledged", by=by, at=at)
    assert opened.case.policy is not None
    assert (opened.case.policy.number, clock(opened.case, "assess").version, clock(opened.case, "assess").within) == (
        1,
        1,
        "P5D",
    )


def test_the_link_opens_its_own_case_and_no_other(
    opened: Opened, other_organisation: Organisation, organisation: Organisation, by: Actor, at: datetime
) -> None:
    found = queries.participant_of_link(organisation, opened.link_secret)
    assert found == opened.participant
    assert queries.participant_of_link(organisation, opened.link_secret + "x") is None
    with scope.inside(other_organisation):
        assert queries.participant_of_link(other_organisation, opened.link_secret) is None
    fresh = actions.new_link(opened.participant, by=by, at=at)
    assert queries.participant_of_link(organisation, opened.link_secret) is None
    assert queries.participant_of_link(organisation, fresh) == opened.participant
    actions.leave(opened.participant, by=by, at=at)
    assert queries.participant_of_link(organisation, fresh) is None


def test_the_ledger_holds_no_words_of_people(opened: Opened, by: Actor, responder: Membership, at: datetime) -> None:
    case = opened.case
    actions.say(case, "Secret words of a message", by=by, at=at)
    actions.note(case, "Secret words of a note", by=by, at=at, member=responder)
    actions.prefer_credit(
        opened.participant, "name", "Reporter Of Harbour", by=actions.reporter(opened.participant), at=at
    )
    actions.decide_bounty(case, "granted", reason="A fine report", amount="500 EUR", by=by, at=at, member=responder)
    written = "\n".join(Entry.objects.values_list("body", flat=True))
    for words in ("Secret", REPORT.title, REPORT.contact, "passwd", "Reporter Of", "fine report", "500 EUR", "@"):
        assert words not in written
    assert Entry.objects.filter(subject=case.subject).count() >= 5


RACERS = 4


def patiently(act: Callable[[], object]) -> None:
    """SQLite in memory has no queue of writers: who finds the table locked asks again, with what they have read."""
    for _ in range(500):
        try:
            act()
        except OperationalError as locked:
            if connection.vendor == "postgresql" or "locked" not in str(locked):
                raise
            time.sleep(0.01)
        else:
            return
    raise AssertionError("the table stayed locked")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("targets", [("acknowledged",) * RACERS, ("accepted", "rejected", "needs_info", "accepted")])
def test_of_moves_at_the_same_time_exactly_one_is_done(
    targets: tuple[str, ...], organisation: Organisation, project: Project, at: datetime
) -> None:
    with scope.inside(organisation):
        import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
        user = User.objects.create_user("racer", "racer@example.org", "a long pass phrase 1")
        member = Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=at)
        case = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case
        if targets[0] != "acknowledged":
            walk(case, "acknowledged", "assessing", by=actor_of(member), at=at)
    barrier = Barrier(RACERS)

    def race(to: str) -> str:
        try:
            with scope.inside(organisation):
                mine = Case.objects.get(pk=case.pk)
                barrier.wait(60)
                patiently(
                    lambda: actions.move(
                        mine, to, by=actor_of(member), at=at + 9 * HOUR, reason="because", information="Which?"
                    )
                )
                return to
        except Refused:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        won = [to for to in pool.map(race, targets) if to]
    assert len(won) == 1
    with scope.inside(organisation):
        assert Case.objects.get(pk=case.pk).state == won[0]
        assert Transition.objects.filter(case=case, after=won[0]).count() == 1
        seqs = list(Entry.objects.filter(organisation_id=organisation.pk).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_merging", [False, True])
def test_two_cases_do_not_become_each_others_duplicate(
    by_merging: bool,
    organisation: Organisation,
    project: Project,
    at: datetime,
) -> None:
    with scope.inside(organisation):
        user = User.objects.create_user("racer", "racer@example.org", "a long pass phrase 1")
        member = Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=at)
        by = actor_of(member)
        pair = [actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case for _ in range(2)]
        actions.release(pair[1], by=by, at=at)
        if not by_merging:
            for case in pair:
                walk(case, "acknowledged", "assessing", by=by, at=at)
    barrier = Barrier(2)

    def race(mine_pk: int, other_pk: int) -> str:
        try:
            with scope.inside(organisation):
                mine, other = Case.objects.get(pk=mine_pk), Case.objects.get(pk=other_pk)
                barrier.wait(60)
                if by_merging:
                    patiently(lambda: actions.merge(mine, other, by=by, at=at + 9 * HOUR))
                else:
                    patiently(lambda: actions.move(mine, "duplicate", duplicate_of=other, by=by, at=at + 9 * HOUR))
                return mine.reference
        except Refused:
            return ""
        finally:
            connection.close()

    one, two = (case.pk for case in pair)
    with ThreadPoolExecutor(2) as pool:
        assert len([won for won in pool.map(race, (one, two), (two, one)) if won]) == 1
    with scope.inside(organisation):
        assert Case.objects.filter(duplicate_of__isnull=False).count() == 1


def test_policies_that_say_nothing_of_a_stage_still_show_it(opened: Opened, stages_policy: PolicyVersion) -> None:
    names = [(one.action, one.standing) for one in queries.stages(opened.case)]
    assert names == [
        ("acknowledge", "running"),
        ("assess", "not begun"),
        ("update", "running"),
        ("fix", "not begun"),
        ("disclose", "not begun"),
    ]


def test_updates_that_end_are_not_told_as_done(opened: Opened, by: Actor, at: datetime) -> None:
    """Nobody wrote a word to the reporter: the rhythm ends with the fix, and says nothing of what was written."""
    for to in ("acknowledged", "assessing", "accepted", "fixing", "fix_ready"):
        actions.move(opened.case, to, by=by, at=at + HOUR)
    told = {one.action: one.standing for one in queries.stages(opened.case)}
    assert (told["fix"], told["update"]) == ("done", "ended")


def test_updates_that_nobody_promised_do_not_run(rated_opened: Opened) -> None:
    told = {one.action: one.standing for one in queries.stages(rated_opened.case)}
    assert told["update"] == "not promised"
