"""The document shows a command or an install line of a tool.

What is promised
    Whoever types the line gets that tool ("pip install bandit"), or runs it ("bandit -r .").

Why it matters
    A wrong install line puts something else on the reader's machine; a retired command gives false comfort.

What counts as evidence
    What the makers of the tool publish: the names of its packages, its commands, what they have retired. For a command
    also a run of the tool.

How it is judged
    A right install line needs no verdict: noted. A line that installs something that is not the tool is broken. A
    command is kept when the tool ran with the words of the line; not run, run otherwise, or no longer supported by its
    makers, it is unproven.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Tool
from troth.terms.seen.automation import DocumentedLine
from troth.terms.seen.results import ToolRun
from troth.terms.span import Span, excerpt
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import DocumentedLines, ToolRuns


def judges(commitment: Commitment) -> bool:
    """Documented commands and install lines."""
    return isinstance(commitment, Tool) and commitment.claim in ("command", "install")


def wants(commitment: Tool) -> tuple[Want[Any], ...]:
    """What the makers say; for commands also a run."""
    line: Want[Any] = DocumentedLines(tool=commitment.name, command=commitment.command)
    return (
        (line,) if commitment.claim == "install" else (line, ToolRuns(tool=commitment.name, command=commitment.command))
    )


def judge(commitment: Tool, answers: Answers, today: date) -> Verdict:
    """Wrong lines first, then runs."""
    known = answers[DocumentedLines(tool=commitment.name, command=commitment.command)]
    wrong = next((line for line in known.found if line.installs and not line.right), None)
    if wrong:
        return _wrong(commitment, wrong)
    retired = next((line for line in known.found if line.unsupported), None)
    if commitment.claim == "install":
        return _install(commitment, known.found, retired)
    if retired:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"its makers no longer support it: {retired.unsupported}",
            settles="repository",
            next=Step(text=_write(retired)),
        )
    odd = next((line for line in known.found if not line.right), None)
    runs = answers[ToolRuns(tool=commitment.name, command=commitment.command)]
    alike = tuple(run for run in runs.found if _same_call(commitment, run))
    if alike and not odd and not runs.gaps:
        return Verdict(
            commitment=commitment,
            standing=Standing.KEPT,
            reason=f"{commitment.name} {alike[0].version} ran here",
            because=tuple(_ran(run) for run in alike),
        )
    ran = f"{commitment.name} was not run"
    if runs.found:
        ran = f"{commitment.name} ran, but {'left something out' if alike else 'not as this line says'}"
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="its makers know no such command" if odd else ran,
        gaps=(*known.gaps, *runs.gaps),
        settles="repository" if odd else "tool run",
        next=_next(odd, ran=bool(runs.found), alike=bool(alike)),
    )


def _same_call(commitment: Tool, run: ToolRun) -> bool:
    """Whether ``run`` ran as the documented line says: with its words, or with all of them and more."""
    if run.said and run.said == excerpt(commitment.command):
        return True
    called = {*run.argv, *commitment.name.split("-"), commitment.name}
    return all(word in called for word in commitment.command.split())


def _next(odd: DocumentedLine | None, *, ran: bool, alike: bool) -> Step:
    if odd:
        return Step(text=_write(odd))
    if ran and alike:
        return Step(text="Mend what the tool could not read.", command="troth audit")
    if ran:
        return Step(text="Run the line yourself; Troth ran the tool in its own way.")
    return Step(text="Run without --no-tools.", command="troth check")


def _install(commitment: Tool, lines: tuple[DocumentedLine, ...], retired: DocumentedLine | None) -> Verdict:
    if retired:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"installs what its makers no longer support: {retired.unsupported}",
            settles="repository",
            next=Step(text=_write(retired)),
        )
    if any(line.installs and line.right for line in lines):
        return Verdict(commitment=commitment, standing=Standing.NOTED, reason="a right install line needs no verdict")
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"whether this line installs {commitment.name} is not known here",
        settles="repository",
        next=Step(text="Show the install line that its makers publish."),
    )


def _wrong(commitment: Tool, wrong: DocumentedLine) -> Verdict:
    fact = Fact(fact=f"does not install {commitment.name}", kind=Class.TEXT, span=commitment.span, weakness=True)
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"the line installs something that is not {commitment.name}",
        because=(fact,),
        next=Step(text=_write(wrong), command="troth fix" if wrong.mended else ""),
    )


def _write(line: DocumentedLine) -> str:
    return f"Write: {line.mended}" if line.mended else "Show a line that its makers publish."


def _ran(run: ToolRun) -> Fact:
    return Fact(
        fact=f"`{' '.join(run.argv)}` scanned {run.scanned}",
        kind=Class.RESULT,
        span=Span(run.directory or "."),
        at=run.at.date(),
    )


CONTROL = Control(name="tool-line", judges=judges, wants=wants, judge=judge)
