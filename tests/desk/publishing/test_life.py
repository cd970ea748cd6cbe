"""From draft to published, revised and withdrawn: what each step asks for, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from desk.publishing.conftest import REPORT, WHOLE
from troth_desk.cases import actions as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Message, Participant
from troth_desk.ledger import queries as ledger
from troth_desk.ledger.actor import SYSTEM, Actor, ActorKind
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.publishing import actions, checking, jobs, queries, record
from troth_desk.publishing import content as contents
from troth_desk.publishing.models import Advisory, Did, Revision, State, Step
from troth_desk.tenants.models import Organisation, Project

Writing = Callable[..., Advisory]
DAY = timedelta(days=1)


def test_it_begins_with_what_the_case_knows(begun: Advisory, case: Case) -> None:
    content = queries.written(begun)
    assert (content.title, content.details) == (case.title, case.description)
    assert [one.score for one in content.severity] == [case.cvss_vector]
    assert [one.participant for one in content.credits] == [Participant.objects.get(case=case).pk]
    assert content.hold_details, "the policy gives users time to update"
    assert begun.reference == "x_harbour-2026-0001"


def test_a_case_has_one_advisory_that_stands(
    begun: Advisory, case: Case, by: Actor, owner: Membership, at: datetime
) -> None:
    assert actions.begin(case.project, case, by=by, at=at).pk == begun.pk
    actions.withdraw(begun, "It is told in another one.", by=actor_of(owner), at=at)
    again = actions.begin(case.project, case, by=by, at=at)
    assert (again.pk != begun.pk, again.reference) == (True, "x_harbour-2026-0002")


def test_a_report_that_was_turned_away_has_none(project: Project, by: Actor, at: datetime) -> None:
    case = cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case
    for state, reason in (("acknowledged", ""), ("assessing", ""), ("rejected", "It is meant so.")):
        cases.move(case, state, by=by, at=at, reason=reason)
    with pytest.raises(Refused, match="rejected"):
        actions.begin(project, case, by=by, at=at)


def test_two_people_and_exactly_what_they_saw(
    begun: Advisory, writing: Writing, responder: Membership, owner: Membership, by: Actor, at: datetime
) -> None:
    writing(begun)
    digest = queries.digest(begun)
    with pytest.raises(Refused, match="You wrote it"):
        actions.review(begun, digest, by=by, at=at)
    with pytest.raises(Refused, match="reviews it first"):
        actions.approve(begun, digest, by=actor_of(owner), at=at)
    actions.review(begun, digest, by=actor_of(owner), at=at)
    with pytest.raises(Refused, match="Owners and reviewers"):
        actions.approve(begun, digest, by=by, at=at)
    with pytest.raises(Refused, match="changed since"):
        actions.approve(begun, "0" * 64, by=actor_of(owner), at=at)
    actions.approve(begun, digest, by=actor_of(owner), at=at)
    assert queries.standing(begun) is State.APPROVED


def test_the_author_does_not_approve_while_another_may(
    begun: Advisory, writing: Writing, owner: Membership, reviewer: Membership, responder: Membership, at: datetime
) -> None:
    writing(begun, who=actor_of(owner))
    digest = queries.digest(begun)
    actions.review(begun, digest, by=actor_of(reviewer), at=at)
    with pytest.raises(Refused, match="another owner or reviewer"):
        actions.approve(begun, digest, by=actor_of(owner), at=at)
    actions.approve(begun, digest, by=actor_of(reviewer), at=at)


def test_the_only_one_who_may_approve_does_so_after_a_review_by_somebody_else(
    begun: Advisory, writing: Writing, owner: Membership, responder: Membership, at: datetime
) -> None:
    writing(begun, who=actor_of(owner), title="Another title")
    digest = queries.digest(begun)
    with pytest.raises(Refused, match="You wrote it"):
        actions.review(begun, digest, by=actor_of(owner), at=at)
    actions.review(begun, digest, by=actor_of(responder), at=at)
    actions.approve(begun, digest, by=actor_of(owner), at=at)
    assert begun.state == State.APPROVED


def test_one_person_alone_does_all_of_it(project: Project, owner: Membership, at: datetime) -> None:
    alone = actor_of(owner)
    advisory = actions.begin(project, by=alone, at=at)
    actions.write(advisory, WHOLE, seen=contents.digest(contents.read(advisory.content)), by=alone, at=at)
    digest = queries.digest(advisory)
    actions.review(advisory, digest, by=alone, at=at)
    actions.approve(advisory, digest, by=alone, at=at)
    assert actions.publish(advisory, by=alone, at=at).number == 1


def test_programs_approve_nothing(begun: Advisory, writing: Writing, at: datetime) -> None:
    writing(begun)
    with pytest.raises(Refused, match="People review"):
        actions.review(begun, queries.digest(begun), by=Actor(ActorKind.KEY, "1"), at=at)


def test_any_change_takes_the_approval_back(
    begun: Advisory, writing: Writing, approving: Writing, by: Actor, at: datetime
) -> None:
    writing(begun)
    approving(begun)
    writing(begun, title="Something else")
    assert begun.state == State.DRAFT
    assert Step.objects.filter(advisory=begun, did=Did.TAKEN_BACK).exists()
    with pytest.raises(Refused, match="a draft"):
        actions.publish(begun, by=by, at=at)


def test_the_same_words_again_change_nothing(begun: Advisory, writing: Writing, approving: Writing) -> None:
    writing(begun)
    approving(begun)
    writing(begun)
    assert queries.standing(begun) is State.APPROVED


def test_another_wish_of_the_reporter_takes_the_approval_back(
    begun: Advisory, writing: Writing, approving: Writing, case: Case, at: datetime
) -> None:
    writing(begun)
    approving(begun)
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    begun.refresh_from_db()
    assert (begun.state, queries.standing(begun)) == (State.APPROVED, State.DRAFT)


def test_who_writes_on_top_of_another_is_told(begun: Advisory, writing: Writing, by: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="Somebody else wrote"):
        actions.write(begun, queries.written(begun), seen="0" * 64, by=by, at=at)


@pytest.mark.parametrize(
    ("fields", "todo"),
    [
        ({"title": ""}, "Write a title"),
        ({"summary": "Short."}, "Say in a sentence"),
        ({"products": ()}, "Name the package"),
        ({"severity": ()}, "Rate the weakness"),
        ({"aliases": ("CVE-26-1",)}, "no CVE or GHSA id"),
        ({"cwes": ("22",)}, "kinds of weakness"),
        ({"details": "Found by reporter@example.org, who told us."}, None),
    ],
)
def test_what_keeps_it_from_being_approved(
    begun: Advisory, writing: Writing, owner: Membership, at: datetime, fields: dict[str, object], todo: str | None
) -> None:
    writing(begun, **fields)
    failed = [one.todo for one in checking.failing(begun, at)]
    if todo is None:
        assert not failed, "who wishes to be named may stand in it"
        return
    assert any(todo in one for one in failed)
    actions.review(begun, queries.digest(begun), by=actor_of(owner), at=at)
    with pytest.raises(Refused):
        actions.approve(begun, queries.digest(begun), by=actor_of(owner), at=at)


def test_the_embargo_is_waited_for(
    begun: Advisory, writing: Writing, approving: Writing, case: Case, by: Actor, at: datetime
) -> None:
    participant = Participant.objects.get(case=case)
    cases.propose_embargo(case, at + 30 * DAY, by=by, at=at)
    cases.answer_embargo(participant, agree=True, by=cases.reporter(participant), at=at)
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    writing(begun)
    approving(begun)
    with pytest.raises(Refused, match="An embargo binds until 2026-04-01"):
        actions.publish(begun, by=by, at=at + 20 * DAY, early_reason="We are in a hurry.")
    with pytest.raises(Refused, match="embargo"):
        actions.schedule(begun, at + 10 * DAY, by=by, at=at, early_reason="We are in a hurry.")
    actions.schedule(begun, at + 30 * DAY, by=by, at=at)
    assert jobs.publish(case.project.organisation, at + 29 * DAY) == 0
    assert jobs.publish(case.project.organisation, at + 30 * DAY) == 1
    assert jobs.publish(case.project.organisation, at + 31 * DAY) == 0
    case.refresh_from_db()
    assert case.state == "disclosed"


def test_users_have_their_time(
    begun: Advisory, writing: Writing, approving: Writing, by: Actor, case: Case, at: datetime
) -> None:
    writing(begun)
    approving(begun)
    with pytest.raises(Refused, match=r"record the release of the fix first"):
        actions.publish(begun, by=by, at=at)
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    with pytest.raises(Refused, match=r"Users have time to update until 2026-03-09 09:00 UTC \(SECURITY.md:15\)"):
        actions.publish(begun, by=by, at=at + DAY)
    actions.publish(begun, by=by, at=at + DAY, early_reason="It is being used.")
    assert begun.early_reason == "It is being used."


def test_details_follow_once_users_had_their_time(
    begun: Advisory,
    writing: Writing,
    approving: Writing,
    by: Actor,
    case: Case,
    organisation: Organisation,
    at: datetime,
) -> None:
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    writing(begun, hold_details=True)
    approving(begun)
    first = actions.publish(begun, by=by, at=at)
    case.refresh_from_db()
    assert (first.number, case.state) == (1, "fix_ready")
    told = record.public(begun, [first])
    assert "resolved first" not in told.details
    assert "09 March 2026" in told.details
    assert (begun.published_at, begun.details_at) == (at, at + 7 * DAY)
    assert jobs.publish(organisation, at + 6 * DAY) == 0
    assert jobs.publish(organisation, at + 7 * DAY) == 1
    assert jobs.publish(organisation, at + 8 * DAY) == 0
    begun.refresh_from_db()
    case.refresh_from_db()
    told = record.public(begun, list(queries.revisions(begun)))
    assert "resolved first" in told.details
    assert (case.state, [one.number for one in told.revisions]) == ("disclosed", [1, 2])
    assert queries.standing(begun) is State.PUBLISHED


def test_published_it_is_told_to_the_reporter_and_the_ledger_holds_no_words(
    begun: Advisory, publishing: Callable[..., Revision], case: Case
) -> None:
    made = publishing(begun)
    assert "x_harbour-2026-0001/" in Message.objects.filter(case=case).last().body  # type: ignore[union-attr]
    entries = [json.loads(one.body) for one in ledger.entries(begun.organisation_id, begun.subject)]
    published = next(one for one in entries if one["action"] == "advisory.published")
    assert published["detail"] == {"digest": made.digest, "revision": 1, "case": case.reference}
    assert "Ada" not in json.dumps(entries)


def test_a_revision_leaves_the_world_its_old_one_until_it_is_published(
    begun: Advisory, publishing: Callable[..., Revision], writing: Writing, approving: Writing, by: Actor, at: datetime
) -> None:
    publishing(begun)
    writing(begun, title="Files of everybody can be read", when=at + DAY)
    assert record.public(begun, list(queries.revisions(begun))).title == "Files of other tenants can be read"
    assert [one.name for one in checking.failing(begun, at)] == ["change"]
    writing(begun, title="Files of everybody can be read", change="The title says whose.", when=at + DAY)
    approving(begun, when=at + DAY)
    actions.publish(begun, by=by, at=at + DAY)
    told = record.public(begun, list(queries.revisions(begun)))
    assert [one.words for one in told.revisions] == ["First publication", "The title says whose."]
    assert (told.title, told.published) == ("Files of everybody can be read", at)


def test_withdrawn_it_stays_readable_and_is_written_no_more(
    begun: Advisory, publishing: Callable[..., Revision], owner: Membership, writing: Writing, at: datetime
) -> None:
    publishing(begun)
    actions.withdraw(begun, "It was no weakness after all.", by=actor_of(owner), at=at + DAY)
    told = record.public(begun, list(queries.revisions(begun)))
    assert (told.state, told.withdrawn_reason) == ("withdrawn", "It was no weakness after all.")
    with pytest.raises(Refused, match="withdrawn"):
        writing(begun)


def test_what_cannot_be_published_at_its_time_is_told_once(
    begun: Advisory,
    writing: Writing,
    approving: Writing,
    by: Actor,
    case: Case,
    organisation: Organisation,
    at: datetime,
) -> None:
    actions.record_fix(begun, "1.4.2", at - 8 * DAY, by=by, at=at)
    writing(begun)
    approving(begun)
    actions.schedule(begun, at + DAY, by=by, at=at)
    cases.move(case, "fixing", by=by, at=at, reason="The fix does not hold.")
    assert jobs.publish(organisation, at + DAY) == 0
    begun.refresh_from_db()
    assert (begun.publish_at, begun.published_at) == (None, None)
    held = Step.objects.get(advisory=begun, did=Did.HELD_UP)
    assert "being fixed" in held.reason
    assert jobs.publish(organisation, at + 2 * DAY) == 0
    assert Step.objects.filter(advisory=begun, did=Did.HELD_UP).count() == 1


def test_why_it_is_withdrawn_names_nobody_who_wished_not_to_be(
    begun: Advisory, publishing: Callable[..., Revision], case: Case, owner: Membership, at: datetime
) -> None:
    """Everybody reads the reason, in every format: it is looked at as the words of an advisory are."""
    publishing(begun)
    participant = Participant.objects.get(case=case)
    cases.prefer_credit(participant, "anonymous", "", by=cases.reporter(participant), at=at)
    with pytest.raises(Refused, match="did not agree to be named"):
        actions.withdraw(begun, "Reporter@example.org erred.", by=actor_of(owner), at=at + DAY)
    with pytest.raises(Refused, match="reads the case"):
        actions.withdraw(begun, f"See {settings.ADDRESS}/case/harbour/{'a' * 43}/.", by=actor_of(owner), at=at + DAY)
    assert queries.revisions(begun).count() == 1
    actions.withdraw(begun, "The reporter erred.", by=actor_of(owner), at=at + DAY)


def test_once_details_are_public_the_fix_is_dated_back_no_more(
    begun: Advisory, writing: Writing, approving: Writing, by: Actor, at: datetime
) -> None:
    actions.record_fix(begun, "1.4.2", at, by=by, at=at)
    actions.record_fix(begun, "1.4.2", at - DAY, by=by, at=at)
    writing(begun)
    approving(begun)
    actions.publish(begun, by=by, at=at + DAY, early_reason="We wanted to.")
    with pytest.raises(Refused, match="was on record"):
        actions.record_fix(begun, "1.4.2", at - 9 * DAY, by=by, at=at + 2 * DAY)
    actions.record_fix(begun, "1.4.3", at, by=by, at=at + 2 * DAY)
    assert begun.fix_released_at == at


def test_another_organisation_sees_none_of_it(begun: Advisory, other_organisation: Organisation) -> None:
    assert queries.advisory(other_organisation, begun.reference) is None
