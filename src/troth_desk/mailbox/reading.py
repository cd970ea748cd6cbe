"""From the bytes of a mail to what it says: words, files, headers that matter. Bounded, and nothing of it is trusted.

A mail that cannot be read raises ``UnreadableError``; whoever calls keeps its bytes for a person.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import dataclass, field
from email.message import Message

from troth_desk.files.limits import LARGEST_ALL, LARGEST_FILE, MOST_FILES, told_size
from troth_desk.files.names import one_line, whole_text
from troth_desk.mailbox import headers
from troth_desk.mailbox.headers import Mail
from troth_desk.mailbox.html_words import words_of
from troth_desk.mailbox.limits import KEPT_HEADERS, LARGEST, LONGEST_HEAD, LONGEST_WORDS, MOST_PARTS

SHOWN = (
    "From", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "Return-Path", "Received",
    "Authentication-Results", "Auto-Submitted", "List-Id", "X-Original-From", "User-Agent", "Content-Type",
)  # fmt: skip
"""Headers that people look at when they wonder about a mail; of ``Received`` the topmost, which is our side's."""
_ENDS = (b"\r\n\r\n", b"\n\n", b"\r\r")
_SIGNATURE = "application/pgp-signature"


class UnreadableError(ValueError):
    """This is no mail that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a mail, with the name that its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """What a mail says. ``words`` is its text, ``left_out`` says in sentences what of it is not there.

    ``sender`` is the address in From, in lower case, "" for none; ``reply_to`` where answers are asked to go;
    ``recipients`` the addresses that its headers name.
    """

    sender: str
    sender_name: str
    reply_to: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    date: str
    words: str
    files: tuple[File, ...]
    left_out: tuple[str, ...]
    shown: dict[str, str]


@dataclass(slots=True)
class _Found:
    words: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    size: int = 0
    parts: int = 0


def parse(raw: bytes) -> Mail:
    """The tree of a mail; raises ``UnreadableError``."""
    if len(raw) > LARGEST:
        raise UnreadableError(f"it is larger than {told_size(LARGEST)}")
    ends = [place for end in _ENDS if (place := raw.find(end, 0, LONGEST_HEAD)) >= 0]
    if not ends and len(raw) > LONGEST_HEAD:
        raise UnreadableError(f"its headers are larger than {told_size(LONGEST_HEAD)}")
    try:
        return email.message_from_bytes(raw, policy=email.policy.compat32)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        raise UnreadableError(f"its parts lie too deep or do not fit together ({type(error).__name__})") from None


def identity(raw: bytes, mail: Mail) -> str:
    """What tells this mail from others, however often it comes and by whichever servers: not by its message id alone.

    Somebody who knows the message id of another's mail could else have that one taken for known.
    """
    ends = [(place, end) for end in _ENDS if (place := raw.find(end)) >= 0]
    place, end = min(ends, default=(len(raw), b""))
    body = raw[place + len(end) :].replace(b"\r\n", b"\n").rstrip(b"\n")
    said = "\n".join(headers.raw(mail, name) for name in ("message-id", "from", "date", "subject"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass") + b"\0" + hashlib.sha256(body).digest()).hexdigest()


def read(mail: Mail) -> Read:
    """What ``mail`` says; raises ``UnreadableError``."""
    found = _Found()
    try:
        _walk(mail, found)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        raise UnreadableError(f"its parts do not fit together ({type(error).__name__})") from None
    words = "\n\n".join(filter(None, found.words)) or "\n\n".join(filter(None, found.inner))
    name, sender = next(iter(headers.named_addresses(mail, "from")), ("", ""))
    return Read(
        sender=sender,
        sender_name=name,
        reply_to=next(iter(headers.addresses(mail, "reply-to")), ""),
        recipients=tuple(recipients(mail)),
        subject=headers.words(mail, "subject")[:1_000],
        message_id=next(iter(headers.message_ids(mail, "message-id")), "")[:300],
        references=tuple(headers.message_ids(mail, "references", "in-reply-to")),
        date=headers.date(mail),
        words=words,
        files=tuple(found.files),
        left_out=tuple(dict.fromkeys(found.left_out)),
        shown=shown(mail),
    )


def recipients(mail: Mail) -> list[str]:
    """The addresses that a mail was for, those that servers noted first: what they noted is what was delivered."""
    return headers.addresses(mail, "delivered-to", "x-original-to", "envelope-to", "to", "cc", "x-forwarded-to")[:100]


def shown(mail: Mail) -> dict[str, str]:
    """The headers that people look at, decoded, in their order; of several of a name the first."""
    said = {name: headers.words(mail, name)[:KEPT_HEADERS] for name in SHOWN}
    return {name: value for name, value in said.items() if value}


def _walk(mail: Mail, found: _Found) -> None:
    """Every part in order, from a list instead of by recursion."""
    waiting: list[tuple[Mail, bool]] = [(mail, False)]
    while waiting:
        part, inner = waiting.pop()
        found.parts += 1
        if found.parts > MOST_PARTS:
            found.left_out.append(f"Only its first {MOST_PARTS} parts were looked at.")
            return
        kind = headers.content_type(part)
        if kind == "multipart/alternative" and part.is_multipart():
            chosen = _alternative(_children(part))
            waiting.extend((each, inner) for each in reversed(chosen))
        elif kind == "message/rfc822" and part.is_multipart():
            waiting.extend((each, True) for each in reversed(_forwarded(part, found)))
        elif part.is_multipart():
            waiting.extend((each, inner) for each in reversed(_children(part)))
        else:
            _leaf(part, kind, found, inner=inner)


def _children(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _alternative(parts: list[Mail]) -> list[Mail]:
    """Of alternatives the plain text, where it has words; else the last one, which is the best (RFC 2046 §5.1.4)."""
    plain = [one for one in parts if headers.content_type(one) == "text/plain" and _text(one).strip()]
    if plain:
        # what stands beside (calendars, related pictures) belongs to the other version
        return plain[:1]
    return parts[-1:]


def _forwarded(part: Mail, found: _Found) -> list[Mail]:
    """A mail within the mail: kept as a file. Its words are read where the mail around it has none."""
    inner = _children(part)
    if inner:
        subject = headers.words(inner[0], "subject")[:80] or "forwarded mail"
        try:
            _file(File(f"{subject}.eml", inner[0].as_bytes(policy=email.policy.compat32)), found)
        except (UnicodeError, ValueError, LookupError, TypeError, AttributeError):
            found.left_out.append("A forwarded mail could not be written out as a file; it is in the original.")
        found.inner.append(f"Forwarded mail: {subject}")
    return inner


def _leaf(part: Mail, kind: str, found: _Found, *, inner: bool) -> None:
    name = headers.file_name(part)
    disposition = headers.raw(part, "content-disposition").partition(";")[0].strip().lower()
    is_words = kind in {"text/plain", "text/html"} and disposition != "attachment" and not name
    if kind == _SIGNATURE:
        return  # it was looked at where mail is opened, and stays in the original
    if is_words:
        (found.inner if inner else found.words).append(_words(part, kind, found))
    elif not inner:
        _file(File(name or _named(kind), _content(part)), found)
    # files of a forwarded mail are within its own file


def _words(part: Mail, kind: str, found: _Found) -> str:
    charset = headers.parameter(part, "content-type", "charset")
    if charset and not headers.known_charset(charset):
        found.left_out.append(f"Its charset “{one_line(charset)[:40]}” is unknown here: letters may be wrong.")
    text = _text(part)
    if kind == "text/html":
        found.left_out.append("It came in HTML: this is the text of it, the original shows more.")
        text = words_of(text)
    if len(text) > LONGEST_WORDS:
        found.left_out.append("Its words are cut; all of them are in the original.")
    return whole_text(text[:LONGEST_WORDS])


def _text(part: Mail) -> str:
    return headers.text(_content(part), headers.parameter(part, "content-type", "charset"))


def _content(part: Mail) -> bytes:
    """The bytes of a leaf, transfer encoding taken off; what is not encoded as it says is given as it stands."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file(file: File, found: _Found) -> None:
    if len(found.files) >= MOST_FILES:
        found.left_out.append(f"It has more than {MOST_FILES} files; those beyond are in the original alone.")
    elif len(file.content) > LARGEST_FILE:
        found.left_out.append(f"A file of it is larger than {told_size(LARGEST_FILE)}; it is in the original alone.")
    elif found.size + len(file.content) > LARGEST_ALL:
        found.left_out.append(f"Its files are larger than {told_size(LARGEST_ALL)}; some are in the original alone.")
    else:
        found.size += len(file.content)
        found.files.append(file)


_ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "application/pdf": "pdf", "text/plain": "txt",
    "text/html": "html", "text/calendar": "ics", "application/zip": "zip", "application/pgp-keys": "asc",
    "application/json": "json",
}  # fmt: skip


def _named(kind: str) -> str:
    """A name for a file that came without one."""
    return f"file.{_ENDINGS[kind]}" if kind in _ENDINGS else "file"
