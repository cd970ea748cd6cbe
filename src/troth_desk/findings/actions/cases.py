"""A finding becomes a case, with conversation, embargo and advisory, where a warning turned out to be a weakness."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions import Report, assign, open_case
from troth_desk.cases.models import Case
from troth_desk.cases.states import Origin
from troth_desk.findings.actions.deciding import told
from troth_desk.findings.models import Finding
from troth_desk.findings.refusal import RefusedError
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership


@transaction.atomic
def make_case(finding: Finding, *, member: Membership | None, by: Actor, at: datetime) -> Case:
    """Open a case for ``finding``, with what is known of it; the clocks of the policy for reports start.

    Raises:
        RefusedError: it has one.
    """
    take_turn(finding.organisation_id)
    finding.refresh_from_db()
    if finding.case_id is not None:
        raise RefusedError("It has a case already.")
    ids = ", ".join(finding.ids[:10])
    lines = [
        finding.text,
        f"Told by {finding.stream.tool}: {ids}.",
        f"Where: {finding.place}." if finding.place else "",
    ]
    opened = open_case(
        finding.project,
        Report(
            title=f"{finding.rule}: {finding.package or finding.path or finding.text}"[:300],
            description="\n\n".join(line for line in lines if line),
        ),
        origin=Origin.TEAM,
        by=by,
        at=at,
    )
    finding.case = opened.case
    finding.save(update_fields=("case",))
    told(finding.project.organisation, [finding.pk], "became a case", opened.case.reference, by=by, at=at)
    if member is not None:
        assign(opened.case, member, by=by, at=at)
    return opened.case
