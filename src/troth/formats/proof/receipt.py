"""Receipts that reporters are given (``docs/desk/reports.md``)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from troth.formats.proof.proof import Kind, NotAProofError, Proof

PAYLOAD = "application/vnd.troth.receipt+json"
"""Payload type of the envelope (DSSE 1.0)."""
Text = Annotated[str, msgspec.Meta(max_length=4_000)]


class _File(msgspec.Struct):
    name: Text = ""
    size: int = 0
    sha256: Text = ""


class _Promise(msgspec.Struct):
    due: Text | None = None
    sentence: Text = ""
    document: Text = ""
    line: int = 0


class _Receipt(msgspec.Struct):
    id: Text
    desk: Text = ""
    received_at: datetime | None = None
    report_sha256: Text = ""
    files: Annotated[list[_File], msgspec.Meta(max_length=1_000)] | None = None
    promises: Annotated[list[_Promise], msgspec.Meta(max_length=1_000)] | None = None


def _read(payload: bytes) -> Proof:
    try:
        receipt = msgspec.json.decode(payload, type=_Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAProofError(f"it is signed, but it holds no report: {str(error)[:160]}") from None
    files = (f"file {each.name}, {each.size} bytes, SHA-256 {each.sha256}" for each in receipt.files or ())
    owed = (f"by {each.due}: {each.sentence} ({each.document}:{each.line})" for each in receipt.promises or ())
    return Proof(
        what="receipt of a report",
        of=f"{receipt.id} at {receipt.desk}",
        says=(f"the report has the SHA-256 {receipt.report_sha256}", *files, *owed),
        issued_at=receipt.received_at,
    )


KIND = Kind(PAYLOAD, _read)
