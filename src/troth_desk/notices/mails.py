"""What a mail of the desk looks like: headers that no machine answers, words, and the key that it goes out under."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend

from troth_desk.notices import queries
from troth_desk.notices.models import Delivery, Letter, Notice
from troth_desk.openpgp import certificates, writing
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.openpgp.writing import Wire
from troth_desk.tenants.addresses import whole

LONGEST_ID = 250
"""Characters of the id of a mail that are taken; RFC 5322 §2.1.1 allows no line of more than 998."""
MOST_REFERENCES = 12
"""Ids of a thread that are passed on: the first, which began it, and the last ones (RFC 5322 §3.6.4)."""
_ID = re.compile(rf"<[\x21-\x3b\x3d\x3f-\x7e]{{3,{LONGEST_ID}}}>")


_fills: dict[str, Callable[[Notice], str]] = {}


def fills(words: str, with_what: Callable[[Notice], str]) -> None:
    """Where ``words`` stand in a letter its mail has what ``with_what`` gives: a secret that no row may hold."""
    _fills[words] = with_what


class UnwritableMailError(ValueError):
    """It cannot go out as it has to; the message says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail, ready for the mail server: under which key it is encrypted ("" in clear), what is to be known of that."""

    message: OutgoingMail
    encrypted_to: str = ""
    remark: str = ""


class OutgoingMail(DjangoMessage):
    """A mail of which the bytes are settled, for Django's backends."""

    def __init__(self, settled: Wire, sender: str, receiver: str, connection: BaseEmailBackend | None) -> None:
        words = settled.get_body(("plain",)) if not settled.get_content_type().startswith("multipart/enc") else None
        super().__init__(
            subject=str(settled["Subject"] or ""),
            body=str(words.get_content()) if words else "",
            from_email=sender,
            to=[receiver],
            connection=connection,
        )
        self._settled = settled

    def message(self) -> Wire:  # type: ignore[override]  # Django asks it for its bytes alone
        """What goes over the wire."""
        return self._settled


def new_message_id() -> str:
    """An id for a mail that nobody can guess: who names it has seen the mail."""
    return f"<{secrets.token_hex(16)}@{_domain()}>"


def ids(text: str) -> list[str]:
    """The ids of mails in a header of somebody else's; what is none is left out."""
    found = list(dict.fromkeys(_ID.findall(text)))
    return found if len(found) <= MOST_REFERENCES else [found[0], *found[1 - MOST_REFERENCES :]]


def written(mails: Sequence[Delivery], at: datetime, server: BaseEmailBackend | None) -> Written:
    """One mail for ``mails``, which go to the same address: a notice, a letter, or several notices together.

    Raises:
        UnwritableMailError: it is confidential and cannot be encrypted.
        ValueError: a header cannot be written.
    """
    first = mails[0]
    letter: Letter | None = getattr(first.notice, "letter", None)
    plain = _letter(first, letter, at) if letter else _notices(mails, at)
    sealed, encrypted_to, remark = _under_keys(plain, first, letter)
    return Written(OutgoingMail(writing.wire(sealed), _sender(), first.address, server), encrypted_to, remark)


def _letter(mail: Delivery, letter: Letter, at: datetime) -> EmailMessage:
    message = _begun(mail, mail.notice.title, at)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
    if letter.references:
        message["References"] = letter.references
    if letter.automatic:
        _refuse_answers(message, "auto-replied" if letter.in_reply_to else "auto-generated")
    body = mail.notice.body
    for words, with_what in _fills.items():
        body = body.replace(words, with_what(mail.notice)) if words in body else body
    message.set_content(f"{body}\n")
    return message


def _notices(mails: Sequence[Delivery], at: datetime) -> EmailMessage:
    first = mails[0]
    organisation = first.notice.organisation
    title = first.notice.title if len(mails) == 1 else f"{len(mails)} notices of {organisation.name}"
    message = _begun(first, title, at)
    _refuse_answers(message, "auto-generated")
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    message["List-Id"] = f"<notices.{organisation.slug}.{host}>"
    page = whole(f"/o/{organisation.slug}/notices/")
    case = whole(f"/o/{organisation.slug}/cases/{{}}/")
    if first.notice.address:
        message.set_content(f"{first.notice.body}\n")
        return message
    message["List-Unsubscribe"] = f"<{whole(f'/o/{organisation.slug}/notices/mine/')}>"
    message.set_content(_words(mails, case) + f"\n\nNotices on the desk: {page}\n")
    return message


def _words(mails: Sequence[Delivery], case: str) -> str:
    """What ``mails`` say; of each case the address of its page, which ``case`` makes of the reference."""

    def said(mail: Delivery) -> str:
        reference = mail.notice.case_reference
        return "\n".join(filter(None, (mail.notice.body, case.format(reference) if reference else "")))

    if len(mails) == 1:
        return said(mails[0])
    return "\n\n".join(
        f"{number}. {mail.notice.title}\n{mail.notice.created_at:%Y-%m-%d %H:%M} UTC\n{said(mail)}"
        for number, mail in enumerate(mails, 1)
    )


def _begun(mail: Delivery, title: str, at: datetime) -> EmailMessage:
    message = EmailMessage()
    name, sender = parseaddr(str(settings.DEFAULT_FROM_EMAIL))
    message["From"] = Address(name or mail.notice.organisation.name, addr_spec=_ascii(sender))
    message["To"] = Address(addr_spec=_ascii(mail.address))
    message["Subject"] = " ".join(title.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = mail.message_id or f"<notice-{mail.notice_id}-{mail.pk}@{_domain()}>"
    return message


def _refuse_answers(message: EmailMessage, how: str) -> None:
    message["Auto-Submitted"] = how  # RFC 3834 §5: no machine answers it
    message["X-Auto-Response-Suppress"] = "All"  # the same, for servers that know only their own way


def _under_keys(message: EmailMessage, mail: Delivery, letter: Letter | None) -> tuple[EmailMessage, str, str]:
    """The mail as it goes out, the key it is encrypted to, and a remark."""
    organisation = mail.notice.organisation
    if letter:
        certificate, confidential = letter.certificate, letter.confidential
    else:
        kept = queries.certificate(organisation, f"member:{mail.member_id}") if mail.member_id else None
        certificate, confidential = kept.armoured if kept else "", False
    if not certificate:
        return writing.sign(message, organisation.pk), "", ""
    outside = mail.notice.case_reference or writing.NO_SUBJECT
    try:
        sealed = writing.seal(message, [certificate], organisation.pk, subject=outside)
    except UnusableCertificateError as error:
        if confidential:
            raise UnwritableMailError(f"It is confidential, and {error}.") from error
        return _bare(message, str(error), organisation.pk, letter), "", f"It went in clear: {error}."
    return sealed, certificates.read(certificate).fingerprint, ""


def _bare(message: EmailMessage, why: str, organisation: int, letter: Letter | None) -> EmailMessage:
    """For a member whose key cannot be used: that there is a notice, and nothing of what it says."""
    if letter is None:
        message.replace_header("Subject", "A notice on the desk")
        page = str(message["List-Unsubscribe"]).strip("<>")
        message.set_content(
            f"A notice for you stands on the desk. It is not in this mail, because {why}.\n\nYour key: {page}\n"
        )
    return writing.sign(message, organisation)


def _sender() -> str:
    return _ascii(parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1])


def _domain() -> str:
    return _sender().rpartition("@")[2] or "localhost"


def _ascii(address: str) -> str:
    """With its domain as it stands in the DNS (RFC 5891); the local part stays, and not every server takes it."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}" if not domain.isascii() else address
    except UnicodeError as error:
        raise ValueError(f"the address has no domain that can be written ({error})") from None
