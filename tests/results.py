"""Results of checks made by hand, for tests that only tell them."""

from __future__ import annotations

from datetime import date

from troth.terms.answer import Class, Fact, Gap
from troth.terms.commitment import Commitment, Deadline, Guidance, Pin, SupportedVersion, Tool
from troth.terms.result import Judged, NotSeen, Result
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Finding, Standing, Step, Verdict

DOCUMENT = "SECURITY.md"


def fact(path: str, line: int | None, text: str, *, weakness: bool = False) -> Fact:
    return Fact(fact=text, kind=Class.CONFIGURED, span=Span(path, line, text), weakness=weakness)


def judged(
    commitment: Commitment,
    standing: Standing,
    reason: str,
    *because: Fact,
    name: str = "a-promise",
    settles: str = "",
    gaps: tuple[Gap, ...] = (),
    step: str = "",
) -> Judged:
    verdict = Verdict(
        commitment=commitment,
        standing=standing,
        reason=reason,
        because=because,
        gaps=gaps,
        settles=settles,
        next=Step(text=step) if step else None,
    )
    return Judged(id=name, verdict=verdict)


def pin(line: int = 9, document: str = DOCUMENT) -> Pin:
    span = Span(document, line, "Critical packages are pinned with ==.")
    return Pin(span=span, what="critical packages", rule="==", packages=("fastapi", "uvicorn"), ecosystem="pypi")


def loose(number: int, line: int = 9, name: str = "pin-critical", document: str = DOCUMENT) -> Judged:
    facts = [
        fact(f"services/s{n}/requirements.txt", 4, "fastapi~=0.104.1 → ==0.104.1", weakness=True) for n in range(number)
    ]
    reason = f"{number} of 28 lines looser"
    return judged(pin(line, document), Standing.BROKEN, reason, *facts, name=name, step="write == in these lines")


def tool_runs(line: int = 12) -> Judged:
    commitment = Tool(span=Span(DOCUMENT, line, "bandit runs in CI."), name="bandit", place=("ci",))
    weak = fact("ci.yml", 8, "continue-on-error: true", weakness=True)
    return judged(
        commitment,
        Standing.AT_RISK,
        "runs, and blocks nothing",
        fact("ci.yml", 7, "bandit -r ."),
        weak,
        name="tool-bandit",
    )


def supported() -> Judged:
    commitment = SupportedVersion(span=Span(DOCUMENT, 5, "1.x: yes"), version="1.x", supported=True)
    return judged(
        commitment, Standing.KEPT, "v1.2.0 is a 1.x", fact("tag:v1.2.0", None, "newest release"), name="supported-1-x"
    )


def acknowledged(line: int = 29, document: str = DOCUMENT) -> Judged:
    span = Span(document, line, "We acknowledge within 48 hours.")
    commitment = Deadline(span=span, action="acknowledge", within="PT48H", heading=("Security", "Reporting"))
    gap = Gap(wanted="records of handled reports", reason="there is no desk")
    return judged(
        commitment, Standing.UNPROVEN, "no record of reports", name="deadline-acknowledge", settles="desk", gaps=(gap,)
    )


def advice() -> Judged:
    commitment = Guidance(span=Span(DOCUMENT, 40, "For operators"))
    return judged(commitment, Standing.NOTED, "advice to users", name="guidance")


def result(*all_judged: Judged, documents: tuple[str, ...] = (DOCUMENT,), findings: tuple[Finding, ...] = ()) -> Result:
    readings = tuple(
        Reading(
            document=document,
            commitments=tuple(j.verdict.commitment for j in all_judged if j.verdict.commitment.span.path == document),
            unread=(),
            statements=12,
        )
        for document in documents
    )
    return Result(
        root="harbour",
        commit="53ae8179" + "0" * 32,
        at=date(2026, 11, 25),
        readings=readings,
        judged=all_judged,
        findings=findings,
        not_seen=(NotSeen(text="18 git links without .gitmodules", paths=("a", "b")), NotSeen(text="hosted settings")),
    )


def whole() -> Result:
    finding = Finding(rule="dead-link", span=Span("README.md", 3, "[x](gone.md)"), text="the link leads nowhere")
    return result(loose(20), tool_runs(), supported(), acknowledged(), advice(), findings=(finding,))
