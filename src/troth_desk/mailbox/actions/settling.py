"""A person decides over a mail that waited: it is a report, it belongs to a case, or it is put aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions import Refused
from troth_desk.cases.models import Case, Participant
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.mailbox.actions import keeping
from troth_desk.mailbox.actions.becoming import Incoming, open_case, said
from troth_desk.mailbox.actions.taking import again
from troth_desk.mailbox.limits import LARGEST
from troth_desk.mailbox.models import Became, ReceivedMail, Sort
from troth_desk.mailbox.reading import Read, UnreadableError
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project


class SettledError(Exception):
    """Nothing can be done with the mail as asked; the message says why, and what to do."""


def make_case(mail: ReceivedMail, project: Project, *, member: Membership, by: Actor, at: datetime) -> Case:
    """Open a case for a mail that waited. Its clocks count from when the mail reached us, whoever decides when.

    A machine or a list gets no receipt. Raises ``SettledError``, and ``DamagedFileError`` where its bytes are damaged.
    """
    incoming, read = _understood(mail)
    try:
        with transaction.atomic():
            _claim(mail)
            if mail.sort != Sort.PEOPLE:
                mail.sender, read = "", _anonymous(read)
            case = open_case(project, incoming, read, mail, at=at)
            mail.sender = incoming.read.sender[:320] if incoming.read else ""
            mail.why = "A person of the team said that it is a report."
            _settled(mail, member, by=by, at=at)
    except BaseException as error:
        keeping.discard(incoming.sealed, "")
        if isinstance(error, Refused):
            raise SettledError(str(error)) from None
        raise
    return case


def join(mail: ReceivedMail, case: Case, *, member: Membership, by: Actor, at: datetime) -> None:
    """Keep a mail with ``case``: in the conversation where its sender takes part in it, else beside it.

    Raises what ``make_case`` raises.
    """
    whose = Participant.objects.filter(
        organisation_id=mail.organisation_id, case=case, left_at__isnull=True, contact__iexact=mail.sender or "-"
    ).first()
    incoming, read = _understood(mail) if whose and mail.stored_as else (None, None)
    try:
        with transaction.atomic():
            _claim(mail)
            mail.case, mail.project, mail.participant = case, case.project, whose
            mail.became, mail.why = Became.NOTED, "A person of the team put it here."
            if whose is not None and incoming is not None and read is not None and mail.sort == Sort.PEOPLE:
                mail.spoken = said(whose, read, incoming.sealed, mail, at)
                mail.became = Became.MESSAGE
            elif incoming is not None:
                keeping.discard(incoming.sealed, "")
            _settled(mail, member, by=by, at=at)
    except BaseException as error:
        keeping.discard(incoming.sealed if incoming else (), "")
        if isinstance(error, Refused):
            raise SettledError(str(error)) from None
        raise


def put_aside(mail: ReceivedMail, *, member: Membership, by: Actor, at: datetime) -> None:
    """Nothing is to be done with it. It stays kept, and can still become a case. Raises ``SettledError``."""
    with transaction.atomic():
        _claim(mail)
        mail.became = Became.ASIDE
        _settled(mail, member, by=by, at=at)


def _understood(mail: ReceivedMail) -> tuple[Incoming, Read]:
    if not mail.stored_as or mail.size > LARGEST:
        raise SettledError("The desk has only the headers of this mail: open a case by hand, or have it sent again.")
    try:
        incoming = again(mail)
    except UnreadableError as failure:
        raise SettledError(
            f"The desk cannot read it ({failure}): download the original, and open a case by hand."
        ) from None
    if incoming.read is None:
        keeping.discard(incoming.sealed, "")
        raise SettledError(
            f"The desk cannot read it ({incoming.failure}): download the original, and open a case by hand."
        )
    return incoming, incoming.read


def _anonymous(read: Read) -> Read:
    return replace(read, sender="")


def _claim(mail: ReceivedMail) -> None:
    """Take a mail that nobody has settled; of two people one does."""
    take_turn(mail.organisation_id)
    waiting = ReceivedMail.objects.filter(
        organisation_id=mail.organisation_id, pk=mail.pk, became__in=(Became.WAITING, Became.ASIDE), case__isnull=True
    )
    if not waiting.update(became=Became.NOTED):
        raise SettledError("Somebody has settled this mail before you: look at what became of it.")


def _settled(mail: ReceivedMail, member: Membership, *, by: Actor, at: datetime) -> None:
    mail.settled_by, mail.settled_at = member, at
    mail.save()
    detail: dict[str, Plain] = {"mail": mail.pk, "became": str(mail.became)}
    subject = mail.case.subject if mail.case else f"mail:{mail.pk}"
    record(mail.organisation_id, "mail.settled", subject, detail, by=by, at=at)
