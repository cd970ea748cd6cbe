"""A mail of the team that came back or was never sent told its reporter nothing: no promise was kept by it.

Who reported by form or API has the page, and reads there what such a mail would only have hinted at.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.cases.models import Message, Transition
from troth_desk.cases.states import Part
from troth_desk.deadlines import actions as clocks
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox.models import Thread
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.tenants.models import Organisation

REACH = timedelta(days=14)
"""How far back is looked for mails that failed: further than a worker stands still unnoticed."""
_WHY = {
    DeliveryState.BOUNCED: "The mail that told it came back.",
    DeliveryState.FAILED: "The mail that told it could not be sent.",
}


def take_back(organisation: Organisation, *, at: datetime) -> int:
    """Let clocks that were met by mails that reached nobody show nothing; how many."""
    lost = Delivery.objects.filter(
        organisation=organisation,
        state__in=list(_WHY),
        done_at__gte=at - REACH,
        notice__key__startswith="mail:m",
    )
    taken = 0
    for delivery in lost.select_related("notice").order_by("pk"):
        _, kind, row, thread = delivery.notice.key.split(":")
        done_at = _done_at(organisation, kind, int(row))
        if done_at is not None and _to_reporter(organisation, int(thread)):
            why = _WHY[DeliveryState(delivery.state)]
            subject = delivery.notice.subject
            taken += len(clocks.take_back(organisation, subject, why, done_at=done_at, by=SYSTEM, at=at))
    return taken


def _done_at(organisation: Organisation, kind: str, row: int) -> datetime | None:
    """When that was said or done which a mail told."""
    if kind == "message":
        return Message.objects.filter(organisation=organisation, pk=row).values_list("at", flat=True).first()
    return Transition.objects.filter(organisation=organisation, pk=row).values_list("at", flat=True).first()


def _to_reporter(organisation: Organisation, thread: int) -> bool:
    return Thread.objects.filter(
        organisation=organisation, pk=thread, participant__role=Part.REPORTER, unproven=False
    ).exists()
