"""Two people: one looks whether it is right, one says that the world may read it. Both bind to what they saw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.cases.machine import Refused
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.notices.actions import tell
from troth_desk.people.access import REVIEW, WORK
from troth_desk.people.models import Membership, Role
from troth_desk.publishing import checking, queries
from troth_desk.publishing.actions.taking import LONGEST_REASON, acting, changed, claim, left, within
from troth_desk.publishing.models import Advisory, Did, State


@transaction.atomic
def review(advisory: Advisory, digest: str, *, by: Actor, at: datetime) -> Advisory:
    """Say that the content of ``digest`` is right.

    Raises ``Refused`` where something else stands there by now, where the reviewer wrote it although the team has
    somebody else, or where it is no draft.
    """
    claim(advisory)
    member = _person(advisory, by)
    _refuse_other_content(advisory, digest)
    if queries.standing(advisory) is not State.DRAFT:
        raise Refused(f"It is {queries.standing(advisory).label} already.")
    if why_not_reviewed_by(advisory, member):
        raise Refused(why_not_reviewed_by(advisory, member))
    changed(advisory, state=State.REVIEWED)
    left(advisory, Did.REVIEWED, by=by, at=at, digest=digest)
    _tell(advisory, "reviewed", "It waits for somebody to approve it.", at)
    return advisory


@transaction.atomic
def approve(advisory: Advisory, digest: str, *, by: Actor, at: datetime) -> Advisory:
    """Say that the world may read exactly the content of ``digest``.

    Raises ``Refused`` where it was not reviewed, something else stands there by now, a check fails, the person may not
    approve, or two people are to be found for it and this is only one.
    """
    claim(advisory)
    member = _person(advisory, by)
    if Role(member.role) not in REVIEW:
        raise Refused("Owners and reviewers approve advisories: ask one of them.")
    _refuse_other_content(advisory, digest)
    standing = queries.standing(advisory)
    if standing is not State.REVIEWED:
        said = (
            "It is a draft: somebody reviews it first."
            if standing is State.DRAFT
            else f"It is {standing.label} already."
        )
        raise Refused(said)
    failed = checking.failing(advisory, at)
    if failed:
        raise Refused(failed[0].todo)
    _refuse_alone(advisory, member, digest)
    changed(advisory, state=State.APPROVED)
    left(advisory, Did.APPROVED, by=by, at=at, digest=digest)
    _tell(advisory, "approved", "It can be published, or scheduled.", at)
    return advisory


@transaction.atomic
def send_back(advisory: Advisory, reason: str, *, by: Actor, at: datetime) -> Advisory:
    """Make it a draft again, with the reason."""
    claim(advisory)
    said = within(reason, LONGEST_REASON, "the reason")
    if State(advisory.state) not in {State.REVIEWED, State.APPROVED}:
        raise Refused("It is neither reviewed nor approved: write in it.")
    changed(advisory, state=State.DRAFT, publish_at=None)
    left(advisory, Did.SENT_BACK, by=by, at=at, digest=queries.digest(advisory), reason=said)
    _tell(advisory, "sent back", "Its page says why.", at)
    return advisory


def why_not_reviewed_by(advisory: Advisory, member: Membership) -> str:
    """Why ``member`` may not review it, as a sentence; "" where they may."""
    able = queries.people_who(advisory.project.organisation, approve=False)
    wrote = member.pk in queries.barred(advisory, able)
    return "You wrote it: somebody else of the team looks at it." if wrote else ""


def why_not_alone(advisory: Advisory, member: Membership, digest: str) -> str:
    """Why ``member`` may not approve it alone, as a sentence; "" where they may.

    Whoever wrote it does not approve it while another one may approve. As long as the team has two people, one of them
    has reviewed it who neither approves it nor wrote it alone.
    """
    organisation = advisory.project.organisation
    if member.pk in queries.barred(advisory, queries.people_who(organisation, approve=True)):
        return "You wrote it: another owner or reviewer approves it."
    team = {one.pk for one in queries.people_who(organisation, approve=False)}
    seen_by = set(queries.authors(advisory)) | queries.reviewers(advisory, digest)
    if team - {member.pk} and not seen_by - {member.pk}:
        return "Nobody but you has written or reviewed it: ask somebody else of the team to look at it."
    return ""


def _refuse_alone(advisory: Advisory, member: Membership, digest: str) -> None:
    why = why_not_alone(advisory, member, digest)
    if why:
        raise Refused(why)


def _person(advisory: Advisory, by: Actor) -> Membership:
    """People answer for what they read: a program cannot."""
    member = acting(advisory, by) if by.kind == ActorKind.MEMBER else None
    if member is None:
        raise Refused("People review and approve advisories: log in and look at it.")
    if Role(member.role) not in REVIEW | WORK:
        raise Refused("Auditors read: owners, responders and reviewers look at advisories.")
    return member


def _refuse_other_content(advisory: Advisory, digest: str) -> None:
    if digest != queries.digest(advisory):
        raise Refused("It was changed since you opened it: read what stands there now.")


def _tell(advisory: Advisory, what: str, body: str, at: datetime) -> None:
    tell(
        advisory.project.organisation,
        key=f"advisory:{advisory.pk}:{what}:{at.isoformat()}",
        subject=advisory.case.subject if advisory.case else advisory.subject,
        group="security team",
        title=f"{advisory.reference}: the advisory was {what}",
        body=body,
        at=at,
    )
