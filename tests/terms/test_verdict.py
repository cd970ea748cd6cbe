"""A wrong verdict cannot be built."""

from __future__ import annotations

import pytest

from troth.terms.answer import Class, Fact, Gap
from troth.terms.commitment import Commitment, Credit
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict, worst

CREDIT: Commitment = Credit(span=Span("SECURITY.md", 3, "We credit reporters."))
PROOF = Fact(fact="credited in the notes", kind=Class.RECORD, span=Span("NOTES.md", 1))
WEAKNESS = Fact(fact="nothing enforces it", kind=Class.CONFIGURED, span=Span("NOTES.md", 2), weakness=True)


def test_kept_without_a_fact_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="not kept without a fact"):
        Verdict(commitment=CREDIT, standing=Standing.KEPT, reason="we trust them")


def test_kept_on_a_weakness_alone_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="not kept without a fact"):
        Verdict(commitment=CREDIT, standing=Standing.KEPT, reason="well", because=(WEAKNESS,))


def test_kept_on_a_gap_alone_cannot_be_built() -> None:
    gap = Gap(wanted="desk", reason="no desk")
    with pytest.raises(ValueError, match="not kept without a fact"):
        Verdict(commitment=CREDIT, standing=Standing.KEPT, reason="well", gaps=(gap,))


@pytest.mark.parametrize("standing", [Standing.BROKEN, Standing.AT_RISK])
def test_an_accusation_without_a_fact_cannot_be_built(standing: Standing) -> None:
    with pytest.raises(ValueError, match="needs the fact"):
        Verdict(commitment=CREDIT, standing=standing, reason="so it seems")


def test_a_verdict_without_a_reason_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="gives its reason"):
        Verdict(commitment=CREDIT, standing=Standing.UNPROVEN, reason="")


def test_kept_with_proof_is_built() -> None:
    assert Verdict(commitment=CREDIT, standing=Standing.KEPT, reason="credited", because=(PROOF,)).because == (PROOF,)


def test_the_worst_standing_wins() -> None:
    assert worst([Standing.KEPT, Standing.UNPROVEN, Standing.AT_RISK]) is Standing.AT_RISK
    assert worst([Standing.KEPT, Standing.BROKEN, Standing.AT_RISK]) is Standing.BROKEN
    assert worst([]) is Standing.NOTED
