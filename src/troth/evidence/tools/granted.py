"""What the register lets pass is no finding that counts: it stays in the result, marked with its waiver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from troth.evidence.tools import counting
from troth.evidence.tools.index import by_name
from troth.terms.audit import Outcome
from troth.terms.seen.results import ToolRun
from troth.terms.severity import Unknown
from troth.terms.waiver import Waiver
from troth.terms.waiving import waived


def applied(
    outcome: Outcome, waivers: Iterable[Waiver], on: date, fail_on: str, unknown: Unknown = Unknown.UNSAID
) -> Outcome:
    """``outcome`` with the findings marked that ``waivers`` let pass ``on`` a day, and counted anew."""
    granted = tuple(waivers)
    runs = tuple(_marked(run, granted, on) for run in outcome.runs)
    if runs == outcome.runs:
        return outcome
    record = by_name(outcome.tool)
    return msgspec.structs.replace(
        outcome, runs=runs, counted=sum(counting.counted(run, record, fail_on, unknown) for run in runs)
    )


def _marked(run: ToolRun, waivers: tuple[Waiver, ...], on: date) -> ToolRun:
    live = [finding for finding in run.findings if not finding.suppressed]
    passed = dict(waived(live, waivers, on, tool=run.tool)[1])
    marks = {finding: f"{counting.WAIVED} {waiver.until} ({waiver.span})" for finding, waiver in passed.items()}
    findings = tuple(
        msgspec.structs.replace(finding, suppressed=marks[finding]) if finding in marks else finding
        for finding in run.findings
    )
    return msgspec.structs.replace(run, findings=findings)
