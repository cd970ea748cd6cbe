"""A mail comes in: it is kept, and becomes a case, words in a conversation, or something a person has to look at.

What is answered with success was committed before. The same mail again, by whatever way, changes nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import Message
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError, transaction

from troth_desk.cases.models import Case
from troth_desk.files.limits import told_size
from troth_desk.files.uploads import vault
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.mailbox import headers, opening, queries, reading, recognising, routing, threads
from troth_desk.mailbox.actions import keeping
from troth_desk.mailbox.actions.becoming import Incoming, become
from troth_desk.mailbox.headers import Mail
from troth_desk.mailbox.limits import LARGEST
from troth_desk.mailbox.models import Became, ReceivedMail, Sort, Thread, Way
from troth_desk.mailbox.opening import Opened
from troth_desk.mailbox.reading import Read, UnreadableError
from troth_desk.mailbox.recognising import Recognised
from troth_desk.mailbox.routing import Meant
from troth_desk.notices import queries as notices
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

logger = logging.getLogger(__name__)


class UnclaimedError(Exception):
    """No organisation of the desk is meant by any address of the mail: it was not kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail. ``why`` is the sentence for it; ``again``: it had come before, and nothing was changed."""

    case: Case | None
    why: str
    mail: ReceivedMail
    again: bool = False


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a mail reached us: ``sender`` of its envelope, None where nobody knows; ``received_at`` on our side."""

    way: Way
    recipients: tuple[str, ...]
    sender: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Looked:
    """A mail as far as it can be understood without knowing whose it is."""

    raw: bytes
    mail: Mail
    failure: str = ""
    tags: tuple[str, ...] = field(default=())


def take(
    raw: bytes,
    *,
    recipients: Sequence[str],
    by: Actor,
    at: datetime,
    received_at: datetime | None = None,
    way: Way = Way.LMTP,
    sender: str | None = None,
) -> Taken:
    """Keep the mail ``raw`` and let it become what it is; called without a scope, which it enters itself.

    ``recipients`` are those of the envelope; where there are none, those that its headers name. ``received_at`` is when
    it reached our side (an instant behind ``at`` is taken for ``at``): clocks count from then. ``sender`` is that of
    the envelope, "" for none, None where it is not known. Once this returns, it is committed; a mail that was taken
    before gives what became of it then. Where several organisations are meant each has it, and the first is told.

    Raises:
        UnclaimedError: nobody is meant; nothing was kept.
        DatabaseError, OSError: it could not be kept; the same mail may be sent again.
    """
    looked = look(raw)
    named = tuple(filter(None, map(headers.address_of, recipients))) or tuple(reading.recipients(looked.mail))
    envelope = Envelope(way, named, sender, min(received_at or at, at))
    found = routing.meant(named, (*looked.tags, *threads.tags((), named)))
    if not found:
        raise UnclaimedError("no project of this desk has one of these addresses")
    taken = [_take(looked, envelope, each, by=by, at=at) for each in found]
    return taken[0]


def is_claimed(head: bytes, recipients: Sequence[str] = ()) -> bool:
    """Whether a mail with these headers, or for these recipients, is meant for a project of this desk."""
    looked = look(head)
    named = tuple(filter(None, map(headers.address_of, recipients))) or tuple(reading.recipients(looked.mail))
    return bool(routing.meant(named, (*looked.tags, *threads.tags((), named))))


def look(raw: bytes) -> Looked:
    """Read the frame of a mail: what cannot be read has a ``failure``."""
    try:
        mail = reading.parse(raw)
    except UnreadableError as failure:
        return Looked(raw, Message(), str(failure))
    try:
        ids = headers.message_ids(mail, "references", "in-reply-to")
        if headers.content_type(mail) == "multipart/report":
            ids.append(recognising.bounce(mail).message_id)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        return Looked(raw, mail, f"its parts do not fit together ({type(error).__name__})")
    return Looked(raw, mail, tags=tuple(threads.tags(ids, ())))


def take_too_large(
    head: bytes, size: int, *, by: Actor, at: datetime, received_at: datetime, recipients: Sequence[str] = ()
) -> Taken:
    """Note a mail of ``size`` bytes of which only the headers were fetched: it waits for a person, and is answered.

    Raises ``UnclaimedError``, and what ``take`` raises.
    """
    looked = look(head)
    named = tuple(recipients) or tuple(reading.recipients(looked.mail))
    found = routing.meant(named, (*looked.tags, *threads.tags((), named)))
    if not found:
        raise UnclaimedError("no project of this desk has one of these addresses")
    why = f"It is too large: {told_size(size)}, and {told_size(LARGEST)} are taken. It still lies in the mailbox."
    envelope = Envelope(Way.IMAP, named, None, min(received_at, at))
    return _take(Looked(head, looked.mail, why, looked.tags), envelope, found[0], by=by, at=at, size=size)


def _take(looked: Looked, envelope: Envelope, meant: Meant, *, by: Actor, at: datetime, size: int = 0) -> Taken:
    with scope.inside(meant.organisation):
        identity = reading.identity(looked.raw, looked.mail)
        before = queries.of_identity(meant.organisation, identity)
        if before is not None:
            return _again(before)
        incoming = _understood(looked, envelope, meant, identity, size or len(looked.raw))
        try:
            with transaction.atomic():
                take_turn(meant.organisation.pk)
                incoming = _as_of_now(incoming)
                mail = _row(incoming, looked, envelope, at)
                become(incoming, mail, by=by, at=at)
                _tell_ledger(mail, by=by, at=at)
        except IntegrityError:
            keeping.discard(incoming.sealed, incoming.stored_as)
            before = queries.of_identity(meant.organisation, identity)
            if before is None:
                raise
            return _again(before)
        except BaseException:
            keeping.discard(incoming.sealed, incoming.stored_as)
            raise
    return Taken(mail.case, mail.why or mail.get_became_display(), mail)


def _as_of_now(incoming: Incoming) -> Incoming:
    """With its thread as others left it who had the turn while this mail was opened: mails come at the same time."""
    return replace(incoming, thread=threads.anew(incoming.thread)) if incoming.thread else incoming


def _again(before: ReceivedMail) -> Taken:
    return Taken(before.case, before.why or before.get_became_display(), before, again=True)


def again(mail: ReceivedMail) -> Incoming:
    """A kept mail, understood anew: with the keys and the reader of now. Its files lie sealed in the vault by then.

    Raises ``DamagedFileError`` where its bytes are damaged.
    """
    looked = look(keeping.content(mail.stored_as))
    envelope = Envelope(Way(mail.way), tuple(mail.recipients), None, mail.received_at)
    address = next((each for each in mail.recipients if each), "")
    meant = Meant(mail.organisation, mail.project, threads.without_plus(address) if "@" in address else "")
    return _understood(looked, envelope, meant, mail.identity, mail.size, stored_as=mail.stored_as, people=True)


def _understood(  # what there is to know of a mail
    looked: Looked,
    envelope: Envelope,
    meant: Meant,
    identity: str,
    size: int,
    *,
    stored_as: str = "",
    people: bool = False,
) -> Incoming:
    """Whose words they are and what they say; its bytes and its files lie sealed in the vault by then.

    ``people``: a person has said that a person wrote it, so its files are wanted whatever it looks like.
    """
    organisation = meant.organisation
    own = frozenset(routing.addresses(organisation)) | {headers.address_of(_own_sender())}
    thread = threads.of_tags(organisation, (*looked.tags, *threads.tags((), envelope.recipients)))
    certain = thread is not None
    found, opened, read, failure = _read(looked, envelope, organisation, own, thread)
    if thread is None and read is not None:
        thread = threads.of_sender(organisation, read.sender, read.subject, read.references)
    kept = stored_as or keeping.seal_raw(vault(), looked.raw)
    wanted = read.files if read and (people or found.sort in {Sort.PEOPLE, Sort.LIST}) else ()
    try:
        sealed = keeping.seal_files(vault(), wanted)
    except BaseException:
        keeping.discard((), "" if stored_as else kept)
        raise
    return Incoming(
        meant=meant,
        identity=identity,
        read=read,
        recognised=found,
        opened=opened,
        failure=failure,
        thread=thread,
        certain=certain,
        own=own,
        sealed=sealed,
        stored_as=kept,
        size=size,
        too_large=size > len(looked.raw),
    )


def _read(
    looked: Looked, envelope: Envelope, organisation: Organisation, own: frozenset[str], thread: Thread | None
) -> tuple[Recognised, Opened, Read | None, str]:
    """What sort of mail it is, it in clear, what it says, and why that cannot be read, "" where it can."""
    found, opened = Recognised(Sort.PEOPLE), Opened(looked.mail)
    try:
        if looked.failure:
            found = recognising.recognised(looked.mail, sender=envelope.sender, own=own)
            return found, opened, None, looked.failure
        found = recognising.recognised(looked.mail, sender=envelope.sender, own=own)
        opened = opening.opened(looked.raw, looked.mail, organisation, _known(thread))
        read = reading.read(opened.mail)
    except UnreadableError as error:
        return found, opened, None, str(error)
    except Exception as error:  # whatever a hostile mail makes a reader raise, it is kept and a person is told
        logger.exception("a mail cannot be read")
        return found, opened, None, f"the desk failed at it ({type(error).__name__}); it is in its log"
    author = recognising.author(looked.mail, own)
    return found, opened, replace(read, sender=author) if author else read, ""


def _known(thread: Thread | None) -> list[str]:
    """Certificates of whoever is believed to have written."""
    if thread is None:
        return []
    kept = notices.certificate(thread.organisation, f"participant:{thread.participant_id}")
    return [kept.armoured] if kept else []


def _own_sender() -> str:
    return parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]


def _row(incoming: Incoming, looked: Looked, envelope: Envelope, at: datetime) -> ReceivedMail:
    read: Read | None = incoming.read
    subject = read.subject if read else headers.words(looked.mail, "subject")
    sender = read.sender if read else next(iter(headers.addresses(looked.mail, "from")), "")
    message_id = next(iter(headers.message_ids(looked.mail, "message-id")), "")
    return ReceivedMail.objects.create(
        organisation=incoming.meant.organisation,
        identity=incoming.identity,
        digest=hashlib.sha256(looked.raw).hexdigest(),
        message_id=message_id[:300],
        way=envelope.way,
        sort=incoming.recognised.sort,
        became=Became.WAITING,
        sender=sender[:320],
        subject=subject[:300],
        recipients=list(envelope.recipients)[:50],
        headers=reading.shown(looked.mail),
        size=incoming.size,
        stored_as=incoming.stored_as,
        encrypted=incoming.opened.encrypted,
        signatures=[list(each) for each in incoming.opened.signatures][:20],
        failure=(incoming.opened.failure or "")[:500],
        left_out=" ".join(read.left_out)[:500] if read else "",
        project=incoming.meant.project,
        received_at=envelope.received_at,
        taken_at=at,
    )


def _tell_ledger(mail: ReceivedMail, *, by: Actor, at: datetime) -> None:
    detail: dict[str, Plain] = {
        "mail": mail.pk,
        "digest": mail.digest,
        "way": str(mail.way),
        "sort": str(mail.sort),
        "became": str(mail.became),
    }
    subject = mail.case.subject if mail.case else f"mail:{mail.pk}"
    record(mail.organisation_id, "mail.received", subject, detail, by=by, at=at)
