"""Reports that were made elsewhere and are handed in."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from troth.evidence import history
from troth.evidence.tools import counting
from troth.evidence.tools.auditing import Settings
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.reported import Report, reports
from troth.evidence.tools.runs.job import Handed
from troth.formats.sarif import LARGEST
from troth.terms.audit import Outcome
from troth.terms.errors import TrothError


def taken(named: list[str], keeping: Keeping, settings: Settings) -> tuple[Outcome, ...]:
    """The outcomes of the reports at ``named``, each ``FILE`` or ``TOOL=FILE``; they are kept like those of runs.

    Raises:
        TrothError: one cannot be read, or is no report.
    """
    if not named:
        return ()
    past = next(iter(history.past(keeping.repository, settings.at.date()).found), None)
    found: list[Outcome] = []
    for name in named:
        begin = time.perf_counter()
        tool, path = _apart(name)
        try:
            told = reports(_handed(path, settings.at), tool, keeping.repository.path_set.__contains__, past)
        except (ValueError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise TrothError(
                f"{path}: {reason}", "--report takes SARIF 2.1.0, or TOOL=FILE with its own JSON"
            ) from error
        found += [_outcome(one, path, keeping, settings, time.perf_counter() - begin) for one in told]
    tools = [outcome.tool for outcome in found]
    twice = next((tool for tool in tools if tools.count(tool) > 1), "")
    if twice:
        raise TrothError(f"several reports are of {twice}", "hand in one, or one SARIF file with all its runs")
    return tuple(found)


def _apart(name: str) -> tuple[str, Path]:
    tool, equals, path = name.partition("=")
    if equals and by_name(tool) is not None:
        return tool, Path(path)
    return "", Path(name)


def _handed(path: Path, now: datetime) -> Handed:
    """The content of the file, and when it was written.

    Raises:
        OSError, ValueError: it cannot be read, or is too large.
    """
    if not path.is_file():
        raise ValueError("there is no such file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return Handed(content=content, name=path.name, at=min(written, now))


def _outcome(report: Report, path: Path, keeping: Keeping, settings: Settings, seconds: float) -> Outcome:
    not_kept = "Troth does not know this tool"
    if report.record is not None:
        now = keeping.now(report.record, settings.at.date(), None)
        not_kept = keeping.keep(report.record, report.answer, now, report.at, seconds=seconds, report=path.name)
    return Outcome(
        tool=report.tool,
        how="report",
        at=report.at,
        seconds=seconds,
        runs=report.answer.found,
        gaps=report.answer.gaps,
        not_kept=not_kept,
        counted=sum(
            counting.counted(run, report.record, settings.fail_on, settings.unknown) for run in report.answer.found
        ),
        report=path.name,
    )
