"""What a desk shows everybody (``formats.transparency``)."""

from __future__ import annotations

from troth.formats import transparency
from troth.formats.desk_facts import NotFactsError
from troth.formats.proof.facts import predicate_of
from troth.formats.proof.proof import Kind, NotAProofError, Proof


def _read(payload: bytes) -> Proof | None:
    if predicate_of(payload) != transparency.PREDICATE:
        return None
    try:
        statement = transparency.parse(payload)
    except NotFactsError as error:
        raise NotAProofError(str(error)) from None
    shown = statement.predicate
    kept = sum(one.standing == "kept" for one in shown.promises)
    window = f"of the time from {shown.since:%Y-%m-%d} to {shown.until:%Y-%m-%d}"
    return Proof(
        what="what a desk shows everybody",
        of=shown.name,
        says=(
            f"{window}: {kept} of {len(shown.promises)} promises of version {shown.policy} are shown to be kept",
            *(
                f"{one.document}:{one.line}  {one.kept} of {one.n} as promised: {one.sentence[:160]}"
                for one in shown.promises
                if one.n
            ),
        ),
        issued_at=shown.issued_at,
        documents={each.name: each.digest.get("sha256", "") for each in statement.subject},
    )


KIND = Kind(transparency.PAYLOAD, _read)
