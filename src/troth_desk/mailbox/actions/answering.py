"""The desk writes back: a receipt once a case, what the team says, and why a mail was too large."""

from __future__ import annotations

import json
import secrets as _random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from troth_desk.cases.beside import Panel
from troth_desk.cases.links import address_of_link, digest_of_link
from troth_desk.cases.models import Case, Participant
from troth_desk.deadlines.actions import TELLING
from troth_desk.files.limits import told_size
from troth_desk.intake import own_key
from troth_desk.intake.receipts import NO_ACKNOWLEDGEMENT
from troth_desk.intake.sealed_words import seal, unseal
from troth_desk.mailbox import queries, threads
from troth_desk.mailbox.limits import LARGEST, PAGE, RECEIPTS, RECEIPTS_OF_ALL
from troth_desk.mailbox.models import Became, ReceivedMail, Thread
from troth_desk.notices import actions as notices
from troth_desk.notices import queries as of_notices
from troth_desk.notices.models import Certificate, Notice

if TYPE_CHECKING:
    from troth_desk.mailbox.actions.becoming import Incoming

_ABOUT = "link of a thread"
NO_KEY = "Attach your OpenPGP key to an answer, and it comes encrypted."
"""What opens the way to whoever wrote encrypted, gave no key, and so never got the link to their page."""


def begin_thread(participant: Participant, mail: ReceivedMail, ours: str, path: str, *, at: datetime) -> Thread:
    """A thread with whoever wrote ``mail`` to our address ``ours``; ``path`` is their page, with their secret in it."""
    tag = threads.new_tag()
    secret = path.rstrip("/").rpartition("/")[2]
    return Thread.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        tag=tag,
        address=mail.sender,
        ours=ours,
        subject="" if mail.encrypted else mail.subject,
        last_message_id=mail.message_id,
        clear=not mail.encrypted,
        link_sealed=seal(secret, desk=settings.ATTACHMENT_KEY, client=tag, about=_ABOUT),
        begun_at=at,
    )


def link_secret(thread: Thread) -> str:
    """The secret of the participant's link, "" where it opens nothing any more: the team gave them a new one."""
    if not thread.link_sealed:
        return ""
    found = unseal(thread.link_sealed, desk=settings.ATTACHMENT_KEY, client=thread.tag, about=_ABOUT)
    good = found is not None and digest_of_link(found) == thread.participant.link_digest
    return found if found is not None and good else ""


def out_of_reach(thread: Thread) -> bool:
    """Whether they can read nothing that is written to them: encrypted to no key, on a page whose link they never got.

    Whom the team gave a new link by another way has that one.
    """
    return (
        not (thread.clear or thread.link_told) and certificate(thread.participant) is None and bool(link_secret(thread))
    )


def reach(case: Case) -> Panel | None:
    """What whoever writes in ``case`` has to know of those whom it does not reach."""
    threads = queries.threads_of(case)
    if threads and not of_notices.mail_is_set_up() and not any(thread.link_told for thread in threads):
        return Panel(
            reach="This desk sends no mail, and whoever reported by mail has no link to their page: they learn nothing "
            "of it. It counts neither as kept nor as late.",
            untold=frozenset(TELLING),
        )
    lost = [thread.address for thread in threads if out_of_reach(thread)]
    if not lost:
        return None
    return Panel(
        reach=f"{', '.join(lost)} cannot read it yet: they wrote encrypted and gave no key. They are mailed that there "
        "is something new, and asked for the key. It counts neither as kept nor as late.",
        untold=frozenset(TELLING) - {"acknowledge"} if len(lost) == len(threads) else frozenset(),
    )


def page_of(notice: Notice) -> str:
    """The address of the page of whoever ``notice`` is written to; words where their link opens nothing any more."""
    thread = (
        Thread.objects.filter(organisation=notice.organisation, address=notice.address)
        .filter(participant__case__reference=notice.case_reference)
        .select_related("participant", "organisation")
        .first()
    )
    secret = link_secret(thread) if thread else ""
    return address_of_link(notice.organisation, secret) if secret else "(the team gives you a new link on request)"


def certificate(participant: Participant) -> Certificate | None:
    """The OpenPGP key of ``participant``; None where none is known."""
    return of_notices.certificate(participant.organisation, f"participant:{participant.pk}")


def send_receipt(thread: Thread, mail: ReceivedMail, answer: Mapping[str, Any], *, at: datetime) -> str:
    """Write the receipt of a case to whoever reported it by mail; "", or why none goes out.

    One a case, few to one address: whoever writes in another's name makes the desk send that one a few mails, no more.
    """
    why = _no_receipt(mail, at)
    if why:
        return why
    key = certificate(thread.participant)
    tells_link = thread.clear or key is not None
    title = f"Your report has arrived: {answer['id']}"
    send(
        thread,
        key=f"mail:receipt:{answer['id']}",
        title=title,
        body=_receipt_words(thread, mail, answer, tells_link=tells_link),
        at=at,
        confidential=not thread.clear and key is not None,
    )
    if tells_link:
        _link_told(thread)
        return ""
    return (
        "The receipt had no link to their page: they wrote encrypted, and the desk knows no key of theirs. "
        "It goes out once they send one."
    )


def send_link(thread: Thread, *, at: datetime) -> None:
    """Send the link to their page, encrypted, to whom no mail could tell it before because no key was known."""
    if thread.link_told or not of_notices.mail_is_set_up() or certificate(thread.participant) is None:
        return
    reference = thread.participant.case.reference
    send(
        thread,
        key=f"mail:link:{thread.pk}",
        title=f"Your page for {reference}",
        body=f"Now that we have your key:\n\n{_page_words(tells_link=True)}",
        at=at,
        confidential=True,
    )
    _link_told(thread)


def _link_told(thread: Thread) -> None:
    thread.link_told = True
    thread.save(update_fields=["link_told"])


def _no_receipt(mail: ReceivedMail, at: datetime) -> str:
    if not queries.choices(mail.organisation).receipts:
        return "Receipts by mail are switched off under Settings, Mail."
    if not of_notices.mail_is_set_up():
        return "This desk sends no mail: whoever runs it can name a mail server with TROTH_DESK_MAIL."
    sent = ReceivedMail.objects.filter(organisation_id=mail.organisation_id, became=Became.CASE, receipt="")
    sent = sent.exclude(pk=mail.pk)
    if queries.too_many(sent.filter(sender=mail.sender), RECEIPTS, at):
        return "Its sender got so many receipts lately that none was sent for this one."
    if queries.too_many(sent, RECEIPTS_OF_ALL, at):
        return "So many receipts went out within the hour that none was sent for this one."
    return ""


def _receipt_words(thread: Thread, mail: ReceivedMail, answer: Mapping[str, Any], *, tells_link: bool) -> str:
    zone = ZoneInfo(mail.organisation.zone)
    parts = [
        f"Your report {answer['id']} reached us on {told(answer['received_at'], zone)}.",
        *_unopened(mail),
        NO_ACKNOWLEDGEMENT,
        promised_words(answer["promises"], zone),
        _page_words(tells_link=tells_link),
    ]
    if thread.ours:
        parts.append("What you answer to this mail goes to the team, and stands on your page.")
    if tells_link:  # it holds the names of files, which came encrypted where no link is told
        parts.append(
            "The signed receipt, as one line. Keep it in a file; "
            "`troth-desk receipt FILE --key desk.pem` checks it without us:\n\n" + json.dumps(answer["receipt"])
        )
    return "\n\n".join(parts)


def promised_words(promises: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> str:
    """What a receipt promises, a line each, with the sentence of the policy and when it is due in ``zone``."""
    lines = [
        f"- by {told(each['due'], zone)}: “{each['sentence']}” ({each['document']}, line {each['line']})"
        for each in promises
    ]
    if not lines:
        return "Our policy promises nothing in time for it."
    return "What our policy promises from now on:\n" + "\n".join(lines)


def _unopened(mail: ReceivedMail) -> list[str]:
    """What whoever encrypted a report that could not be opened has to hear, since nobody else can mend it."""
    if not (mail.encrypted and mail.failure):
        return []
    key = own_key.address(mail.organisation)
    again = f"Please send it again as an answer to this mail, encrypted to our key: {key}"
    return [f"It came encrypted, and we could not open all of it: {mail.failure} {again}"]


def _page_words(*, tells_link: bool) -> str:
    if tells_link:
        return (
            f"Your page, for the conversation, files, and how you wish to be named. Keep the link to yourself:\n{PAGE}"
        )
    return (
        "You wrote encrypted, and we know no key of yours, so this mail holds neither your report's words, nor the "
        f"signed receipt, nor the link to your page, where the receipt lies. {NO_KEY}"
    )


def send(  # what a mail says, all by name
    thread: Thread, *, key: str, title: str, body: str, at: datetime, confidential: bool = False, automatic: bool = True
) -> Notice:
    """Write the next mail of ``thread``; the same ``key`` again writes nothing."""
    organisation = thread.organisation
    before = Notice.objects.filter(organisation=organisation, key=key).first()
    if before is not None:
        return before
    kept = certificate(thread.participant)
    message_id = threads.message_id(thread)
    notice = notices.write_letter(
        organisation,
        key=key,
        subject=thread.participant.case.subject,
        address=thread.address,
        title=title,
        body=body,
        at=at,
        message_id=f"<{message_id}>",
        in_reply_to=f"<{thread.last_message_id}>" if thread.last_message_id else "",
        references=" ".join(f"<{each}>" for each in (*thread.references.split(), thread.last_message_id) if each),
        reply_to=_reply_to(thread),
        certificate=kept.armoured if kept else "",
        confidential=confidential,
        automatic=automatic,
    )
    threads.grown(thread, message_id)
    thread.sent += 1
    thread.save(update_fields=["references", "last_message_id", "sent"])
    return notice


def _reply_to(thread: Thread) -> str:
    """Where answers go: the address that they wrote to, with the thread's tag where the organisation says it works."""
    if not notices.can_be_mailed(thread.ours):
        return ""
    plus = queries.choices(thread.organisation).plus_addresses
    tagged = threads.with_tag(thread.ours, thread.tag)
    return tagged if plus and notices.can_be_mailed(tagged) else thread.ours


def tell_too_large(mail: ReceivedMail, incoming: Incoming, *, at: datetime) -> None:
    """Tell whoever sent a mail that is too large that nobody has read it; few times to one address, as receipts."""
    if not notices.can_be_mailed(mail.sender) or mail.sender in incoming.own or not of_notices.mail_is_set_up():
        return
    told = ReceivedMail.objects.filter(organisation_id=mail.organisation_id, sender=mail.sender, size__gt=LARGEST)
    if queries.too_many(told.exclude(pk=mail.pk), RECEIPTS, at):
        return
    notices.write_letter(
        mail.organisation,
        key=f"mail:too-large:{mail.pk}:{_random.token_hex(4)}",
        subject=f"mail:{mail.pk}",
        address=mail.sender,
        title="Your mail was too large to be taken",
        body=f"Your mail has {told_size(mail.size)}; this address takes {told_size(LARGEST)}. Nobody has read it, and "
        "no deadline of our policy runs for it yet. Send it again without its files; they can be added on the page "
        "that the receipt names. This mail was written by a program.",
        at=at,
        in_reply_to=f"<{mail.message_id}>" if mail.message_id else "",
        references=f"<{mail.message_id}>" if mail.message_id else "",
    )


def told(instant: str, zone: ZoneInfo) -> str:
    """An instant (ISO 8601) as people of ``zone`` say it: "Monday 2 March 2026, 10:00 (Europe/Berlin)"."""
    at = datetime.fromisoformat(instant).astimezone(zone)
    return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M} ({zone.key})"
