"""How the programs of a run are started: within the limits of its job, from one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from troth.evidence import process
from troth.evidence.process import Ran
from troth.evidence.tools.runs.job import Job
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

NEXT = "get advisories onto this machine: troth advisories update"
"""What to do where a tool could not have its advisories."""
LONGEST_VERSION = 60.0
"""Seconds in which a program must tell its version."""
_VERSION = re.compile(r"(?<![\w.])v?(\d+\.\d+(?:\.\d+)*(?:[-+.]?[0-9A-Za-z]+)*)")


def start(
    job: Job,
    argv: Sequence[str],
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    inherit: Sequence[str] = (),
) -> Ran:
    """Run ``argv`` in ``folder`` for at most as long as the job allows. Never raises for what a program does."""
    return process.run(argv, folder, timeout=job.limit, env=env, inherit=inherit)


def version(program: str, folder: Path, *words: str) -> str:
    """The version that ``program`` tells of itself, "" where it tells none."""
    done = process.run((program, *(words or ("--version",))), folder, timeout=LONGEST_VERSION)
    found = _VERSION.search(f"{done.output}\n{done.errors}"[:2_000])
    return found[1] if found else ""


def together(answers: Iterable[Answer[ToolRun]], read: Iterable[str] = ()) -> Answer[ToolRun]:
    """The answers of several folders or files as one; ``read`` are files that were looked at beside theirs."""
    listed = tuple(answers)
    return Answer(
        found=tuple(run for answer in listed for run in answer.found),
        gaps=tuple(dict.fromkeys(gap for answer in listed for gap in answer.gaps)),
        read=tuple(sorted({*read, *(path for answer in listed for path in answer.read)})),
    )
