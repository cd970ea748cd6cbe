"""What every write to an advisory begins and ends with: it takes the advisory, and leaves a step and an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from troth_desk.cases.actions.writing import Plain
from troth_desk.cases.machine import Refused
from troth_desk.ledger import actions as ledger
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people.models import Membership
from troth_desk.publishing.models import Advisory, Did, Step

LONGEST_REASON = 1_000


def claim(advisory: Advisory) -> Advisory:
    """Take ``advisory`` for the rest of the transaction, and bring it up to date: the turn keeps others from it.

    Raises ``Refused`` where it was withdrawn: nothing is done to it any more.
    """
    ledger.take_turn(advisory.organisation_id)
    advisory.refresh_from_db()
    if advisory.withdrawn_at is not None:
        raise Refused("It was withdrawn: nothing more is done to it. Begin another advisory where one is needed.")
    return advisory


def changed(advisory: Advisory, **fields: object) -> None:
    """Write ``fields`` of an advisory that was claimed."""
    Advisory.objects.filter(pk=advisory.pk, organisation_id=advisory.organisation_id).update(**fields)
    for name, value in fields.items():
        setattr(advisory, name, value)


def left(
    advisory: Advisory,
    did: Did,
    *,
    by: Actor,
    at: datetime,
    digest: str = "",
    reason: str = "",
    detail: Mapping[str, Plain] | None = None,
) -> Step:
    """Write down that something was done: a step for the team, and an entry of plain ids, dates and digests."""
    changed(advisory, changed_at=at)
    made = Step.objects.create(
        organisation_id=advisory.organisation_id,
        advisory=advisory,
        did=did,
        digest=digest,
        reason=reason,
        member=acting(advisory, by),
        actor=str(by),
        at=at,
    )
    said: dict[str, Plain] = {"digest": digest} if digest else {}
    said |= detail or {}
    if advisory.case is not None:
        said["case"] = advisory.case.reference
    ledger.record(advisory.organisation_id, f"advisory.{did.value}", advisory.subject, said, by=by, at=at)
    return made


def acting(advisory: Advisory, by: Actor) -> Membership | None:
    """The member who acts: themselves, or whoever made the key of a program."""
    of_team = {"organisation_id": advisory.organisation_id}
    if by.kind == ActorKind.MEMBER:
        return Membership.objects.filter(pk=by.id, **of_team).first()
    if by.kind == ActorKind.KEY:
        return Membership.objects.filter(keys__pk=by.id, **of_team).first()
    return None


def within(words: str, longest: int, name: str, *, needed: bool = True) -> str:
    """``words`` without blanks at their ends; raises ``Refused`` where nothing is left, or too much."""
    said = words.replace("\x00", "").strip()
    if needed and not said:
        raise Refused(f"Write something: {name} is empty.")
    if len(said) > longest:
        raise Refused(f"{name.capitalize()} is too long: at most {longest:,} characters, this has {len(said):,}.")
    return said
