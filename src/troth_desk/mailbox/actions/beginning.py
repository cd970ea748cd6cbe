"""Who gives a mail address with a report by form or API is mailed that it arrived, and then when there is news.

Nothing proves that the address is theirs, so these mails hold neither the link to the page, nor the signed receipt, nor
a word of what was reported; with a key that came with the report or by the page, what the team writes goes encrypted.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import getaddresses, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from troth_desk.cases.models import Case, Message, Participant, Transition
from troth_desk.cases.states import Origin, Part
from troth_desk.intake import queries as intake
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
FIRST_REACH = timedelta(minutes=10)
"""The same for the first look of an organisation: whoever reported before was told of no mails."""
LATE = timedelta(hours=1)
"""A first mail that is written later tells by itself what there is by then, in place of a mail for each thing."""
_BY_A_PROGRAM = (
    "A program wrote this mail; it is not the acknowledgement that the policy promises. The time for that runs until a "
    "person answers."
)
_HOW = (
    "You hear from us here when there is something new. It then stands on the page of the report, whose link was shown "
    "to whoever sent it, together with a signed receipt. No mail repeats that link or any word of the report, since "
    "nothing proves that this address is the reporter's."
)
_NEWS = "Something has happened since: it stands on the page of the report."


def waits(organisation: Organisation, at: datetime) -> bool:
    """Whether there is a report that nobody was asked about yet."""
    return _unseen(organisation, queries.choices(organisation), at).exists()


def begin(organisation: Organisation, told: Choices, at: datetime) -> int:
    """Begin threads with those who gave an address since the last time; how many mails were written."""
    written = 0
    ours: frozenset[str] | None = None
    for participant in _unseen(organisation, told, at).select_related("case__project"):
        told.told_participant = participant.pk
        if not told.news:
            continue
        ours = _ours(organisation) if ours is None else ours
        address = given_address(participant.contact)
        if _may_be_mailed(organisation, address, ours, at):
            _first(participant, address, at)
            written += 1
    return written


def given_address(contact: str) -> str:
    """The one mail address that ``contact`` is, with or without a name beside it, in lower case; else ""."""
    found = getaddresses([contact.strip().removeprefix("mailto:")])
    address = headers.address_of(found[0][1]) if len(found) == 1 else ""
    host = address.rpartition("@")[2]
    return address if "." in host and "[" not in host and notices.can_be_mailed(address) else ""


def stop(thread: Thread, *, at: datetime) -> None:
    """Write no more mails to the address of ``thread``, about any report that it was given with; twice is once."""
    organisation = thread.organisation
    with transaction.atomic():
        take_turn(organisation.pk)
        running = Thread.objects.filter(
            organisation=organisation, unproven=True, mailbox=thread.mailbox, ended_at__isnull=True
        )
        for each in running.select_related("participant__case").order_by("pk"):
            _end(each, "whoever reads this address asked for no more mail", at)


def give_up(organisation: Organisation, message_id: str, *, at: datetime) -> None:
    """A mail came back from an address that was given with a report: write no more there."""
    thread = threads.of_tags(organisation, threads.tags([message_id], ()))
    if thread is not None and thread.unproven and thread.ended_at is None:
        _end(thread, "a mail to this address came back", at)


def _end(thread: Thread, why: str, at: datetime) -> None:
    thread.ended_at = at
    thread.save(update_fields=["ended_at"])
    # by the thread: the same address may have one that it proved itself, of which nothing is called off
    notices.call_off(thread.organisation, thread.address, ("mail:", f":{thread.pk}"), why, at)
    detail: dict[str, Plain] = {"thread": thread.pk}
    record(thread.organisation_id, "mail.ended", thread.participant.case.subject, detail, by=SYSTEM, at=at)


def _unseen(organisation: Organisation, told: Choices, at: datetime) -> QuerySet[Participant]:
    """Those who came with their report, not those who were invited to it later."""
    reach = FIRST_REACH if told.told_participant is None else REACH
    before = Participant.objects.filter(organisation=organisation, case=OuterRef("case"), pk__lt=OuterRef("pk"))
    found = Participant.objects.filter(
        organisation=organisation,
        pk__gt=told.told_participant or 0,
        role=Part.REPORTER,
        left_at__isnull=True,
        joined_at__gt=at - reach,
        case__origin__in=(Origin.FORM, Origin.API),
        case__project__example=False,
    )
    return found.exclude(contact="").exclude(Exists(before)).order_by("pk")


def _ours(organisation: Organisation) -> frozenset[str]:
    """Addresses that come back to the desk: those that mean a project, and its sender."""
    known = (*routing.addresses(organisation), headers.address_of(parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]))
    return frozenset(threads.without_plus(each) for each in known if each)


def _may_be_mailed(organisation: Organisation, address: str, ours: frozenset[str], at: datetime) -> bool:
    """Whether it is an address, none of ours, not one that is left alone, and not written to too often lately."""
    if not address or threads.without_plus(address) in ours:
        return False
    given = Thread.objects.filter(organisation=organisation, unproven=True)
    theirs = given.filter(mailbox=threads.without_plus(address))
    if theirs.filter(ended_at__isnull=False).exists():
        return False
    return not (_too_many(theirs, RECEIPTS, at) or _too_many(given, RECEIPTS_OF_ALL, at))


def _too_many(found: QuerySet[Thread], rates: Sequence[Rate], at: datetime) -> bool:
    return any(found.filter(written_at__gt=at - rate.span).count() >= rate.most for rate in rates)


def _first(participant: Participant, address: str, at: datetime) -> None:
    case = participant.case
    late = at - participant.joined_at > LATE
    thread = Thread.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        tag=threads.new_tag(),
        address=address,
        mailbox=threads.without_plus(address),
        ours=_answers_to(case),
        clear=False,
        link_told=True,
        unproven=True,
        written_at=at,
        begun_at=at if late else participant.joined_at,
    )
    news = late and (
        Message.objects.filter(organisation_id=case.organisation_id, case=case, member__isnull=False).exists()
        or Transition.objects.filter(organisation_id=case.organisation_id, case=case).exclude(before="").exists()
    )
    answering.send(
        thread,
        key=f"mail:begun:{case.reference}:{thread.pk}",
        title=f"A report has arrived: {case.reference}",
        body=_words(thread, case, at, news=news),
        at=at,
    )


def _answers_to(case: Case) -> str:
    """The address to which answers may go, "" where no mail reaches the desk or the policy names none."""
    if not (settings.MAILBOX or ReceivedMail.objects.filter(organisation_id=case.organisation_id).exists()):
        return ""
    return next((address for address in routing.policy_addresses(case.project)), "")


def _words(thread: Thread, case: Case, at: datetime, *, news: bool) -> str:
    organisation = thread.organisation
    zone = ZoneInfo(organisation.zone)
    came = answering.told(case.received_at.isoformat(), zone)
    ahead = [each for each in _promises(case) if datetime.fromisoformat(each["due"]) > at]
    parts = (
        f"A report to {organisation.name} arrived on {came}, and named this address: {case.reference}.",
        _BY_A_PROGRAM,
        answering.promised_words(ahead, zone) if ahead else "",
        _NEWS if news else "",
        _HOW,
        "You reported nothing, or want no more of these mails? End them here:\n" + stopping.address(thread),
    )
    return "\n\n".join(filter(None, parts))


def _promises(case: Case) -> list[dict[str, Any]]:
    """What the signed receipt of ``case`` promises."""
    found = intake.receipt(case)
    if found is None:
        return []
    return list(json.loads(base64.b64decode(json.loads(found.envelope)["payload"]))["promises"])
