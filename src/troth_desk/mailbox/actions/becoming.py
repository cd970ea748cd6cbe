"""What a mail becomes: a case, words in a conversation, a note beside a case, or something a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.cases.actions.opening import LONGEST_TEXT, LONGEST_TITLE
from troth_desk.cases.actions.talking import LONGEST as LONGEST_MESSAGE
from troth_desk.cases.models import Case, Message, Participant
from troth_desk.cases.states import Origin
from troth_desk.files.names import one_line
from troth_desk.files.uploads import Sealed
from troth_desk.intake import actions as intake
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.mailbox import queries, quoting, recognising, threads
from troth_desk.mailbox.actions import answering, beginning, keeping
from troth_desk.mailbox.limits import ANSWERS, REPORTS, Rate
from troth_desk.mailbox.models import Became, ReceivedMail, Sort, Thread
from troth_desk.mailbox.opening import Opened
from troth_desk.mailbox.reading import Read
from troth_desk.mailbox.recognising import Recognised
from troth_desk.mailbox.routing import Meant
from troth_desk.notices import actions as notices
from troth_desk.notices.models import CertificateSource
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.tenants.models import Project

REPORTER = Actor(ActorKind.REPORTER)
NO_SUBJECT = "Report without a subject"
_HIDDEN = frozenset({"", "...", "…", "[...]", "Encrypted Message", "Encrypted message"})
"""What programs write as the subject of an encrypted mail: GnuPG's, Thunderbird's, RFC 9788 §4.2.1, Enigmail's."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that is understood, its bytes and files sealed. ``read`` is None where ``failure`` says why it cannot be.

    ``thread`` is that in which it goes on; ``certain``: it names a tag of ours, and does not only claim to come from
    the address of a participant. ``own`` are addresses of ours.
    """

    meant: Meant
    identity: str
    read: Read | None
    recognised: Recognised
    opened: Opened
    failure: str
    thread: Thread | None
    certain: bool
    own: frozenset[str]
    sealed: list[Sealed]
    stored_as: str
    size: int
    too_large: bool = False


def become(incoming: Incoming, mail: ReceivedMail, *, by: Actor, at: datetime) -> None:
    """Decide what ``mail`` is, do it, and write it down; called in the transaction in which the row was made."""
    sort, read = incoming.recognised.sort, incoming.read
    if threads.of_tags(mail.organisation, threads.tags([mail.message_id], ())):
        mail.sort = Sort.LOOP
        _noted(incoming, mail, "A mail of the desk came back to it.")
    elif sort is Sort.BOUNCE:
        _bounced(incoming, mail, at)
    elif sort in {Sort.AUTOMATIC, Sort.LOOP} or (sort is Sort.LIST and not incoming.certain):
        _machine(incoming, mail, at)
    elif read is None:
        _waits(mail, f"It cannot be read: {incoming.failure}" if not incoming.too_large else incoming.failure, at)
        if incoming.too_large:
            answering.tell_too_large(mail, incoming, at=at)
    elif incoming.thread is not None:
        _answer(incoming, incoming.thread, read, mail, at)
    else:
        _report(incoming, read, mail, at)
    mail.save()


def _machine(incoming: Incoming, mail: ReceivedMail, at: datetime) -> None:
    by = incoming.recognised.by
    if incoming.thread is not None or mail.sort == Sort.LOOP:
        _noted(incoming, mail, f"No person wrote it: {by}. It is no part of the conversation, and nobody was answered.")
        return
    what = "A mailing list sent it" if mail.sort == Sort.LIST else "No person wrote it"
    _waits(mail, f"{what}: {by}. No case was opened, and nobody was answered.", at, daily=True)


def _bounced(incoming: Incoming, mail: ReceivedMail, at: datetime) -> None:
    said = recognising.bounce(incoming.opened.mail)
    ours = 0
    if said.message_id and said.final:
        ours = notices.bounced(mail.organisation, f"<{said.message_id}>", said.reason, at)
        if ours:
            beginning.give_up(mail.organisation, said.message_id, at=at)
    if said.final:
        why = f"A mail of ours did not arrive: {said.reason}" if ours else f"It tells of no mail of ours: {said.reason}"
    else:
        why = f"A mail of ours is late: {said.reason}"
    _noted(incoming, mail, why)


def _noted(incoming: Incoming, mail: ReceivedMail, why: str) -> None:
    mail.became, mail.why = Became.NOTED, why[:300]
    if incoming.thread is not None:
        mail.participant, mail.case = incoming.thread.participant, incoming.thread.participant.case


def _waits(mail: ReceivedMail, why: str, at: datetime, *, daily: bool = False) -> None:
    """A person has to look; ``daily``: the team is told of the first one of a day alone."""
    mail.became, mail.why = Became.WAITING, why[:300]
    told = f"mail:waiting:{at:%Y-%m-%d}" if daily else f"mail:waiting:{mail.pk}"
    notices.tell(
        mail.organisation,
        key=told,
        subject=f"mail:{mail.pk}",
        group="security team",
        title="A mail waits for a person",
        body="The desk opened no case for it. It is listed with the reason under Settings, Mail.",
        at=at,
    )


def _answer(incoming: Incoming, thread: Thread, read: Read, mail: ReceivedMail, at: datetime) -> None:
    participant = thread.participant
    if participant.left_at is not None:
        _waits(mail, f"It belongs to {participant.case.reference}, in which its sender takes no part any more.", at)
        return
    rate = queries.too_many(_of_sender(mail), ANSWERS, at)
    if rate is not None:
        _waits(mail, _too_many(rate), at, daily=True)
        return
    mail.case, mail.participant = participant.case, participant
    _certificates(incoming, participant, mail, at)
    if incoming.certain:  # who only claims to be its sender changes nothing of how the desk writes to them
        thread.clear = thread.clear and not mail.encrypted
        threads.grown(thread, mail.message_id)
        thread.save(update_fields=["clear", "references", "last_message_id"])
    mail.spoken = said(participant, read, incoming.sealed, mail, at)
    answering.send_link(thread, at=at)
    mail.became = Became.MESSAGE
    mail.why = _doubts(incoming, thread, read)[:300]


def said(
    participant: Participant, read: Read, files: Sequence[Sealed], mail: ReceivedMail, at: datetime
) -> Message | None:
    """Put the words of a mail into the conversation of ``participant``, and its files where there is room for them."""
    by, words = cases.reporter(participant), _cut(_spoken(read, mail), LONGEST_MESSAGE, mail)
    words = words or ("" if files else "The mail has no words.")
    try:
        with transaction.atomic():
            intake.answer(participant, words, files, by=by, at=at)
    except intake.TooMuchError as refusal:
        keeping.discard(files, "")
        _left_out(mail, f"Its files are in the original alone: {refusal}")
        intake.answer(participant, words or "The mail has no words.", (), by=by, at=at)
    found = Message.objects.filter(organisation_id=mail.organisation_id, participant=participant)
    return found.order_by("-pk").first()


def _doubts(incoming: Incoming, thread: Thread, read: Read) -> str:
    if thread.unproven and incoming.certain:
        return "It answers a mail to the address that was given with the report, which need not be the reporter's."
    if not incoming.certain:
        return (
            "Found by its subject or a mail of theirs, and by the address of its sender, which anybody can write there."
        )
    if read.sender != thread.address:
        return f"It came from {read.sender or 'no address'}, another one than {thread.address}."
    return ""


def _report(incoming: Incoming, read: Read, mail: ReceivedMail, at: datetime) -> None:
    why = _no_case(incoming, read, mail, at)
    project = incoming.meant.project
    if why or project is None:
        _waits(mail, why or "Several projects could be meant by its address.", at)
        return
    open_case(project, incoming, read, mail, at=at)


def _no_case(incoming: Incoming, read: Read, mail: ReceivedMail, at: datetime) -> str:
    """Why a mail of a person opens no case; "" where it does."""
    if read.sender in incoming.own:
        return "It comes from an address of your own; the desk does not write to itself."
    if not (read.words or read.files or incoming.opened.encrypted or read.subject):
        return "It is empty."
    rate = queries.too_many(_of_sender(mail).filter(became=Became.CASE), REPORTS, at)
    return _too_many(rate) if rate else ""


def open_case(project: Project, incoming: Incoming, read: Read, mail: ReceivedMail, *, at: datetime) -> Case:
    """Open a case for ``mail``, begin a thread with its sender, and send the receipt."""
    description = _spoken(read, mail)
    if not description:
        count = len(read.files)
        description = f"The mail has no words, and {count or 'no'} file{'' if count == 1 else 's'}."
    report = Report(
        title=_title(read, mail),
        description=_cut(description, LONGEST_TEXT, mail),
        contact=read.sender[:300],
    )
    received = intake.receive(
        project,
        report,
        origin=Origin.MAIL,
        by=REPORTER,
        at=at,
        files=incoming.sealed,
        received_at=mail.received_at,
    )
    case = Case.objects.get(organisation_id=mail.organisation_id, reference=received.answer["id"])
    participant = Participant.objects.get(organisation_id=mail.organisation_id, case=case)
    mail.became, mail.case, mail.participant, mail.project = Became.CASE, case, participant, project
    if not notices.can_be_mailed(read.sender):
        mail.receipt = (
            f"The desk cannot write to the address that it names ({read.sender}): answer it by hand."[:300]
            if read.sender
            else "It names no address to answer to."
        )
        return case
    thread = answering.begin_thread(participant, mail, incoming.meant.address, received.path, at=at)
    _certificates(incoming, participant, mail, at)
    mail.receipt = answering.send_receipt(thread, mail, received.answer, at=at)[:300]
    return case


def _title(read: Read, mail: ReceivedMail) -> str:
    """The subject; where encrypting hid it and it stands nowhere inside, the first line that was opened."""
    title = one_line(read.subject)[:LONGEST_TITLE].strip()
    if mail.encrypted and title in _HIDDEN:
        title = "" if mail.failure else one_line(read.words.strip().partition("\n")[0])[:100].strip()
        return title or "Encrypted mail without a subject"
    return title or NO_SUBJECT


def _spoken(read: Read, mail: ReceivedMail) -> str:
    """What the person wrote: without our own words that they quote, and without the link to their page."""
    words = quoting.without_links(quoting.without_quotes(read.words) if read.references else read.words)
    if mail.failure and mail.encrypted:
        note = f"It came encrypted, and not all of it could be opened: {mail.failure} The original is kept."
        return f"{note}\n\n{words}".strip() if "-----BEGIN PGP" not in words else note
    return words


def _cut(words: str, longest: int, mail: ReceivedMail) -> str:
    if len(words) <= longest:
        return words
    _left_out(mail, "Its words are cut; all of them are in the original.")
    return words[: longest - 1] + "…"


def _left_out(mail: ReceivedMail, says: str) -> None:
    mail.left_out = f"{mail.left_out} {says}".strip()[:500]


def _of_sender(mail: ReceivedMail) -> QuerySet[ReceivedMail]:
    found = ReceivedMail.objects.filter(organisation_id=mail.organisation_id, sender=mail.sender)
    return found.exclude(pk=mail.pk)


def _too_many(rate: Rate) -> str:
    hours = int(rate.span.total_seconds() // 3600)
    span = "an hour" if hours == 1 else f"{hours} hours"
    return f"Its sender wrote more than {rate.most} times within {span}."


def _certificates(incoming: Incoming, participant: Participant, mail: ReceivedMail, at: datetime) -> None:
    """Keep an OpenPGP key that the mail brought for its sender, in a new thread or one that it surely belongs to."""
    thread, read = incoming.thread, incoming.read
    if thread is not None and not (incoming.certain and read is not None and read.sender == thread.address):
        return  # the key of whoever writes into the thread of another is not that other's
    if thread is not None and thread.unproven:
        return  # whoever reads an address that was given wrongly would be written to with all words
    holder = f"participant:{participant.pk}"
    good = {fingerprint for fingerprint, state in incoming.opened.signatures if state == "good"}
    before = answering.certificate(participant)
    for found in incoming.opened.certificates:
        if read is None or not found.speaks_for(read.sender):
            continue
        # a header stands beside whatever was signed, and any server on the way can write one
        signed = found.source == CertificateSource.ATTACHED and bool(before and before.fingerprint in good)
        source = CertificateSource.SIGNED if signed else CertificateSource(found.source)
        try:
            notices.keep_certificate(
                participant.organisation,
                holder,
                found.armoured,
                source=source,
                by=cases.reporter(participant),
                at=at,
            )
        except UnusableCertificateError as unusable:
            mail.failure = f"{mail.failure} Its OpenPGP key cannot be used: {unusable}.".strip()[:500]
        return
