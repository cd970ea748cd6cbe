"""Reports that were made elsewhere: whose they are, what they say, and whether they can be of this tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from troth.evidence.tools import RECORDS
from troth.evidence.tools.index import by_name
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.redaction import redacted
from troth.evidence.tools.runs.job import Handed
from troth.evidence.tools.runs.stage import gap
from troth.formats import sarif
from troth.terms.answer import Answer, Gap
from troth.terms.seen.documents import History
from troth.terms.seen.results import ToolFinding, ToolRun

WITHOUT_SEVERITY = frozenset({"ruff"})
"""Tools that call every finding an error: their level says nothing of how bad it is."""
LEAKY = {
    "cargo-deny": "its SARIF stops at the first note and counts lines from 0; hand in the lines of `--format json`",
}
"""Tools whose SARIF leaves something out, whatever it holds (cargo-deny 0.20.2, src/sarif.rs)."""
_ENDINGS = re.compile(r"[ -](?:oss|pro|cli|community|scanner)$")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one tool says in a report; ``record`` is None for a tool that Troth does not know."""

    tool: str
    record: ToolRecord | None
    answer: Answer[ToolRun]
    at: datetime


def reports(handed: Handed, tool: str, exists: Callable[[str], bool], history: History | None) -> tuple[Report, ...]:
    """What ``handed`` says, by tool: SARIF, else the JSON of ``tool`` or of the one tool that can read it.

    Raises:
        ValueError: it is no report that can be read; the text says why.
    """
    is_sarif = sarif.is_sarif(handed.content)
    found = _of_sarif(handed, tool, exists, history) if is_sarif else (_of_json(handed, tool),)
    return tuple(
        msgspec.structs.replace(
            one,
            answer=Answer(
                found=tuple(redacted(run, one.record) for run in one.answer.found),
                gaps=(*one.answer.gaps, *_older(one, history)),
                read=one.answer.read,
            ),
        )
        for one in found
    )


def named(driver: str) -> ToolRecord | None:
    """The tool that a report calls ``driver``: "Bandit", "Semgrep OSS", "zizmor"."""
    spoken = " ".join(driver.lower().split())
    for name in (spoken, spoken.replace(" ", "-"), _ENDINGS.sub("", spoken)):
        for record in RECORDS:
            if name == record.name.name or name in record.name.spoken or name in record.executables:
                return record
    return None


def _of_sarif(handed: Handed, tool: str, exists: Callable[[str], bool], history: History | None) -> tuple[Report, ...]:
    runs = sarif.read(handed.content, exists)
    if not runs:
        raise ValueError("it holds no run of a tool")
    by_tool: dict[str, list[sarif.SarifRun]] = {}
    for run in runs:
        record = by_name(tool) if tool else named(run.tool)
        by_tool.setdefault(record.name.name if record else run.tool.lower(), []).append(run)
    if tool and len({run.tool for run in runs}) > 1:
        raise ValueError(f"it holds runs of several tools ({', '.join(sorted({run.tool for run in runs}))})")
    if "" in by_tool:
        raise ValueError("a run in it does not name its tool")
    return tuple(_report(name, found, handed, history) for name, found in by_tool.items())


def _report(name: str, runs: list[sarif.SarifRun], handed: Handed, history: History | None) -> Report:
    record = by_name(name)
    at = min((run.at for run in runs if run.at and run.at <= handed.at), default=handed.at)
    answers = [_answer(name, run, at, history) for run in runs]
    return Report(
        tool=name,
        record=record,
        at=at,
        answer=Answer(
            found=tuple(run for answer in answers for run in answer.found),
            gaps=tuple(dict.fromkeys(gap for answer in answers for gap in answer.gaps)),
        ),
    )


def _answer(name: str, run: sarif.SarifRun, at: datetime, history: History | None) -> Answer[ToolRun]:
    reasons = [*run.partial, *((LEAKY[name],) if name in LEAKY else ())]
    if not run.scanned:
        reasons.append("it does not say that it looked at anything: no file and no result is in it")
    if history and run.commit and run.commit != history.commit:
        reasons.append(f"it was made of commit {run.commit[:12]}, and {history.commit[:12]} is checked out")
    found = ToolRun(
        tool=name,
        argv=run.argv,
        directory="",
        version=run.version,
        at=at,
        scanned=run.scanned,
        findings=tuple(_finding(name, one) for one in run.results),
        exit_code=run.exit_code,
        origin="report",
    )
    return Answer(found=(found,) if run.scanned else (), gaps=tuple(gap(name, reason) for reason in reasons))


def _finding(name: str, finding: ToolFinding) -> ToolFinding:
    if name in WITHOUT_SEVERITY:
        finding = msgspec.structs.replace(finding, severity="")
    if name in LEAKY and finding.span:
        finding = msgspec.structs.replace(finding, span=msgspec.structs.replace(finding.span, line=None, end_line=None))
    return finding


def _of_json(handed: Handed, tool: str) -> Report:
    """The report of the one tool that can read it.

    Raises:
        ValueError: there is none, or several.
    """
    records = [record for record in RECORDS if record.runner and record.runner.read]
    if tool:
        records = [record for record in records if record.name.name == tool]
        if not records:
            raise ValueError(f"it is no SARIF, and Troth reads no other report of {tool}")
    answers = [(record, record.runner.read(handed)) for record in records if record.runner and record.runner.read]
    whole = [(record, answer) for record, answer in answers if answer.found]
    if not whole and tool:
        reasons = "; ".join(one.reason for one in answers[0][1].gaps) or "it holds no run"
        raise ValueError(reasons)
    if len(whole) != 1:
        known = ", ".join(record.name.name for record, _ in whole or answers)
        raise ValueError(f"it is neither SARIF nor surely the report of one tool ({known}): write TOOL=FILE")
    record, answer = whole[0]
    found = tuple(msgspec.structs.replace(run, origin="report") for run in answer.found)
    return Report(
        tool=record.name.name, record=record, answer=msgspec.structs.replace(answer, found=found), at=handed.at
    )


def _older(report: Report, history: History | None) -> tuple[Gap, ...]:
    """A report from before the newest commit is not of this tree."""
    if history is None or report.at.date() >= history.newest:
        return ()
    return (gap(report.tool, f"the report is of {report.at:%Y-%m-%d}, the newest commit of {history.newest}"),)
