"""Who gives a mail address with a report by form or API is mailed that it arrived, and then when there is news.

Nothing proves that the address is theirs, so these mails hold neither the link to the page, nor the signed receipt, nor
a word of what was reported; with a key that came with the report or by the page, what the team writes goes encrypted.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from troth_desk.cases.models import Case, Participant
from troth_desk.cases.states import Origin, Part
from troth_desk.intake import queries as intake
from troth_desk.intake.receipts import NO_ACKNOWLEDGEMENT
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import headers, queries, routing, stopping, threads
from troth_desk.mailbox.actions import answering
from troth_desk.mailbox.limits import RECEIPTS, RECEIPTS_OF_ALL, Rate
from troth_desk.mailbox.models import Choices, ReceivedMail, Thread
from troth_desk.notices import actions as notices
from troth_desk.tenants.models import Organisation

REACH = timedelta(days=3)
"""Who reported longer ago gets no first mail: a desk that could send none until then does not wake old reports."""
_HOW = (
    "You hear from us here when there is something new. It then stands on your page, whose link you were shown when "
    "you sent the report. No mail repeats that link or any word of the report, since nothing proves that this address "
    "is yours."
)


def waits(organisation: Organisation, at: datetime) -> bool:
    """Whether there is a report that nobody was asked about yet."""
    return _unseen(organisation, queries.choices(organisation), at).exists()


def begin(organisation: Organisation, told: Choices, at: datetime) -> int:
    """Begin threads with those who gave an address since the last time; how many mails were written."""
    written = 0
    for participant in _unseen(organisation, told, at).select_related("case__project"):
        told.told_participant = participant.pk
        address = headers.address_of(participant.contact)
        if told.news and _may_be_mailed(organisation, participant, address, at):
            _first(participant, address, at)
            written += 1
    return written


def stop(thread: Thread, *, at: datetime) -> None:
    """Write no more mails in ``thread``; twice is once."""
    organisation = thread.organisation
    running = Thread.objects.filter(organisation=organisation, pk=thread.pk, ended_at__isnull=True)
    with transaction.atomic():
        take_turn(organisation.pk)
        if running.update(ended_at=at):
            detail: dict[str, Plain] = {"thread": thread.pk}
            record(organisation.pk, "mail.ended", thread.participant.case.subject, detail, by=SYSTEM, at=at)


def _unseen(organisation: Organisation, told: Choices, at: datetime) -> QuerySet[Participant]:
    found = Participant.objects.filter(
        organisation=organisation,
        pk__gt=told.told_participant,
        role=Part.REPORTER,
        left_at__isnull=True,
        joined_at__gt=at - REACH,
        case__origin__in=(Origin.FORM, Origin.API),
        case__project__example=False,
    )
    return found.exclude(contact="").order_by("pk")


def _may_be_mailed(organisation: Organisation, participant: Participant, address: str, at: datetime) -> bool:
    """Whether it is an address that a mail can go to, none of ours, and not one that too many were sent to lately."""
    if not address or not notices.can_be_mailed(address) or address in routing.addresses(organisation):
        return False
    if Thread.objects.filter(organisation=organisation, participant=participant).exists():
        return False
    given = Thread.objects.filter(organisation=organisation, unproven=True)
    if given.filter(address=address, ended_at__isnull=False).exists():
        return False
    return not (_too_many(given.filter(address=address), RECEIPTS, at) or _too_many(given, RECEIPTS_OF_ALL, at))


def _too_many(found: QuerySet[Thread], rates: Sequence[Rate], at: datetime) -> bool:
    return any(found.filter(begun_at__gt=at - rate.span).count() >= rate.most for rate in rates)


def _first(participant: Participant, address: str, at: datetime) -> None:
    case = participant.case
    thread = Thread.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        tag=threads.new_tag(),
        address=address,
        ours=_ours(case),
        clear=False,
        link_told=True,
        unproven=True,
        begun_at=participant.joined_at,
    )
    answering.send(
        thread,
        key=f"mail:begun:{case.reference}",
        title=f"Your report has arrived: {case.reference}",
        body=_words(thread, case),
        at=at,
    )


def _ours(case: Case) -> str:
    """The address to which answers may go, "" where no mail reaches the desk or the policy names none."""
    if not (settings.MAILBOX or ReceivedMail.objects.filter(organisation_id=case.organisation_id).exists()):
        return ""
    return next((address for address in routing.policy_addresses(case.project)), "")


def _words(thread: Thread, case: Case) -> str:
    organisation = thread.organisation
    zone = ZoneInfo(organisation.zone)
    name = organisation.name
    return "\n\n".join(
        (
            f"A report to {name} was sent from its page or by a program, and named this address: {case.reference}.",
            NO_ACKNOWLEDGEMENT,
            answering.promised_words(_promises(case), zone),
            _HOW,
            "You reported nothing, or want no more of these mails? End them here:\n" + stopping.address(thread),
        )
    )


def _promises(case: Case) -> list[dict[str, Any]]:
    """What the signed receipt of ``case`` promises."""
    found = intake.receipt(case)
    if found is None:
        return []
    return list(json.loads(base64.b64decode(json.loads(found.envelope)["payload"]))["promises"])
