"""Which findings make an audit fail: those with which the tool itself fails, or those of a severity that is asked."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.severity import Rating, Unknown, reaches

WAIVED = "waived until"
"""How the mark of a finding begins that the register lets pass; its tool knows nothing of that and fails with it."""
_WORDS = {
    "none": Rating.NONE, "info": Rating.NONE, "informational": Rating.NONE, "note": Rating.LOW, "low": Rating.LOW,
    "warning": Rating.MEDIUM, "moderate": Rating.MEDIUM, "medium": Rating.MEDIUM, "error": Rating.HIGH,
    "high": Rating.HIGH, "critical": Rating.CRITICAL,
}  # fmt: skip


def rating(finding: ToolFinding) -> Rating:
    """The severity of ``finding`` in the bands of CVSS; unknown where its tool gives none."""
    return _WORDS.get(finding.severity.lower(), Rating.UNKNOWN)


def counted(run: ToolRun, record: ToolRecord | None, level: str, unknown: Unknown = Unknown.UNSAID) -> int:
    """How many findings of ``run`` make an audit fail at ``level``; suppressed ones never do, unknown ones do.

    Weaknesses of dependencies that nobody rated do not where the project says that they are ignored (``unknown``).

    Of a tool that fails by its exit code all findings are told as those that made it fail, since only the tool knows
    which did.
    """
    live = [finding for finding in run.findings if not finding.suppressed]
    if level == "never":
        return 0
    if level != "tool":
        least = Rating.NONE if level == "any" else Rating(level)
        return sum(
            reaches(rating(finding), least, unknown_counts=unknown.counts or not finding.package) for finding in live
        )
    counts = record.runner.counts if record and record.runner else None
    if counts is not None:
        return sum(map(counts, live))
    if run.origin == "report" and not run.exit_code:
        return sum(rating(finding) is not Rating.NONE for finding in live)
    granted = any(finding.suppressed.startswith(WAIVED) for finding in run.findings)  # they may be all that failed it
    return (len(live) or int(not granted)) if run.exit_code else 0
