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
    JunitSelector,
    LiteralSelector,
    MisreadSelector,
    Selector,
)
from troth.terms.verdict import Verdict


def carries(selector: Selector, by_kind: Verdict) -> bool:
    """Whether ``selector``, where it holds, proves what the kind of the promise left unproven."""
    commitment = by_kind.commitment
    if isinstance(selector, MisreadSelector):
        return True  # it never holds, and says why
    if isinstance(selector, AttestationSelector):
        return settled_by_people(by_kind)
    if isinstance(commitment, Standard) or by_kind.settles == "desk":
        return False
    if isinstance(commitment, Tool) or by_kind.control == "activity":
        return _of_tool(selector, by_kind)
    if isinstance(commitment, Recurrence) and commitment.every:
        return isinstance(selector, CiJobSelector)  # which is held against the rhythm
    return not isinstance(selector, FileSelector | LiteralSelector) or _by_text(commitment, by_kind)


def _of_tool(selector: Selector, by_kind: Verdict) -> bool:
    """That a tool or one of a class is used: a job may hold it where not everything could be read.

    A report may be its own. Where all was read and nothing runs the tool, no job does; and a test of the project is
    none of its runs.
    """
    return isinstance(selector, JunitSelector) or (isinstance(selector, CiJobSelector) and bool(by_kind.gaps))


def _by_text(commitment: Commitment, by_kind: Verdict) -> bool:
    if isinstance(commitment, Practice):
        return commitment.activity is None
    return isinstance(commitment, Document) or not by_kind.control
