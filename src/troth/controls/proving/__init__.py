"""What a proof that people point at comes to: one module a kind of selector, each with what it asks and how it judges.

``PROOFS`` is the registry, by the type of the selector.
"""

from __future__ import annotations

from collections.abc import Mapping

from troth.controls.proving import attestation, ci_job, file, junit, literal, misread, test
from troth.controls.proving.proof import Proof
from troth.terms import selector

PROOFS: Mapping[type[selector.Selector], Proof] = {
    selector.TestSelector: test.PROOF,
    selector.LiteralSelector: literal.PROOF,
    selector.FileSelector: file.PROOF,
    selector.CiJobSelector: ci_job.PROOF,
    selector.JunitSelector: junit.PROOF,
    selector.AttestationSelector: attestation.PROOF,
    selector.MisreadSelector: misread.PROOF,
}

__all__ = ["PROOFS", "Proof"]
