"""Bounties: decided at the team's discretion, each time with the reason, and never changed, only followed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions.writing import Plain, claim, digest, entry, within_bounds
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import BountyDecision, Case
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership

DECISIONS = ("granted", "declined")
LONGEST_REASON = 5_000
LONGEST_AMOUNT = 60


@transaction.atomic
def decide_bounty(
    case: Case,
    decision: str,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    amount: str = "",
    member: Membership | None = None,
) -> BountyDecision:
    """Grant or decline a bounty, with the reason, which the reporter reads. The last decision counts."""
    if decision not in DECISIONS:
        raise Refused("A bounty is granted or declined.")
    if member and member.organisation_id != case.organisation_id:
        raise Refused("They are no member of this organisation.")
    said = within_bounds(reason, LONGEST_REASON, "the reason")
    sum_said = within_bounds(amount, LONGEST_AMOUNT, "the amount") if amount.strip() else ""
    if decision == "declined" and sum_said:
        raise Refused("A bounty that is declined has no amount.")
    claim(case, at=at)
    made = BountyDecision.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        decision=decision,
        amount=sum_said,
        reason=said,
        member=member,
        at=at,
    )
    detail: dict[str, Plain] = {"bounty": made.pk, "decision": decision, "reason_digest": digest(said)}
    entry(case, "bounty.decided", detail, by=by, at=at)
    return made
