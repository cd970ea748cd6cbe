"""Telling people: a notice is written with what it tells of, read by somebody, or told to the next group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices import mails as mails_of
from troth_desk.notices import pacing, queries
from troth_desk.notices.models import Delivery, DeliveryState, Notice, Pace
from troth_desk.notices.queries import Receiver
from troth_desk.people.models import Membership
from troth_desk.tenants import rounds
from troth_desk.tenants.models import Organisation

DELIVER = "notices.jobs.deliver"
"""The round that hands mails over (see ``tenants.rounds``)."""
TITLE = 200
"""Characters of a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told: see ``tell`` for the fields."""

    key: str
    subject: str
    title: str
    body: str
    group: str = ""
    urgent: bool = False


def tell(  # noqa: PLR0913 - the words of a notice, all by name
    organisation: Organisation,
    *,
    key: str,
    subject: str,
    title: str,
    body: str,
    at: datetime,
    group: str = "",
    member: Membership | None = None,
    address: str = "",
    read_within: timedelta | None = None,
    then: Sequence[str] = (),
    urgent: bool = False,
    by: Actor = SYSTEM,
) -> Notice:
    """Write a notice, and the mails that go out for it; a ``key`` that was told before tells nothing again.

    ``member`` or ``address`` is who it is for, else everybody of ``group`` ("" is the whole team). ``title`` and
    ``body`` go out by mail in clear: never put words of a report into them. ``read_within`` escalates: where nobody has
    read it by then, it is told to the first group of ``then``, and so on; at last to the whole team. ``urgent``
    mails go at once, whatever pace their receivers chose; so does what must be read within a time.
    """
    with transaction.atomic():
        take_turn(organisation.pk)  # before the row: whoever holds the turn may be about to write the same key
        try:
            with transaction.atomic():
                notice = Notice.objects.create(
                    organisation=organisation,
                    key=key,
                    subject=subject,
                    group="" if member or address else group,
                    member=member,
                    address=address,
                    title=" ".join(title.split())[:TITLE],
                    body=body,
                    created_at=at,
                    urgent=urgent or read_within is not None,
                    read_within=read_within,
                    then=list(then),
                    escalate_at=at + read_within if read_within else None,
                )
        except IntegrityError:
            return Notice.objects.get(organisation=organisation, key=key)
        if address:
            receivers = [Receiver(address)]
        elif member:
            receivers = [Receiver(member.user.email, member.pk)]
        else:
            receivers = queries.receivers(organisation, group)
        mail(organisation, [(notice, receiver) for receiver in receivers if receiver.address], at)
        detail: dict[str, Plain] = {
            "notice": notice.pk,
            "key": key,
            "group": notice.group,
            "member": member.pk if member else None,
        }
        record(organisation.pk, "notice.written", subject, detail, by=by, at=at)
    return notice


def tell_all(organisation: Organisation, messages: Iterable[Message], *, at: datetime) -> None:
    """Write many notices to groups at once; keys that were told before tell nothing again.

    Raises ``RuntimeError`` outside of a transaction: the ledger entry of what they tell of stands for them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("notices are written in the transaction of what they tell of")
    said = {message.key: message for message in messages}
    known = set(Notice.objects.filter(organisation=organisation, key__in=said).values_list("key", flat=True))
    new = [
        Notice(
            organisation=organisation,
            key=one.key,
            subject=one.subject,
            group=one.group,
            title=" ".join(one.title.split())[:TITLE],
            body=one.body,
            urgent=one.urgent,
            created_at=at,
        )
        for one in said.values()
        if one.key not in known
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    receivers = {group: queries.receivers(organisation, group) for group in {notice.group for notice in new}}
    written = Notice.objects.filter(organisation=organisation, key__in=[notice.key for notice in new])
    mail(organisation, [(notice, one) for notice in written for one in receivers[notice.group]], at)


def mail(
    organisation: Organisation,
    receivers: Sequence[tuple[Notice, Receiver]],
    at: datetime,
    message_id: str = "",
) -> None:
    """Put mails of notices into the queue, each when its receiver wants it; without a mail server there is none.

    ``message_id`` is that of a single letter; each other mail gets one that nobody can guess.
    """
    if not queries.mail_is_set_up():
        return
    paces = queries.paces(organisation, {one.member for _, one in receivers if one.member})
    mails = []
    for notice, one in receivers:
        pace = Pace.AT_ONCE if notice.urgent else paces.get(one.member or 0, Pace.AT_ONCE)
        mails.append(
            Delivery(
                organisation=organisation,
                notice=notice,
                address=one.address,
                member_id=one.member,
                message_id=message_id or mails_of.new_message_id(),
                together=pace != Pace.AT_ONCE,
                due_at=pacing.due(pace, at, organisation.zone),
            )
        )
    Delivery.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)
    if any(mail.due_at <= at for mail in mails):
        rounds.wake(organisation, DELIVER)


def read(notice: Notice, *, member: Membership, by: Actor, at: datetime) -> bool:
    """Somebody has read it; False where somebody had before. A notice that was read is not escalated."""
    with transaction.atomic():
        take_turn(notice.organisation_id)
        unread = Notice.objects.filter(organisation_id=notice.organisation_id, pk=notice.pk, read_at__isnull=True)
        if not unread.update(read_at=at, read_by=member):
            return False
        record(notice.organisation_id, "notice.read", notice.subject, {"notice": notice.pk}, by=by, at=at)
    return True


def escalate(organisation: Organisation, at: datetime) -> int:
    """Tell the next group of every notice that nobody has read in its time; the number of notices that were told on."""
    late = Notice.objects.filter(
        organisation=organisation, read_at__isnull=True, escalated_at__isnull=True, escalate_at__lte=at
    )
    return sum(_tell_on(organisation, notice, at) for notice in late.order_by("escalate_at", "id")[:500])


def _tell_on(organisation: Organisation, notice: Notice, at: datetime) -> bool:
    with transaction.atomic():
        take_turn(organisation.pk)
        claimed = Notice.objects.filter(
            organisation=organisation, pk=notice.pk, read_at__isnull=True, escalated_at__isnull=True
        ).update(escalated_at=at)
        if not claimed:
            return False
        following = notice.then[0] if notice.then else ""
        told = tell(
            organisation,
            key=f"{notice.key[:150]}:then:{notice.pk}",
            subject=notice.subject,
            group=following,
            title=f"Nobody has read this yet: {notice.title}",
            body=notice.body,
            at=at,
            read_within=notice.read_within if notice.then else None,
            then=notice.then[1:],
        )
        detail: dict[str, Plain] = {"notice": notice.pk, "next": told.pk, "group": following}
        record(organisation.pk, "notice.escalated", notice.subject, detail, by=SYSTEM, at=at)
    return True


def try_again(delivery: Delivery, *, by: Actor, at: datetime) -> bool:
    """Put a mail that was given up or came back into the queue again; False where it is neither."""
    with transaction.atomic():
        take_turn(delivery.organisation_id)
        given_up = Delivery.objects.filter(
            organisation_id=delivery.organisation_id,
            pk=delivery.pk,
            state__in=(DeliveryState.FAILED, DeliveryState.BOUNCED),
        )
        # What came back under the old id may come back late once more, and must not be taken for this try.
        fresh = {"message_id": mails_of.new_message_id()} if delivery.state == DeliveryState.BOUNCED else {}
        if not given_up.update(
            state=DeliveryState.WAITING, tries=0, due_at=at, done_at=None, claimed_until=None, together=False, **fresh
        ):
            return False
        detail: dict[str, Plain] = {"delivery": delivery.pk, "notice": delivery.notice_id}
        record(delivery.organisation_id, "notice.retried", delivery.notice.subject, detail, by=by, at=at)
    return True
