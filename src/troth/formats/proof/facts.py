"""Facts of a desk (``formats.desk_facts``)."""

from __future__ import annotations

import msgspec

from troth.formats import desk_facts
from troth.formats.proof.proof import Kind, NotAProofError, Proof


class _Head(msgspec.Struct, rename={"predicate_type": "predicateType"}):
    predicate_type: str = ""


def predicate_of(payload: bytes) -> str:
    """The type of what a statement states, "" where it is none."""
    try:
        return msgspec.json.decode(payload, type=_Head).predicate_type
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def _read(payload: bytes) -> Proof | None:
    if predicate_of(payload) != desk_facts.PREDICATE:
        return None
    try:
        statement = desk_facts.parse(payload)
    except desk_facts.NotFactsError as error:
        raise NotAProofError(str(error)) from None
    facts = statement.predicate
    decided = [one for one in facts.promises if one.n]
    late = sum(one.late > 0 for one in decided)
    window = f"of the time from {facts.window.since:%Y-%m-%d} to {facts.window.until:%Y-%m-%d}"
    numbers = f"{len(facts.promises)} promises with records, {len(decided)} of them decided, {late} not always kept"
    return Proof(
        what="facts of a desk",
        of=facts.desk.name,
        says=(
            f"{window}: {numbers}",
            *(f"{one.document}:{one.line}  {one.kept} of {one.n} as promised: {one.sentence[:160]}" for one in decided),
        ),
        issued_at=facts.issued_at,
        valid_until=facts.valid_until,
        documents={each.name: each.digest.get("sha256", "") for each in statement.subject},
    )


KIND = Kind(desk_facts.PAYLOAD, _read)
