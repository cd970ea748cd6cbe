"""What ``troth push`` sends, taken apart: bounded, checked, and refused in words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from troth.formats import told_result
from troth.formats.told_result import ToldAudit, ToldCheck, ToldTool
from troth.terms.source import Role, Source
from troth.terms.span import Span
from troth.terms.waiver import REGISTER
from troth_desk.policies import reading
from troth_desk.policies.refusal import RefusedTextsError

LARGEST = 16 * 1024 * 1024
"""Bytes of one request."""
AHEAD = timedelta(days=1)
"""How far the clock of a sender may be ahead."""
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


class RefusedPushError(ValueError):
    """What was sent is no result; the message says why and what to do."""


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    role: Role = "policy"
    cited: dict[str, Any] | None = None
    origin: str = ""
    digest: str = ""
    text: str | None = None


class _Register(msgspec.Struct, frozen=True, kw_only=True):
    digest: str = ""
    text: str | None = None


class _Push(msgspec.Struct, frozen=True, kw_only=True):
    project: str
    result: dict[str, Any]
    documents: tuple[_Document, ...] = ()
    register: _Register | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """A result with what it was made of. ``texts`` are its documents where all of them came whole, else None."""

    project: str
    told: ToldCheck | ToldAudit
    document: str
    digest: str
    digests: Mapping[str, str]
    texts: reading.Texts | None

    @property
    def kind(self) -> str:
        """ "check" or "audit"."""
        return "check" if isinstance(self.told, ToldCheck) else "audit"

    @property
    def at(self) -> datetime:
        """When it ran, in UTC; of a check the begin of its day."""
        at = self.told.at
        return at.astimezone(UTC) if isinstance(at, datetime) else datetime.combine(at, time(), UTC)


def read(body: bytes) -> Pushed:
    """The request ``body`` taken apart.

    Raises:
        RefusedPushError: it is too large, no JSON, no result, or its documents are no policy.
    """
    if len(body) > LARGEST:
        raise RefusedPushError(f"This is more than {LARGEST // 1024**2} MiB. Push without the documents.")
    try:
        push = msgspec.json.decode(body, type=_Push)
        document = msgspec.json.encode(push.result, order="sorted").decode()
        told = told_result.read(push.result)
    except (ValueError, RecursionError) as error:
        raise RefusedPushError(f"This is no push of a result: {error}.") from None
    return Pushed(
        project=push.project,
        told=told,
        document=document,
        digest=hashlib.sha256(document.encode()).hexdigest(),
        digests=_digests(push),
        texts=_texts(push),
    )


def _digests(push: _Push) -> dict[str, str]:
    found = {one.path[: reading.LONGEST_PATH]: one.digest for one in push.documents[: reading.MOST] if one.digest}
    if push.register and push.register.digest:
        found[REGISTER] = push.register.digest
    if any(not re.fullmatch(r"[0-9a-f]{64}", digest) for digest in found.values()):
        raise RefusedPushError("A digest of a document is the 64 hexadecimal digits of its SHA-256.")
    told: dict[str, str] = reading.storable(found)
    return told


def _texts(push: _Push) -> reading.Texts | None:
    """The documents, where each of them came with its text: a policy with a hole would promise less than it does."""
    if not push.documents or any(one.text is None for one in push.documents):
        return None
    if push.register is not None and push.register.text is None:
        return None
    sources = tuple(
        Source(path=one.path, text=one.text or "", role=one.role, cited=_cited(one), origin=one.origin)
        for one in push.documents
    )
    try:
        return reading.checked(sources, (push.register.text or "") if push.register else "")
    except RefusedTextsError as error:
        raise RefusedPushError(f"The documents cannot be taken. {error}") from None


def _cited(one: _Document) -> Span | None:
    if not one.cited:
        return None
    try:
        return msgspec.convert(one.cited, Span)
    except msgspec.ValidationError as error:
        raise RefusedPushError(f"The line that cites {one.path[:80]} is none: {error}.") from None


def tool(told: ToldTool, audit: ToldAudit) -> dict[str, Any]:
    """One tool of an audit as it is kept. ``advised`` is the day of the newest of the local advisories it was given."""
    days = [day for text in told.databases if (day := _day(text))] if audit.advisories else []
    said: dict[str, Any] = reading.storable(
        {
            "tool": told.tool[:100],
            "at": told.at.astimezone(UTC).isoformat(),
            "how": told.how,
            "whole": told.whole,
            "counted": told.counted,
            "advised": min(days).isoformat() if days else "",
        }
    )
    return said


def _day(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
