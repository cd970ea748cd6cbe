"""How far a proof that people point at can carry a promise: never further than VERDICTS §3 lets it for that kind.

Who writes ``troth.toml`` chooses the proof, so the choice itself proves nothing. What only the desk records, no
selector shows; a standard is shown by an assessment, a rhythm by a schedule or a record of each time; what a person
vouches for settles what people settle; and that a file or a line is there (*configured*) shows practices and documents,
not that anything runs.
"""

from __future__ import annotations

from troth.controls.attested import settled_by_people
from troth.terms.commitment import Commitment, Document, Practice, Recurrence, Standard, Tool
from troth.terms.selector import (
    AttestationSelector,
    CiJobSelector,
    FileSelector,
    LiteralSelector,
    MisreadSelector,
    Selector,
)
from troth.terms.verdict import Verdict


def carries(selector: Selector, by_kind: Verdict, by_evidence: Verdict) -> bool:
    """Whether ``selector``, where it holds, proves what the kind of the promise left unproven.

    ``by_evidence`` is what all selectors of the promise say together.
    """
    commitment = by_kind.commitment
    if isinstance(selector, MisreadSelector):
        return True  # it never holds, and says why
    if isinstance(selector, AttestationSelector):
        return settled_by_people(by_kind)
    if isinstance(commitment, Standard) or by_kind.settles == "desk":
        return False
    if isinstance(commitment, Tool) or by_kind.control == "activity":
        return _of_tool(selector, by_kind, by_evidence)
    if isinstance(commitment, Recurrence) and commitment.every:
        return isinstance(selector, CiJobSelector)  # which is held against the rhythm
    return not isinstance(selector, FileSelector | LiteralSelector) or _by_text(commitment, by_kind)


def _of_tool(selector: Selector, by_kind: Verdict, by_evidence: Verdict) -> bool:
    """That a tool or one of a class is used: only a job shows it, and only where something in its file was not read.

    Where all of it was read and nothing runs the tool, the job does not; another file that is not read says nothing of
    it. A test of the project, or a report of some, is no run of a tool.
    """
    if not isinstance(selector, CiJobSelector):
        return False
    seen = {fact.span.path for fact in by_evidence.because}
    return any(gap.span is not None and gap.span.path in seen for gap in by_kind.gaps)


def _by_text(commitment: Commitment, by_kind: Verdict) -> bool:
    if isinstance(commitment, Practice):
        return commitment.activity is None
    return isinstance(commitment, Document) or not by_kind.control
