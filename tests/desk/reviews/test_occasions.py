from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk import scan_results as made
from desk.reviews.conftest import POLICY, SHOWN, said
from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies import actions as policies
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.reviews import actions, proposals, queries
from troth_desk.reviews.actions import Given, RefusedReviewError
from troth_desk.reviews.models import Obligation, Occasion, OccasionState
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)
APRIL = datetime(2026, 4, 2, 9, tzinfo=UTC)


@pytest.fixture
def review(project: Project, monthly: Promise, at: datetime) -> Obligation:
    return actions.take_over(project, monthly, by=SYSTEM, at=at)


def _open(obligation: Obligation) -> Occasion:
    found = queries.open_occasion(obligation)
    assert found is not None
    return found


def test_what_a_policy_says_comes_round(project: Project, version: PolicyVersion) -> None:
    found = {one.kind: (one.every, one.kept, one.by_machine) for one in proposals.proposals(project)}
    assert found == {
        "scan": ("P1W", True, True),
        "dependency_review": ("P1M", True, False),
        "architecture_review": ("P3M", True, False),
        "assessment": ("P1Y", True, False),
        "training": ("", False, False),
        "rotation": ("P90D", True, False),
    }


def test_titles_are_as_people_say_them(project: Project, at: datetime) -> None:
    text = "# Security\n\n- Dependency updates weekly\n- Annual audit of access tokens\n"
    policies.import_texts(project, {"SECURITY.md": text}, by=SYSTEM, at=at)
    titles = {one.title for one in proposals.proposals(project)}
    assert "Dependency updates" in titles, titles


def test_it_is_taken_over_once(project: Project, monthly: Promise, review: Obligation, at: datetime) -> None:
    assert actions.take_over(project, monthly, by=SYSTEM, at=at + DAY).pk == review.pk
    assert monthly.commitment not in [one.promise.commitment for one in proposals.proposals(project)]
    clock = Clock.objects.get(subject=review.subject)
    assert (clock.promise, clock.action, clock.due_at) == (monthly, "dependency_review", _open(review).due_at)
    assert clock.due_at == datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)
    assert clock.warn_at == clock.due_at - (clock.due_at - clock.started_at) * 0.2
    assert len(_open(review).checklist) == 6


def test_done_in_time_the_next_period_begins(review: Obligation, at: datetime) -> None:
    actions.do(_open(review), SHOWN, by=SYSTEM, at=at + 3 * DAY)
    march, april = Clock.objects.filter(subject=review.subject).order_by("due_at")
    assert (march.state, march.breached_at, april.state) == (ClockState.MET, None, ClockState.RUNNING)
    assert (april.round, april.started_at) == (2, march.due_at + timedelta(seconds=1))
    assert [one.state for one in queries.occasions(review)] == [OccasionState.OPEN, OccasionState.DONE]
    with pytest.raises(RefusedReviewError, match="begins on"):
        actions.do(_open(review), SHOWN, by=SYSTEM, at=at + 4 * DAY)


def test_a_result_of_the_period_before_shows_nothing_alone(review: Obligation, project: Project, at: datetime) -> None:
    def kept(day: datetime) -> Scan:
        told = pushed.read(made.push(made.audit(day), project=project.slug))
        return scans.keep(project, told, by=SYSTEM, at=at + 3 * DAY).scan

    starts = _open(review).starts_at
    old, new = kept(starts - 2 * DAY), kept(at)
    every = range(6)
    with pytest.raises(RefusedReviewError, match="before this period began"):
        actions.do(_open(review), Given(scans=[old]), ticked=every, by=SYSTEM, at=at + 3 * DAY)
    assert actions.do(_open(review), Given(scans=[old, new]), ticked=every, by=SYSTEM, at=at + 3 * DAY).state == "done"


def test_a_missed_period_is_a_breach_for_ever(review: Obligation, at: datetime) -> None:
    assert actions.turn(review.organisation, APRIL) == 1
    assert actions.turn(review.organisation, APRIL) == 0
    april, march = queries.occasions(review)
    assert (march.state, april.state, april.due_at and april.due_at.month) == ("missed", "open", 4)
    clock = march.clock
    assert clock is not None
    assert (clock.state, clock.breached_at) == (ClockState.STOPPED, march.due_at)
    assert Notice.objects.filter(key=f"clock:{clock.pk}:breach").count() == 1
    actions.do(march, SHOWN, by=SYSTEM, at=APRIL)
    march.refresh_from_db()
    clock.refresh_from_db()
    assert (march.state, clock.breached_at) == ("late", march.due_at)
    assert queries.occasions(review).count() == 2


def test_a_long_standstill_leaves_no_period_out(review: Obligation, at: datetime) -> None:
    assert actions.turn(review.organisation, datetime(2026, 9, 15, tzinfo=UTC)) == 6
    states = [one.state for one in queries.occasions(review)]
    assert states == ["open", *["missed"] * 6]
    assert Clock.objects.filter(subject=review.subject, breached_at__isnull=False).count() == 6


def test_a_reminder_comes_before_the_end(review: Obligation, at: datetime) -> None:
    deadlines.sweep(review.organisation, datetime(2026, 3, 20, tzinfo=UTC))
    assert not Notice.objects.exists()
    deadlines.sweep(review.organisation, datetime(2026, 3, 27, tzinfo=UTC))
    assert Notice.objects.get().title.endswith(": dependency review is due in 4 days 21 h")


def test_excused_counts_neither_way_and_only_in_time(review: Obligation, at: datetime) -> None:
    with pytest.raises(RefusedReviewError):
        actions.excuse(_open(review), " ", by=SYSTEM, at=at)
    actions.excuse(_open(review), "The project was frozen.", by=SYSTEM, at=at + DAY)
    march = queries.occasions(review)[1]
    assert march.clock is not None
    assert (march.state, march.clock.state, march.clock.breached_at) == ("excused", ClockState.STOPPED, None)
    with pytest.raises(RefusedReviewError, match="missed"):
        actions.excuse(_open(review), "Too late.", by=SYSTEM, at=datetime(2026, 5, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "field"), [(Given(), "words"), (Given(links=("https://example.org/notes",)), "words")]
)
def test_something_has_to_show_it(review: Obligation, given: Given, field: str, at: datetime) -> None:
    with pytest.raises(RefusedReviewError) as refused:
        actions.do(_open(review), given, by=SYSTEM, at=at + DAY)
    assert refused.value.field == field
    assert _open(review).state == OccasionState.OPEN


def test_a_link_is_enough_where_all_is_ticked(review: Obligation, at: datetime) -> None:
    link = Given(links=("https://example.org/notes",))
    done = actions.do(_open(review), link, ticked=range(6), by=SYSTEM, at=at + DAY)
    assert [(one.kind, one.url) for one in done.evidence.all()] == [("link", "https://example.org/notes")]


def test_of_a_time_before_the_desk(review: Obligation, at: datetime) -> None:
    actions.record_before(review, SHOWN, done_at=at - 40 * DAY, by=SYSTEM, at=at)
    before = queries.occasions(review).get(before_desk=True)
    assert (before.state, before.clock, before.done_at) == ("done", None, at - 40 * DAY)
    with pytest.raises(RefusedReviewError):
        actions.record_before(review, SHOWN, done_at=at + DAY, by=SYSTEM, at=at + 2 * DAY)
    tally = queries.tallies(review.organisation, [review])[review.pk]
    assert (tally.before, tally.done, tally.decided) == (1, 0, 0)


def test_results_of_audits_fulfil_what_machines_do(project: Project, version: PolicyVersion, at: datetime) -> None:
    weekly = actions.take_over(project, said(version, "scan"), by=SYSTEM, at=at)
    assert actions.by_results(project.organisation, at + DAY) == 0
    noon = at + DAY
    scans.keep(project, pushed.read(made.push(made.audit(noon, whole=False), policy=POLICY)), by=SYSTEM, at=noon)
    assert actions.by_results(project.organisation, noon) == 0
    kept = scans.keep(project, pushed.read(made.push(made.audit(noon), policy=POLICY)), by=SYSTEM, at=noon)
    assert actions.by_results(project.organisation, noon) == 1
    done = queries.occasions(weekly)[1]
    assert (done.state, [one.scan for one in done.evidence.filter(kind="scan")]) == ("done", [kept.scan])


def test_by_itself_only_what_can_be_shown(project: Project, version: PolicyVersion, at: datetime) -> None:
    assert actions.take_over_all(project.organisation, at) == 0
    actions.set_automatic(project, automatic=True, by=SYSTEM, at=at)
    assert actions.take_over_all(project.organisation, at) == 5
    assert [one.kind for one in proposals.proposals(project)] == ["scan"]
    scans.keep(project, pushed.read(made.push(made.audit(at), policy=POLICY)), by=SYSTEM, at=at)
    assert actions.take_over_all(project.organisation, at) == 1


def test_another_rhythm_in_the_policy_breaks_nothing_of_the_old_one(
    project: Project, review: Obligation, at: datetime
) -> None:
    policies.import_texts(
        project, {"SECURITY.md": POLICY.replace("Monthly review", "Quarterly review")}, by=SYSTEM, at=at + DAY
    )
    actions.turn(project.organisation, APRIL)
    april = _open(review).clock
    assert april is not None
    assert april.promise is None
    assert "P3M" in [one.every for one in proposals.proposals(project) if one.kind == "dependency_review"]


def test_a_new_version_with_the_same_words_goes_on(
    project: Project, review: Obligation, monthly: Promise, at: datetime
) -> None:
    policies.import_texts(project, {"SECURITY.md": POLICY.replace("48 hours", "24 hours")}, by=SYSTEM, at=at + DAY)
    actions.turn(project.organisation, APRIL)
    clock = _open(review).clock
    assert clock is not None
    assert clock.promise is not None
    assert clock.version == 2
    assert not [one for one in proposals.proposals(project) if one.kind == "dependency_review"]


def test_what_is_due_once(project: Project, owner: Membership, at: datetime) -> None:
    task = actions.oblige(
        project,
        title="Rotate the deploy key",
        kind="action",
        due_at=at + 5 * DAY,
        owner=owner,
        origin="incident:IN-7K3MQ9TD",
        by=SYSTEM,
        at=at,
    )
    clock = Clock.objects.get(subject=task.subject)
    assert (clock.promise, clock.sentence) == (None, "Rotate the deploy key")
    assert actions.turn(project.organisation, at + 9 * DAY) == 0
    done = actions.do(_open(task), SHOWN, by=SYSTEM, at=at + 9 * DAY)
    task.refresh_from_db()
    clock.refresh_from_db()
    assert (done.state, task.ended_reason, clock.state) == ("late", "done", ClockState.MET)
    assert clock.breached_at == at + 5 * DAY


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "dance"}, "kind"),
        ({"every": "PT1H"}, "every"),
        ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, "due_at"),
    ],
)
def test_what_cannot_be_taken_on(project: Project, fields: dict[str, object], field: str, at: datetime) -> None:
    said: dict[str, object] = {"title": "Review", "kind": "other", "origin": "team", "by": SYSTEM, "at": at}
    with pytest.raises(RefusedReviewError) as refused:
        actions.oblige(project, **{**said, **fields})  # type: ignore[arg-type] # what a form could hand in
    assert refused.value.field == field


def test_regularly_has_no_period(project: Project, version: PolicyVersion, at: datetime) -> None:
    training = actions.take_over(project, said(version, "training"), by=SYSTEM, at=at)
    assert queries.open_occasion(training) is None
    actions.do_untimed(training, SHOWN, by=SYSTEM, at=at + DAY)
    actions.do_untimed(training, SHOWN, by=SYSTEM, at=at + 60 * DAY)
    assert queries.tallies(training.organisation, [training])[training.pk].done == 2
    assert not Clock.objects.filter(subject=training.subject).exists()


def test_a_rhythm_of_the_teams_own_breaks_no_promise(project: Project, version: PolicyVersion, at: datetime) -> None:
    training = actions.take_over(project, said(version, "training"), every="P3M", by=SYSTEM, at=at)
    clock = Clock.objects.get(subject=training.subject)
    assert (clock.promise, clock.commitment, training.own_rhythm) == (None, "", True)


def test_ended_it_comes_round_no_more(review: Obligation, at: datetime) -> None:
    actions.end(review, "Another team does it.", by=SYSTEM, at=at + DAY)
    assert Clock.objects.get(subject=review.subject).state == ClockState.STOPPED
    assert actions.turn(review.organisation, APRIL) == 0
    with pytest.raises(RefusedReviewError):
        actions.end(review, "Again.", by=SYSTEM, at=at + DAY)


def test_the_ledger_holds_no_words(review: Obligation, at: datetime) -> None:
    actions.do(_open(review), SHOWN, by=SYSTEM, at=at + DAY)
    actions.change(review, title="Look at Zanzibar", owner=None, checklist=["Zanzibar"], by=SYSTEM, at=at + DAY)
    said = "".join(Entry.objects.values_list("body", flat=True))
    assert "review.done" in said
    assert "Zanzibar" not in said
    assert "wiki" not in said


def test_business_days_come_round_by_the_calendar(project: Project, at: datetime) -> None:
    text = "# Security policy\n\n- API keys are rotated every 10 working days.\n- Access is reviewed every 10 days.\n"
    version = policies.import_texts(project, {"SECURITY.md": text}, by=SYSTEM, at=at)
    assert {one.kind: one.every for one in proposals.proposals(project)} == {"rotation": "P2W", "access_review": "P10D"}
    obligation = actions.take_over(project, said(version, "rotation"), by=SYSTEM, at=at)
    clock = _open(obligation).clock
    assert clock is not None
    assert clock.promise is not None
    assert (obligation.every, clock.within, clock.basis) == ("P2W", "P10D", "business")
