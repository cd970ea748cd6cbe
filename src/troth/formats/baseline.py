"""``troth-baseline.json``: what is accepted as it stands, written by machine and reviewed like code.

One promise an object, sorted by id, so that two changes of it rarely meet. What does not hold together is refused as a
whole: half a baseline would accept what nobody looked at.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from troth.formats import json_text
from troth.terms.baseline import AGAINST, Accepted, Baseline, Loosened
from troth.terms.redaction import covered
from troth.terms.verdict import Standing
from troth.terms.weakness import DIGITS, Weakness

SCHEMA = 1
ABOUT = (
    "What troth check accepts as it stands. Written by troth init --accept-current; review it like code. "
    "It may only improve."
)
LARGEST = 4 * 1024 * 1024
"""Bytes of the largest baseline that is read."""
LONGEST = 4_000
"""Characters of the longest text."""
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


class MalformedBaselineError(ValueError):
    """It is no baseline that this version of Troth can go by; the message is the reason for a gap."""


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    schema: int
    about: str = ""
    on: date
    documents: tuple[str, ...] = ()
    promises: tuple[Accepted, ...] = ()
    findings: tuple[Weakness, ...] = ()
    loosened: tuple[Loosened, ...] = ()


def encode(baseline: Baseline) -> str:
    """``baseline`` as indented JSON that ends in a newline; values that have the form of a secret are covered."""
    said: dict[str, Any] = {"schema": SCHEMA, "about": ABOUT, **msgspec.to_builtins(baseline)}
    for promise in said["promises"]:
        if promise["count"] is None:
            del promise["count"]
    return covered(json_text.printed(json_text.encodable(said)).decode())


def decode(data: bytes) -> Baseline:
    """The baseline in ``data``.

    Raises:
        MalformedBaselineError: it is too large, no JSON, of another schema, or contradicts itself.
    """
    if len(data) > LARGEST:
        raise MalformedBaselineError(f"it is larger than {LARGEST // 1024 // 1024} MiB")
    try:
        schema = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get("schema")
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedBaselineError("it is no JSON object") from None
    if schema is None or bytes(schema) != str(SCHEMA).encode():
        raise MalformedBaselineError(f"it is of another schema than {SCHEMA}")
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise MalformedBaselineError(f"it cannot be understood: {str(error)[:120]}") from None
    reason = _wrong(file)
    if reason:
        raise MalformedBaselineError(reason)
    return Baseline(
        on=file.on, documents=file.documents, promises=file.promises, findings=file.findings, loosened=file.loosened
    )


def _wrong(file: _File) -> str:
    """What does not hold together; "" where all does."""
    ids = [one.id for one in file.promises]
    if len(set(ids)) != len(ids):
        return f"it names {next(name for name in ids if ids.count(name) > 1)[:100]} twice"
    for one in file.promises:
        reason = _wrong_promise(one)
        if reason:
            return f"{one.id[:100]}: {reason}"
    if any(not _is_weakness(each) for each in file.findings):
        return "a finding has no digest of its line"
    if any(not each.reason.strip() for each in file.loosened):
        return "it was loosened without a reason"
    return ""


def _wrong_promise(one: Accepted) -> str:
    texts = (one.id, one.document, one.kind, one.sentence)
    if not all(text and len(text) <= LONGEST for text in texts) or not _DIGEST.fullmatch(one.means):
        return "a text or digest is missing or too long"
    if one.standing is Standing.NOTED:
        return "what is noted cannot be accepted"
    if one.standing in AGAINST and not one.weaknesses:
        return f"it is accepted as {one.standing} by nothing"
    if one.standing not in AGAINST and (one.weaknesses or one.count is not None):
        return f"it is {one.standing} and has weaknesses"
    if one.count is not None and one.count < 0:
        return "a count is below nothing"
    return "" if all(map(_is_weakness, one.weaknesses)) else "a weakness has no digest of its line"


def _is_weakness(one: Weakness) -> bool:
    return bool(one.says) and len(one.says) <= LONGEST * 4 and (not one.line or bool(_DIGEST.fullmatch(one.line)))
