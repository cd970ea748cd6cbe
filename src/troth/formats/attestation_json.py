"""Attestations, and promises that wait for one, as JSON (docs/attestations.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from troth.formats import json_text
from troth.terms.answer import Gap
from troth.terms.attestation import Attestation, Rules, ends, void
from troth.terms.result import Judged


def encode(found: Iterable[Attestation], gaps: Iterable[Gap], at: date, asked: Rules) -> bytes:
    """``{"attestations": [{"name", "by", "what", "on", "until", "ends", "note", "promises": [{"id", "document",
    "sentence"}], "signature", "signer", "remark", "counts", "why", "file", "line"}], "gaps": [{"wanted", "reason"}]}``.

    ``until`` is what the record says, ``ends`` the last day on which it holds; ``why`` tells why it does not count.
    """
    told = {
        "attestations": [_told(one, at, asked) for one in found],
        "gaps": [{"wanted": gap.wanted, "reason": gap.reason} for gap in gaps],
    }
    return json_text.printed(told)


def waiting(promises: Iterable[tuple[tuple[Judged, ...], str, str]]) -> bytes:
    """``{"promises": [{"id", "document", "line", "sentence", "standing", "reason", "what", "command"}]}``.

    ``promises`` are verdicts that one statement attests, with the statement and the command that records it.
    """
    told = []
    for judged, what, command in ((judged, what, command) for same, what, command in promises for judged in same):
        commitment = judged.verdict.commitment
        told.append(
            {
                "id": judged.id,
                "document": commitment.span.path,
                "line": commitment.span.line,
                "sentence": commitment.sentence,
                "standing": judged.verdict.standing.value,
                "reason": judged.verdict.reason,
                "what": what,
                "command": command,
            }
        )
    return json_text.printed({"promises": told})


def _told(one: Attestation, at: date, asked: Rules) -> dict[str, Any]:
    why = void(one, at, asked)
    return {
        "name": one.name,
        "by": one.by,
        "what": one.what,
        "on": one.on.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "ends": ends(one, asked).isoformat(),
        "note": one.note,
        "promises": [{"id": each.id, "document": each.document, "sentence": each.sentence} for each in one.about],
        "signature": one.signature,
        "signer": one.signer,
        "remark": one.remark,
        "counts": not why,
        "why": why,
        "file": one.span.path,
        "line": one.span.line,
    }
