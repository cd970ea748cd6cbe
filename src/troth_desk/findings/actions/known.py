"""What the watch over advisories opens, changes and closes: known weaknesses of what projects use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from troth_desk.findings import counting
from troth_desk.findings.actions.bringing import Brought, bring
from troth_desk.findings.actions.closing import close
from troth_desk.findings.models import Event, Finding, Stream
from troth_desk.findings.seen import Delivered, Seen
from troth_desk.ledger.actions import record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Project

SOURCE = "watch"
TOOL = "advisories"


def open_known(
    project: Project,
    seen: Sequence[Seen],
    *,
    digest: str,
    whole: bool = False,
    category: str = "",
    by: Actor,
    at: datetime,
) -> Brought:
    """Advisories tell of weaknesses of what ``project`` uses: findings, one a package and group of aliases.

    ``whole``: these are all that there are (of ``category``, such as one inventory), so what else the watch had opened
    is gone; without it nothing is closed. ``digest`` names what they come from (index and inventory): the same again
    changes nothing. ``Brought.findings`` are their ids in the order of ``seen``. Clocks and notices come with them.
    """
    partial = () if whole else ("only what is new was looked at",)
    delivered = Delivered(tool=TOOL, at=at, seen=seen, category=category, partial=partial)
    return bring(project, delivered, source=SOURCE, digest=digest, by=by, at=at, ids=True)


@transaction.atomic
def close_known(
    project: Project, findings: Iterable[int], *, withdrawn: bool = False, category: str = "", by: Actor, at: datetime
) -> int:
    """The watch does not see ``findings`` any more: the component is gone or mended, or the advisory is ``withdrawn``.

    What a tool still tells of stays open. How many nothing sees now.
    """
    take_turn(project.organisation_id)
    wanted = list(findings)
    of_project = {"organisation_id": project.organisation_id, "project": project}
    stream = Stream.objects.filter(**of_project, source=SOURCE, tool=TOOL, category=category).first()
    if stream is None or not wanted:
        return 0
    if withdrawn:
        known = Finding.objects.filter(**of_project, pk__in=wanted)
        known.filter(withdrawn_at=None).update(withdrawn_at=at)
        Event.objects.bulk_create(
            [
                Event(organisation_id=project.organisation_id, finding_id=pk, kind="withdrawn", at=at, actor=str(by))
                for pk in known.values_list("pk", flat=True)
            ]
        )
    gone = close(project, stream, None, wanted, by=by, at=at)
    counting.note(project, at)
    record(
        project.organisation_id,
        "findings.closed",
        f"project:{project.pk}",
        {"stream": stream.pk, "gone": gone, "withdrawn": withdrawn},
        by=by,
        at=at,
    )
    return gone
