"""Parts of a mail as the bytes that came: a signature is over bytes, and a parsed mail has lost some of them.

An entity is a head and a body (RFC 2045 §2.4). Everything here takes bytes that a stranger sent, takes time in
proportion to them, and raises nothing for them.
"""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_CONTENT = re.compile(rb"content-(?:type|transfer-encoding|disposition)[ \t]*:", re.IGNORECASE)
_PARAMETERS = 200_000
"""Bytes of a head that are read; no honest one is as long."""
SEPARATOR = b"\r\n\r\n"


def split(entity: bytes) -> tuple[bytes, bytes]:
    """Head and body of ``entity``, without the empty line between them."""
    if entity[:1] == b"\n" or entity[:2] == b"\r\n":
        return b"", entity[1:] if entity[:1] == b"\n" else entity[2:]
    end = _HEAD_END.search(entity)
    return (entity[: end.start()], entity[end.end() :]) if end else (entity, b"")


def headers(head: bytes) -> Message:
    """What ``head`` says, for the methods that ask about content: they give a default for what is malformed."""
    return BytesHeaderParser(policy=compat32).parsebytes(head[:_PARAMETERS])


def content_type(head: bytes) -> str:
    """The media type in small letters; "text/plain" where none is said."""
    return headers(head).get_content_type()


def parameter(head: bytes, name: str) -> str:
    """A parameter of the content type; "" where it is not there."""
    try:
        found = headers(head).get_param(name)
    except (ValueError, LookupError, TypeError):  # RFC 2231 continuations that number nothing
        return ""
    return found if isinstance(found, str) else str(found[2]) if isinstance(found, tuple) else ""


def filename(head: bytes) -> str:
    """The name that the sender gave; "" where there is none."""
    try:
        return headers(head).get_filename("") or ""
    except (ValueError, LookupError, TypeError):
        return ""


def children(head: bytes, body: bytes) -> list[bytes] | None:
    """The parts of a multipart entity, in order, as they came; None where its boundary cannot be found."""
    boundary = parameter(head, "boundary").encode("utf-8", "surrogateescape").rstrip()
    if not boundary:
        return None
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    found: list[bytes] = []
    start = -1
    for delimiter in line.finditer(body):
        if start >= 0:
            found.append(body[start : max(start, delimiter.start())])
        if delimiter.group(1):
            return found
        end = _LINE_END.match(body, delimiter.end())
        start = end.end() if end else len(body)
    if start >= 0:  # it was cut off
        found.append(body[start:])
    return found or None


def joined(head: bytes, parts: list[bytes]) -> bytes:
    """A multipart entity of ``parts`` under the boundary of ``head``."""
    boundary = parameter(head, "boundary").encode("utf-8", "surrogateescape").rstrip()
    opened = b"".join(b"\r\n--" + boundary + b"\r\n" + part for part in parts)
    return head + SEPARATOR + opened.removeprefix(b"\r\n") + b"\r\n--" + boundary + b"--\r\n"


def decoded(entity: bytes) -> bytes:
    """The content of an entity without its transfer encoding."""
    content = BytesParser(policy=compat32).parsebytes(entity).get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def without_content(head: bytes) -> bytes:
    """``head`` without what says what its body is, ready for another body; other lines stay as they were."""
    kept: list[bytes] = []
    leaving = False
    for each in _LINE_END.split(head):
        leaving = leaving if each[:1] in {b" ", b"\t"} else bool(_CONTENT.match(each))
        if not leaving and each:
            kept.append(each)
    return b"\r\n".join(kept)


def under(head: bytes, entity: bytes) -> bytes:
    """``entity`` as if it had come with ``head``: the lines of ``head`` that say nothing of content, then its own.

    A header that both have is that of ``head``; of what only ``entity`` has, what tells of its content is kept and
    nothing else, so that what was encrypted cannot say whom a mail is from.
    """
    inner, body = split(entity)
    kept: list[bytes] = []
    keeping = False
    for each in _LINE_END.split(inner):
        keeping = keeping if each[:1] in {b" ", b"\t"} else each[:8].lower() == b"content-"
        if keeping and each:
            kept.append(each)
    outer = without_content(head)
    return b"\r\n".join([*([outer] if outer else []), *kept]) + SEPARATOR + body


def canonical(entity: bytes) -> bytes:
    """With line ends as they are signed (RFC 3156 §5)."""
    return _LINE_END.sub(b"\r\n", entity)
