"""Mail to people outside of the team, in the thread of their own, and mail that came back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices import mails
from troth_desk.notices.actions.telling import TITLE, mail, tell
from troth_desk.notices.delivery import FAILURE
from troth_desk.notices.models import Delivery, DeliveryState, Letter, Notice
from troth_desk.notices.queries import Receiver
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.tenants.models import Organisation

BOUNCE = "bounce:"
"""Keys of notices about mail that came back: of these nothing is told when they come back themselves."""
LONGEST_ADDRESS = 254
"""Characters of a mail address: a path of 256 (RFC 5321 §4.5.3.1.3) without its brackets."""


def write_letter(  # noqa: PLR0913 - what a mail says, all by name
    organisation: Organisation,
    *,
    key: str,
    subject: str,
    address: str,
    title: str,
    body: str,
    at: datetime,
    message_id: str = "",
    in_reply_to: str = "",
    references: str = "",
    reply_to: str = "",
    certificate: str = "",
    confidential: bool = False,
    automatic: bool = True,
    by: Actor = SYSTEM,
) -> Notice:
    """Write a mail to somebody outside; a ``key`` that was written before writes nothing again.

    ``title`` is its subject line, ``subject`` what it is about ("case:TR-7K3MQ9TD"). ``message_id``, ``in_reply_to``
    and ``references`` are as they stand in mails, with their angle brackets; what is no such id is left out. With a
    ``certificate`` (ASCII armour) it is encrypted; what is ``confidential`` goes out so or not at all, anything else in
    clear where the key cannot be used by then, which is told beside it. ``automatic``: no person wrote it.

    Raises:
        ValueError: ``address`` or ``reply_to`` is no mail address.
        UnusableCertificateError: it is confidential, and there is no certificate.
    """
    for each in filter(None, (address, reply_to)):
        _refuse_no_address(each)
    if confidential and not certificate:
        raise UnusableCertificateError("no key of this person is known, so nothing confidential can be mailed")
    ids = mails.ids(message_id)
    with transaction.atomic():
        take_turn(organisation.pk)  # before the row: whoever holds the turn may be about to write the same key
        try:
            with transaction.atomic():
                notice = Notice.objects.create(
                    organisation=organisation,
                    key=key,
                    subject=subject,
                    address=address,
                    title=" ".join(title.replace("\0", "�").split())[:TITLE],
                    body=body.replace("\0", "�"),
                    created_at=at,
                )
        except IntegrityError:
            return Notice.objects.get(organisation=organisation, key=key)
        letter = Letter.objects.create(
            organisation=organisation,
            notice=notice,
            message_id=ids[0] if ids else mails.new_message_id(),
            in_reply_to=next(iter(mails.ids(in_reply_to)), ""),
            references=" ".join(mails.ids(references)),
            reply_to=reply_to,
            certificate=certificate,
            confidential=confidential,
            automatic=automatic,
        )
        mail(organisation, [(notice, Receiver(address))], at, letter.message_id)
        detail: dict[str, Plain] = {"notice": notice.pk, "encrypted": bool(certificate), "automatic": automatic}
        record(organisation.pk, "letter.written", subject, detail, by=by, at=at)
    return notice


def bounced(organisation: Organisation, message_id: str, reason: str, at: datetime) -> int:
    """A mail came back with ``reason`` (what the other server said); how many notices that mail held, 0 if it is none.

    The team is told, once a mail. Whoever got a mail knows its id and could say that it came back; nothing but its
    state is changed by that.
    """
    found = mails.ids(message_id)
    if not found:
        return 0
    said = " ".join(reason.replace("\0", "�").split())[:FAILURE] or "no reason was given"
    with transaction.atomic():
        take_turn(organisation.pk)
        # The other server may answer before the worker has written down that it took the mail.
        gone = Q(state=DeliveryState.HANDED_OVER) | Q(state=DeliveryState.WAITING, claimed_until__isnull=False)
        sent = Delivery.objects.filter(gone, organisation=organisation, message_id=found[0]).select_related("notice")
        back = list(sent.order_by("pk"))
        if not back:
            return 0
        sent.order_by().update(state=DeliveryState.BOUNCED, failure=said, done_at=at)
        first = back[0]
        detail: dict[str, Plain] = {"notices": [str(one.notice_id) for one in back], "delivery": first.pk}
        record(organisation.pk, "mail.bounced", first.notice.subject, detail, by=SYSTEM, at=at)
        if not first.notice.key.startswith(BOUNCE):
            _tell(organisation, first, at)
    return len(back)


def call_off(organisation: Organisation, address: str, keys: tuple[str, str], why: str, at: datetime) -> int:
    """Send none of the mails to ``address`` that still wait and whose keys begin and end with ``keys``; how many.

    One that a worker is sending just now may still go out.
    """
    begins, ends = keys
    waiting = Delivery.objects.filter(
        organisation=organisation, state=DeliveryState.WAITING, claimed_until=None, address=address,
        notice__key__startswith=begins, notice__key__endswith=ends,
    )  # fmt: skip
    return waiting.update(state=DeliveryState.FAILED, failure=why[:FAILURE], done_at=at)


def _tell(organisation: Organisation, back: Delivery, at: datetime) -> None:
    outside = back.member_id is None and bool(back.notice.address)
    whom = "somebody outside of the team" if outside else "a member of the team" if back.member_id else "a group"
    tell(
        organisation,
        key=f"{BOUNCE}{back.pk}:{back.tries}",
        subject=back.notice.subject,
        title=f"A mail to {whom} came back",
        body="It did not reach them. To whom it went, and what the other mail server said, stands under Notices, "
        "Mail that failed.",
        at=at,
    )


def can_be_mailed(address: str) -> bool:
    """Whether a letter can go to ``address``: what stands in a mail of somebody else's need not be one."""
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _refuse_no_address(address: str) -> None:
    if not can_be_mailed(address):
        raise ValueError("that is no mail address")
