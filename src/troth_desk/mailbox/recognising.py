"""Who or what wrote a mail? People, or a machine that must never be answered (RFC 3834, RFC 3464, RFC 2919)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from troth_desk.mailbox import headers
from troth_desk.mailbox.headers import Mail
from troth_desk.mailbox.limits import MOST_HOPS
from troth_desk.mailbox.models import Sort

_OWN_SYSTEM = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)@", re.IGNORECASE)
_ID_LINE = re.compile(rb"(?im)^[>\s]*message-id:\s*<([^<>\s]{1,500})>")
_LOOKED_AT = 100_000
"""Bytes of a returned mail in which its message id is looked for."""
_REPORT = {"multipart/report", "message/delivery-status", "message/global-delivery-status"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What sort of mail it is, and by which words of it. ``by`` is "" for mail of people."""

    sort: Sort
    by: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of a mail that it did not deliver: ``message_id`` of ours, "" where it names none.

    ``final``: it has given up. ``reason`` is its own words, one line.
    """

    message_id: str
    reason: str
    final: bool


def recognised(mail: Mail, *, sender: str | None, own: frozenset[str]) -> Recognised:
    """The sort of ``mail``. ``sender`` is that of the envelope, None where it is not known; ``own`` our addresses."""
    hops = len(headers.all_of(mail, "received"))
    if hops > MOST_HOPS:
        return Recognised(Sort.LOOP, f"it went through {hops} mail servers")
    kind = headers.content_type(mail)
    report = headers.parameter(mail, "content-type", "report-type").lower()
    if kind == "multipart/report" and report == "disposition-notification":
        return Recognised(Sort.AUTOMATIC, "it says that a mail was read or deleted (RFC 8098)")
    if kind in _REPORT and report in {"", "delivery-status", "global-delivery-status"}:
        return Recognised(Sort.BOUNCE, "it is a report on the delivery of a mail (RFC 3464)")
    author = next(iter(headers.addresses(mail, "from")), "")
    if _OWN_SYSTEM.match(author) and _nobody(mail, sender):
        return Recognised(Sort.BOUNCE, f"a mail server wrote it ({author.partition('@')[0]})")
    automatic = _automatic(mail, sender)
    if automatic:
        return Recognised(Sort.AUTOMATIC, automatic)
    listed = _list(mail, own)
    return Recognised(Sort.LIST, listed) if listed else Recognised(Sort.PEOPLE)


def _nobody(mail: Mail, sender: str | None) -> bool:
    """Whether the envelope has no sender, who would get answers (RFC 5321 §4.5.5)."""
    if sender is not None:
        return not sender
    path = headers.raw(mail, "return-path").strip()
    return path == "<>"


def _automatic(mail: Mail, sender: str | None) -> str:
    said = headers.raw(mail, "auto-submitted").partition(";")[0].strip().lower()
    if said and said != "no":
        return f"Auto-Submitted: {said[:60]}"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply-from", "x-mail-autoreply"):
        if headers.raw(mail, name):
            return f"it has a header {name.title()}"
    precedence = headers.raw(mail, "precedence").strip().lower()
    if precedence in {"auto_reply", "auto-reply", "junk"}:
        return f"Precedence: {precedence}"
    if _nobody(mail, sender):
        return "its envelope has no sender, so that nobody answers it"
    return ""


def _list(mail: Mail, own: frozenset[str]) -> str:
    """Whether a mailing list sent it; not where that list is the address that people report to."""
    identity = headers.raw(mail, "list-id")
    post = headers.raw(mail, "list-post")
    bulk = headers.raw(mail, "precedence").strip().lower() in {"bulk", "list"}
    if not (identity or post or bulk or headers.raw(mail, "list-unsubscribe")):
        return ""
    told = f"{identity} {post}".lower()
    for address in own:
        local, _, domain = address.partition("@")
        if address in told or f"<{local}.{domain}>" in told:
            return ""
    if identity:
        return f"List-Id: {headers.words(mail, 'list-id')[:120]}"
    return "Precedence: bulk" if bulk else "it has the headers of a mailing list"


def author(mail: Mail, own: frozenset[str]) -> str:
    """Who wrote ``mail``: the address in From, or whom a list of ours wrote there in their place ("via Security")."""
    written = next(iter(headers.addresses(mail, "from")), "")
    if written not in own or not headers.raw(mail, "list-id"):
        return written
    told = headers.addresses(mail, "x-original-from", "reply-to", "x-original-sender")
    return next((each for each in told if each not in own), written)


def bounce(mail: Mail) -> Bounce:
    """What a report on a delivery says: of the first recipient that it has words on."""
    reason, final, message_id = "", True, ""
    for part in mail.walk():
        kind = headers.content_type(part)
        if kind in {"message/delivery-status", "message/global-delivery-status"} and not reason:
            reason, final = _status(part)
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}:
            message_id = message_id or _returned_id(part)
        elif kind == "text/plain" and not message_id:
            message_id = _returned_id(part)  # servers that write no report of RFC 3464 quote the mail
    if not message_id:
        message_id = next(iter(headers.message_ids(mail, "in-reply-to", "references")), "")
    return Bounce(message_id, reason or headers.words(mail, "subject")[:200] or "no reason was given", final)


def _status(part: Mail) -> tuple[str, bool]:
    """The words on the first recipient, and whether the server has given up (RFC 3464 §2.3)."""
    groups: list[Mail] = []
    payload = part.get_payload()
    if isinstance(payload, list):
        groups = [each for each in payload[:50] if isinstance(each, Message)]
    for group in groups:
        action = headers.raw(group, "action").strip().lower()
        if not action:
            continue
        code = headers.raw(group, "diagnostic-code") or headers.raw(group, "status")
        said = headers.decoded(code).partition(";")[2] or headers.decoded(code)
        words = " ".join(f"{headers.raw(group, 'status').strip()} {said}".split())[:200]
        return words or action, action == "failed"
    return "", True


def _returned_id(part: Mail) -> str:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return next(iter(headers.message_ids(payload[0], "message-id")), "")
    content = part.get_payload(decode=True)
    found = _ID_LINE.search(content[:_LOOKED_AT]) if isinstance(content, bytes) else None
    return found[1].decode("utf-8", "replace") if found else ""
