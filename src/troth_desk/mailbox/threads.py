"""The thread of a mail: ids that we put into ours, and how an answer is recognised by them.

Three things lead an answer to its case: the message id of one of our mails, which holds the thread's tag; the tag in
the address that it was sent to (``security+tag@example.org``); and the reference of the case in its subject, where it
comes from the participant's own address. The first two hold 128 random bits and are believed; a sender's address can be
forged, so the third opens nothing and only adds words to a conversation.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from django.conf import settings

from troth_desk.mailbox.models import ReceivedMail, Thread
from troth_desk.tenants.models import Organisation

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 26
"""Letters of a tag: 130 bits."""
KEPT_REFERENCES = 20
"""Message ids that our References header holds: the first one and the last ones."""
_TAG = rf"[{ALPHABET}]{{{LENGTH}}}"
_OURS = re.compile(rf"troth\.({_TAG})\.\d+@.+", re.IGNORECASE)
_PLUS = re.compile(rf"[^@+]+\+({_TAG})@.+", re.IGNORECASE)
_REFERENCE = re.compile(r"\bTR-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{8}\b", re.IGNORECASE)


def new_tag() -> str:
    """A tag that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def message_id(thread: Thread) -> str:
    """The id of our next mail in ``thread``, without brackets."""
    return f"troth.{thread.tag}.{thread.sent + 1}@{domain()}"


def domain() -> str:
    """The host of our message ids: that of the address that the desk sends from."""
    sender = str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].strip("> ")
    return sender or "localhost"


def with_tag(address: str, tag: str) -> str:
    """``security+tag@example.org``; an address that has a plus already loses what stood behind it."""
    local, _, host = address.rpartition("@")
    return f"{local.partition('+')[0]}+{tag}@{host}"


def without_plus(address: str) -> str:
    """The address that a plus address belongs to."""
    local, _, host = address.rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def tags(message_ids: Iterable[str], recipients: Iterable[str]) -> list[str]:
    """Every tag of ours that a mail names, the nearest first: references from the last one, then addresses."""
    found = [match[1].lower() for each in reversed(list(message_ids)) if (match := _OURS.fullmatch(each))]
    found += [match[1].lower() for each in recipients if (match := _PLUS.fullmatch(each))]
    return list(dict.fromkeys(found))


def references(subject: str) -> list[str]:
    """References of cases in a subject."""
    return list(dict.fromkeys(each.upper() for each in _REFERENCE.findall(subject)))[:5]


def of_tags(organisation: Organisation, found: Iterable[str]) -> Thread | None:
    """The thread of the nearest tag; None where no thread of ``organisation`` has one of them."""
    wanted = list(found)
    rows = {
        one.tag: one
        for one in Thread.objects.filter(organisation=organisation, tag__in=wanted).select_related("participant__case")
    }
    return next((rows[tag] for tag in wanted if tag in rows), None)


def anew(thread: Thread) -> Thread:
    """``thread`` and its participant as they stand now."""
    found = Thread.objects.filter(organisation_id=thread.organisation_id).select_related("participant__case")
    return found.get(pk=thread.pk)


def of_sender(organisation: Organisation, sender: str, subject: str, message_ids: Iterable[str]) -> Thread | None:
    """The thread that somebody means who writes from their own address: by the reference, or by a mail of theirs."""
    if not sender:
        return None
    theirs = Thread.objects.filter(organisation=organisation, address=sender).select_related("participant__case")
    named = theirs.filter(participant__case__reference__in=references(subject)).order_by("-begun_at", "-pk").first()
    if named is not None:
        return named
    mails = ReceivedMail.objects.filter(
        organisation=organisation, sender=sender, message_id__in=list(message_ids), participant__isnull=False
    )
    return theirs.filter(participant__in=mails.values("participant")).order_by("-begun_at", "-pk").first()


def grown(thread: Thread, message_id: str) -> None:
    """Put ``message_id`` at the end of the thread, for the References of the next mail; the caller saves it."""
    if not message_id:
        return
    known = [*thread.references.split(), *([thread.last_message_id] if thread.last_message_id else [])]
    kept = list(dict.fromkeys(each for each in known if each != message_id))
    thread.references = " ".join(kept if len(kept) <= KEPT_REFERENCES else [kept[0], *kept[1 - KEPT_REFERENCES :]])
    thread.last_message_id = message_id
