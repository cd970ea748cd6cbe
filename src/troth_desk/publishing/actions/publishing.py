"""The world reads it: the fix is recorded, publication is scheduled and done once, details follow, it is withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from msgspec.structs import replace

from troth_desk.cases import actions as cases
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import State as CaseState
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import tell
from troth_desk.publishing import addresses, checking, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.actions.taking import LONGEST_REASON, changed, claim, left, within
from troth_desk.publishing.actions.writing import number_of
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, Did, Revision, State
from troth_desk.publishing.record import FIRST

LONGEST_RELEASE = 300
FURTHEST = timedelta(days=730)
"""How far ahead a publication may be scheduled: as long as the longest embargo."""
DETAILS = "Details were added"


@transaction.atomic
def record_fix(advisory: Advisory, release: str, released_at: datetime, *, by: Actor, at: datetime) -> Advisory:
    """Record that the fix came out, as ``release`` (a version or an address); users have their time from then on.

    Recorded again it is corrected; once the details are public only to a later instant, since an earlier one would give
    users a time that they did not have by the record. Raises ``Refused`` for that, and for an instant that lies ahead.
    """
    claim(advisory)
    said = within(release, LONGEST_RELEASE, "the release")
    if released_at > at:
        raise Refused("A release that has not come yet is recorded once it has.")
    before = advisory.fix_released_at
    if before is not None and released_at < before and queries.detailed(advisory):
        raise Refused(
            f"The details are public, and {before:%Y-%m-%d %H:%M} UTC was on record for the fix: it stays, or becomes "
            "later."
        )
    changed(advisory, fix_release=said, fix_released_at=released_at)
    detail = {"released_at": released_at.isoformat()}
    left(advisory, Did.FIX_RELEASED, by=by, at=at, detail=detail)
    if advisory.details_at is not None:
        until = checking.users_until(advisory)
        if until is not None and until > advisory.details_at:
            changed(advisory, details_at=until)
    return advisory


@transaction.atomic
def schedule(advisory: Advisory, publish_at: datetime, *, by: Actor, at: datetime, early_reason: str = "") -> Advisory:
    """Have an approved advisory published at ``publish_at``, by the worker, once.

    Raises ``Refused`` where it is not approved, or where an embargo or the time of users would be broken by it.
    """
    claim(advisory)
    if queries.standing(advisory) is not State.APPROVED:
        raise Refused("What is scheduled was approved first, exactly as it is.")
    if not at < publish_at <= at + FURTHEST:
        raise Refused(f"Choose an instant ahead, within {FURTHEST.days} days; to publish now, publish it.")
    why = _too_early(advisory, publish_at, at, early_reason)
    if why:
        raise Refused(why)
    said = within(early_reason, LONGEST_REASON, "the reason", needed=False)
    changed(advisory, publish_at=publish_at, early_reason=said)
    left(advisory, Did.SCHEDULED, by=by, at=at, detail={"publish_at": publish_at.isoformat()}, reason=said)
    return advisory


def _too_early(advisory: Advisory, publish_at: datetime, at: datetime, early_reason: str) -> str:
    if early_reason.strip():
        until = checking.silent_until(advisory, at)
        return f"An embargo binds until {until:%Y-%m-%d %H:%M} UTC." if until and publish_at < until else ""
    earliest = checking.earliest(advisory, at)
    if publish_at >= earliest:
        return ""
    return f"The embargo or the time of users lasts until {earliest:%Y-%m-%d %H:%M} UTC: choose that or later."


@transaction.atomic
def unschedule(advisory: Advisory, *, by: Actor, at: datetime) -> Advisory:
    """It is not published by itself any more."""
    claim(advisory)
    if advisory.publish_at is None:
        raise Refused("It is not scheduled.")
    changed(advisory, publish_at=None)
    left(advisory, Did.UNSCHEDULED, by=by, at=at)
    return advisory


@transaction.atomic
def hold_up(advisory: Advisory, why: str, *, at: datetime) -> Advisory:
    """Its time came and it could not be published: the team is told why, and it waits for them."""
    claim(advisory)
    if advisory.publish_at is None or advisory.publish_at > at:
        return advisory  # another worker published it, or somebody put it off
    changed(advisory, publish_at=None)
    left(advisory, Did.HELD_UP, by=SYSTEM, at=at, reason=why[:LONGEST_REASON])
    _tell(advisory, "not published at its time", f"{why} It is scheduled no more.", at)
    return advisory


@transaction.atomic
def publish(
    advisory: Advisory, *, by: Actor, at: datetime, early_reason: str = "", scheduled: bool = False
) -> Revision:
    """Show the approved content to the world, as the next revision; its case is disclosed with it.

    Details that are held back stay so until users have had their time. Raises ``Refused`` with what stands in the
    way: see ``checking.not_yet``. ``scheduled``: only if that is still so, and its time has come.
    """
    claim(advisory)
    if scheduled and (advisory.publish_at is None or advisory.publish_at > at):
        raise Refused("It is not scheduled for now.")
    why = checking.not_yet(advisory, at, early_reason=early_reason or advisory.early_reason)
    if why:
        raise Refused(why)
    content = queries.written(advisory)
    first = advisory.published_at is None
    withheld = content.held if _still_held(advisory, content, at) else {}
    changed(advisory, details_at=_details_at(advisory) if withheld else None)
    shown = replace(content, hold_details=bool(withheld), **dict.fromkeys(withheld, ""))
    made = _revise(advisory, shown, withheld, contents.digest(content), by, at)
    said = within(early_reason, LONGEST_REASON, "the reason", needed=False) or advisory.early_reason
    changed(
        advisory,
        state=State.PUBLISHED,
        publish_at=None,
        published_at=advisory.published_at or at,
        early_reason=said,
        content=contents.kept(replace(content, change="", hold_details=bool(withheld))),
    )
    did = Did.PUBLISHED if first else Did.REVISED
    left(
        advisory, did, by=by, at=at, digest=made.digest, reason=said if first else "", detail={"revision": made.number}
    )
    if not withheld:
        _disclose(advisory, by, at)
    if first and advisory.case is not None:
        words = f"The advisory is published: {addresses.page(advisory.project.organisation, advisory.reference)}"
        cases.say(advisory.case, words, by=SYSTEM, at=at)
    _tell(advisory, did.label, "Everybody can read it now.", at)
    return made


@transaction.atomic
def publish_details(advisory: Advisory, *, by: Actor, at: datetime) -> Revision:
    """Users have had their time: what was held back is published, as it was approved, once."""
    claim(advisory)
    last = queries.newest(advisory)
    if advisory.details_at is None or last is None or not last.withheld:
        raise Refused("No details are held back.")
    if at < advisory.details_at:
        raise Refused(f"Users have time to update until {advisory.details_at:%Y-%m-%d %H:%M} UTC.")
    whole = replace(contents.read(last.content), hold_details=False, change=DETAILS, **last.withheld)
    made = _revise(advisory, whole, {}, last.digest, by, at)
    changed(advisory, details_at=None)
    if advisory.state == State.PUBLISHED:
        changed(advisory, content=contents.kept(replace(whole, change="")))
    left(advisory, Did.DETAILS, by=by, at=at, digest=made.digest, detail={"revision": made.number})
    _disclose(advisory, by, at)
    _tell(advisory, "published with its details", "Everybody can read them now.", at)
    return made


@transaction.atomic
def withdraw(advisory: Advisory, reason: str, *, by: Actor, at: datetime) -> Advisory:
    """Take it back, for a reason that everybody reads: it is no weakness, or another advisory says it better.

    What was published stays readable, marked as withdrawn: whoever acted on it has to find out.
    """
    claim(advisory)
    said = within(reason, LONGEST_REASON, "the reason")
    last = queries.newest(advisory)
    why = checking.tells_too_much(advisory, said)
    if why:
        raise Refused(why)
    if last is not None:
        shown = replace(contents.read(last.content), change=f"Withdrawn: {said}"[:LONGEST_REASON])
        _revise(advisory, shown, {}, last.digest, by, at, withdrawn=True)
    changed(advisory, state=State.WITHDRAWN, withdrawn_at=at, withdrawn_reason=said, publish_at=None, details_at=None)
    left(advisory, Did.WITHDRAWN, by=by, at=at)
    _tell(advisory, "withdrawn", "Its page says why.", at)
    return advisory


def _revise(
    advisory: Advisory,
    content: Content,
    withheld: dict[str, str],
    digest: str,
    by: Actor,
    at: datetime,
    *,
    withdrawn: bool = False,
) -> Revision:
    return Revision.objects.create(
        organisation_id=advisory.organisation_id,
        advisory=advisory,
        number=number_of(advisory),
        content=contents.kept(replace(content, change="")),
        withheld=withheld,
        digest=digest,
        summary=content.change or FIRST,
        withdrawn=withdrawn,
        actor=str(by),
        at=at,
    )


def _still_held(advisory: Advisory, content: Content, at: datetime) -> bool:
    """Whether details are to be held back, and were not published before, and users still have time."""
    if not content.held:
        return False
    before = queries.newest(advisory)
    if before is not None and not before.withheld:
        return False
    return at < _details_at(advisory)


def _details_at(advisory: Advisory) -> datetime:
    """When details come: after the time of users; held back without a time that is known, after the default one."""
    return checking.users_until(advisory) or checking.default_until(advisory)


def _disclose(advisory: Advisory, by: Actor, at: datetime) -> None:
    """The case is disclosed with the advisory, where it is not already."""
    if advisory.case is None:
        return
    advisory.case.refresh_from_db()
    if advisory.case.state == CaseState.FIX_READY:
        cases.move(advisory.case, CaseState.DISCLOSED, by=by, at=at)


def _tell(advisory: Advisory, what: str, body: str, at: datetime) -> None:
    tell(
        advisory.project.organisation,
        key=f"advisory:{advisory.pk}:{what}:{at.isoformat()}",
        subject=advisory.case.subject if advisory.case else advisory.subject,
        group="security team",
        title=f"{advisory.reference}: {what}",
        body=body,
        at=at,
    )
