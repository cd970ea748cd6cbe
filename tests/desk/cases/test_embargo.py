"""The embargo of a case: who is asked, who agreed to what, what silence means, how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from desk.cases.conftest import CRITICAL, HIGH, REPORT
from troth_desk.cases import actions, queries
from troth_desk.cases.actions import Opened, Refused, alarms
from troth_desk.cases.models import Alarm, Case, Consent, Embargo, EmbargoStep
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today.queries import ending

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def plain(project: Project, at: datetime) -> Opened:
    """A case without a policy: no default is published."""
    return actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)


def embargo(case: Case) -> Embargo:
    return Embargo.objects.get(case=case)


def terms(case: Case) -> tuple[str, datetime | None, datetime | None]:
    found = embargo(case)
    return found.state, found.until, found.proposed_until


def test_the_team_proposes_and_the_reporter_agrees(plain: Opened, by: Actor, at: datetime) -> None:
    until = at + 60 * DAY
    actions.propose_embargo(plain.case, until, by=by, at=at)
    assert terms(plain.case) == ("proposed", None, until)
    reporter = actions.reporter(plain.participant)
    actions.answer_embargo(plain.participant, True, by=reporter, at=at + HOUR)
    assert terms(plain.case) == ("active", until, None)
    consent = Consent.objects.get()
    assert (consent.state, consent.until) == ("agreed", until)
    steps = list(EmbargoStep.objects.values_list("step", flat=True))
    assert steps == ["proposed", "agreed", "active"]


def test_the_reporter_declines_and_nothing_holds(plain: Opened, by: Actor, at: datetime) -> None:
    actions.propose_embargo(plain.case, at + 60 * DAY, by=by, at=at)
    actions.answer_embargo(plain.participant, False, by=actions.reporter(plain.participant), at=at + HOUR)
    assert terms(plain.case) == ("none", None, None)
    with pytest.raises(Refused, match="No embargo is proposed"):
        actions.answer_embargo(plain.participant, True, by=actions.reporter(plain.participant), at=at + HOUR)


def test_the_reporter_proposes_and_the_team_agrees(plain: Opened, by: Actor, at: datetime) -> None:
    until = at + 20 * DAY
    actions.propose_embargo(plain.case, until, by=actions.reporter(plain.participant), at=at)
    assert terms(plain.case) == ("proposed", None, until)
    actions.answer_embargo_for_team(plain.case, True, by=by, at=at + HOUR)
    assert terms(plain.case) == ("active", until, None)


def test_a_counter_proposal_lets_the_shorter_hold_and_asks_for_the_longer(
    plain: Opened, by: Actor, at: datetime
) -> None:
    short, long = at + 20 * DAY, at + 60 * DAY
    actions.propose_embargo(plain.case, long, by=by, at=at)
    reporter = actions.reporter(plain.participant)
    actions.propose_embargo(plain.case, short, by=reporter, at=at + HOUR)
    assert terms(plain.case) == ("revise", short, long)
    assert Consent.objects.get().state == "lapsed"
    actions.answer_embargo(plain.participant, True, by=reporter, at=at + 2 * HOUR)
    assert terms(plain.case) == ("active", long, None)


def test_the_team_counters_with_a_longer_end_and_the_reporter_declines_the_change(
    plain: Opened, by: Actor, at: datetime
) -> None:
    short, long = at + 20 * DAY, at + 60 * DAY
    reporter = actions.reporter(plain.participant)
    actions.propose_embargo(plain.case, short, by=reporter, at=at)
    actions.propose_embargo(plain.case, long, by=by, at=at + HOUR)
    assert terms(plain.case) == ("revise", short, long)
    actions.answer_embargo(plain.participant, False, by=reporter, at=at + 2 * HOUR)
    assert terms(plain.case) == ("active", short, None)
    assert (Consent.objects.get().state, Consent.objects.get().until) == ("agreed", short)


def test_old_terms_stay_until_the_change_is_agreed(plain: Opened, by: Actor, at: datetime) -> None:
    first, second = at + 30 * DAY, at + 40 * DAY
    reporter = actions.reporter(plain.participant)
    actions.propose_embargo(plain.case, first, by=by, at=at)
    actions.answer_embargo(plain.participant, True, by=reporter, at=at + HOUR)
    actions.propose_embargo(plain.case, second, by=by, at=at + DAY)
    assert terms(plain.case) == ("revise", first, second)
    assert Consent.objects.get().state == "lapsed"
    assert queries.standing(plain.case, at + 29 * DAY).embargo_until == first
    assert queries.standing(plain.case, at + 30 * DAY).embargo_until is None
    actions.answer_embargo(plain.participant, True, by=reporter, at=at + 2 * DAY)
    assert terms(plain.case) == ("active", second, None)
    assert Consent.objects.get().until == second


def test_every_reporter_has_to_agree_and_others_do_not(plain: Opened, by: Actor, at: datetime) -> None:
    second, _ = actions.invite(plain.case, "reporter", "", by=by, at=at)
    vendor, _ = actions.invite(plain.case, "vendor", "", by=by, at=at)
    actions.propose_embargo(plain.case, at + 30 * DAY, by=by, at=at)
    assert Consent.objects.count() == 3
    actions.answer_embargo(plain.participant, True, by=actions.reporter(plain.participant), at=at + HOUR)
    actions.answer_embargo(vendor, False, by=actions.reporter(vendor), at=at + HOUR)
    assert embargo(plain.case).state == "proposed"
    actions.answer_embargo(second, True, by=actions.reporter(second), at=at + HOUR)
    assert embargo(plain.case).state == "active"


def test_who_comes_later_is_asked_and_declines_by_silence(
    plain: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    actions.propose_embargo(plain.case, at + 90 * DAY, by=by, at=at)
    actions.answer_embargo(plain.participant, True, by=actions.reporter(plain.participant), at=at + HOUR)
    vendor, _ = actions.invite(plain.case, "vendor", "", by=by, at=at + DAY)
    assert Consent.objects.get(participant=vendor).state == "invited"
    assert not actions.sweep(organisation, at + 7 * DAY)
    assert Consent.objects.get(participant=vendor).state == "invited"
    actions.sweep(organisation, at + 8 * DAY)
    assert Consent.objects.get(participant=vendor).state == "declined"
    assert embargo(plain.case).state == "active"


def test_silence_without_a_published_default_is_a_no(
    plain: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    actions.propose_embargo(plain.case, at + 60 * DAY, by=by, at=at)
    assert not actions.sweep(organisation, at + 7 * DAY - HOUR)
    assert actions.sweep(organisation, at + 7 * DAY)["silence"] == 1
    assert terms(plain.case) == ("none", None, None)
    assert not actions.sweep(organisation, at + 8 * DAY)


def test_the_published_window_is_proposed_and_counts_where_the_reporter_is_silent(
    opened: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    assert not Embargo.objects.exists(), "the window is for critical reports, and nobody has rated this one"
    actions.rate(opened.case, HIGH, by=by, at=at + HOUR)
    assert not Embargo.objects.exists()
    actions.rate(opened.case, CRITICAL, by=by, at=at + 2 * HOUR)
    until = datetime(2026, 5, 31, 8, tzinfo=UTC)  # 90 days of Berlin, where the summer time begins in between
    assert terms(opened.case) == ("proposed", None, until)
    assert (embargo(opened.case).line, embargo(opened.case).proposed_by) == (19, "system")
    actions.sweep(organisation, at + 2 * HOUR + 7 * DAY)
    assert terms(opened.case) == ("active", until, None)
    assert Consent.objects.get().state == "agreed"


def test_a_proposal_that_is_longer_than_the_default_shrinks_to_it_by_silence(
    opened: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    actions.rate(opened.case, CRITICAL, by=by, at=at)
    default, longer = embargo(opened.case).proposed_until, at + 200 * DAY
    actions.propose_embargo(opened.case, longer, by=by, at=at + DAY)
    actions.sweep(organisation, at + 8 * DAY)
    assert terms(opened.case) == ("revise", default, longer)
    actions.sweep(organisation, at + 15 * DAY)
    assert terms(opened.case) == ("active", default, None)


def test_the_default_is_proposed_once(opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(opened.case, CRITICAL, by=by, at=at)
    actions.answer_embargo(opened.participant, False, by=actions.reporter(opened.participant), at=at + HOUR)
    actions.rate(opened.case, HIGH, by=by, at=at + 2 * HOUR)
    actions.rate(opened.case, CRITICAL, by=by, at=at + 3 * HOUR)
    assert embargo(opened.case).state == "none"


def agreed(case: Opened, by: Actor, at: datetime, days: int = 30) -> Embargo:
    actions.propose_embargo(case.case, at + days * DAY, by=by, at=at)
    actions.answer_embargo(case.participant, True, by=actions.reporter(case.participant), at=at)
    return embargo(case.case)


@pytest.mark.parametrize("state", ["none", "proposed", "active", "revise"])
def test_a_leak_ends_it_at_once_with_the_reason_and_none_can_follow(
    state: str, plain: Opened, by: Actor, at: datetime
) -> None:
    if state == "proposed":
        actions.propose_embargo(plain.case, at + 30 * DAY, by=by, at=at)
    elif state != "none":
        agreed(plain, by, at)
    if state == "revise":
        actions.propose_embargo(plain.case, at + 60 * DAY, by=by, at=at)
    actions.end_embargo(plain.case, "It was described in a talk.", by=by, at=at + HOUR, public=True)
    found = embargo(plain.case)
    assert (found.state, found.ended_at, found.ended_reason) == ("exited", at + HOUR, "It was described in a talk.")
    plain.case.refresh_from_db()
    assert plain.case.public_at == at + HOUR
    assert queries.standing(plain.case, at + HOUR).embargo_until is None
    with pytest.raises(Refused, match="is public"):
        actions.propose_embargo(plain.case, at + 60 * DAY, by=by, at=at + 2 * HOUR)
    with pytest.raises(Refused, match="is public"):
        actions.answer_embargo(plain.participant, True, by=actions.reporter(plain.participant), at=at + 2 * HOUR)
    assert Entry.objects.filter(action="case.public").count() == 1


def test_it_is_not_disclosed_while_it_binds(plain: Opened, by: Actor, at: datetime) -> None:
    agreed(plain, by, at)
    Case.objects.filter(pk=plain.case.pk).update(state="fix_ready")
    plain.case.refresh_from_db()
    with pytest.raises(Refused, match="An embargo binds until 2026-04-01 09:00 UTC"):
        actions.move(plain.case, "disclosed", by=by, at=at + 29 * DAY)
    assert [(move.to.value, why[:10]) for move, why in queries.blocked_moves(plain.case, at)] == [
        ("disclosed", "An embargo")
    ]
    plain.case.refresh_from_db()
    actions.move(plain.case, "disclosed", by=by, at=at + 30 * DAY)  # no job has noted the end, and it is over
    with pytest.raises(Refused, match="is public"):
        actions.propose_embargo(plain.case, at + 60 * DAY, by=by, at=at + 31 * DAY)


def test_it_ends_by_itself_with_one_warning_before(
    plain: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    agreed(plain, by, at)
    assert not actions.sweep(organisation, at + 22 * DAY)
    assert actions.sweep(organisation, at + 23 * DAY)["warned"] == 1
    assert not actions.sweep(organisation, at + 24 * DAY)
    assert actions.sweep(organisation, at + 30 * DAY)["ended"] == 1
    assert not actions.sweep(organisation, at + 31 * DAY)
    assert (embargo(plain.case).state, embargo(plain.case).ended_reason) == ("exited", "its end has come")
    titles = sorted(Notice.objects.values_list("title", "address"))
    name = plain.case.reference
    assert titles == [
        (f"{name}: the embargo ends soon", ""),
        (f"{name}: the embargo is over", ""),
        (f"{name}: the embargo is over", "reporter@example.org"),
    ]
    assert "passwd" not in str(list(Notice.objects.values_list("body", flat=True)))


def test_the_database_itself_refuses_an_embargo_without_an_end(plain: Opened, organisation: Organisation) -> None:
    for state in ("active", "revise", "proposed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Embargo.objects.create(organisation=organisation, case=plain.case, state=state)


@pytest.mark.parametrize("until", [-1, 0, 731])
def test_an_end_that_is_none_is_refused(until: int, plain: Opened, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match=r"lies ahead|at most 730 days"):
        actions.propose_embargo(plain.case, at + until * DAY, by=by, at=at)


def test_embargoes_that_end_are_due_like_clocks(
    plain: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    agreed(plain, by, at)
    assert list(ending(organisation, at + 15 * DAY)) == []
    assert [one.case for one in ending(organisation, at + 16 * DAY)] == [plain.case]


def test_a_sweep_leaves_a_case_alone_in_which_only_a_reporter_is_asked(
    plain: Opened, organisation: Organisation, by: Actor, at: datetime
) -> None:
    actions.propose_embargo(plain.case, at + 300 * DAY, by=by, at=at)
    actions.answer_embargo(plain.participant, True, by=actions.reporter(plain.participant), at=at + HOUR)
    actions.invite(plain.case, "reporter", "", by=by, at=at + 2 * HOUR)
    actions.sweep(organisation, at + 60 * DAY)
    assert Case.objects.get().changed_at == at + 2 * HOUR


def test_a_call_that_somebody_answers_during_a_sweep_does_not_end_the_sweep(
    plain: Opened, organisation: Organisation, responder: Membership, by: Actor, at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    alarm = actions.call_emergency(plain.case, "It is being used.", by=by, at=at)
    look = alarms.calls

    def faster(found: Alarm) -> list[Notice]:
        """Its notice was read; before that is noted somebody answers on the page of the case."""
        monkeypatch.setattr(alarms, "calls", look)
        actions.answer_emergency(alarm, responder, by=by, at=at + HOUR)
        return look(found)

    monkeypatch.setattr(alarms, "calls", faster)
    assert actions.sweep(organisation, at + 2 * HOUR)["answered"] == 0
    assert Alarm.objects.get().taken_by == responder


def test_a_wish_for_silence_proposes_an_embargo_and_starts_no_clock(opened: Opened, by: Actor, at: datetime) -> None:
    """Who waits for the end of the silence that the policy asks for is not late with the publication."""
    actions.rate(opened.case, CRITICAL, by=by, at=at)
    assert [one.state for one in Embargo.objects.filter(case=opened.case)] == ["proposed"]
    assert not Clock.objects.filter(subject=opened.case.subject, action="disclose").exists()
