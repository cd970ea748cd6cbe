"""Does the project do what the standard asks that it says it follows?

What is promised
    A published standard is followed: OWASP Top 10, NIST SSDF, SLSA, ISO 27001.

Why it matters
    The name of a standard is trusted more than any sentence of a policy, and is the one that is checked least.

What counts as evidence
    For the standards of which Troth knows requirements that a tool answers, the tools of that work that run here; for
    all others an assessment, to which `troth.toml` can bind the sentence. `troth standards` holds every promise against
    every requirement.

How it is judged
    Unproven: no automation shows a whole standard. The verdict names the requirements for which something runs, and
    those for which nothing was seen. That a standard is not followed is kept by its text.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.controls.wiring import listed
from troth.standards import meant
from troth.terms.activity import Activity, serves
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Standard
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Invocations


class Line(msgspec.Struct, frozen=True):
    """A part of a standard that one of some classes of tools meets, wholly or in part."""

    name: str
    activities: tuple[Activity, ...]


REST: dict[str, tuple[Line, ...]] = {
    # NIST SP 800-218 (SSDF 1.1), table 1
    "nist-ssdf": (
        Line("PS.2 a way to verify the integrity of releases", (Activity.SIGNING,)),
        Line("PS.3.2 provenance of each release, as in a bill of materials", (Activity.SBOM,)),
        Line("PW.7 code reviewed or analysed", (Activity.STATIC_ANALYSIS,)),
        Line("PW.8 executable code tested", (Activity.TESTING,)),
        Line("RV.1 vulnerabilities identified", (Activity.DEPENDENCY_SCANNING,)),
    ),
    # https://slsa.dev/spec/v1.1/levels
    "slsa": (Line("signed provenance of the build", (Activity.SIGNING,)),),
    "openssf-scorecard": (Line("the scorecard itself", (Activity.POSTURE,)),),
}
"""What tools meet of standards that are not known whole, by the name of the standard."""


def _lines(commitment: Standard) -> tuple[Line, ...]:
    """The requirements of the promised standard that a tool can answer."""
    known = meant(commitment.name, commitment.sentence)
    if known is None:
        return REST.get(commitment.name, ())
    found = []
    for requirement in known.requirements:
        means = [each for group in (*requirement.groups, requirement.parts) for each in group if each.kind == "tool"]
        named = [value for each in means for name, values in each.where if name == "activity" for value in values]
        if named:
            title = requirement.says.partition(":")[0]
            found.append(Line(f"{requirement.number} {title}", tuple(map(Activity, dict.fromkeys(named)))))
    return tuple(found)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Standard)


def _wants(commitment: Standard) -> tuple[Want[Any], ...]:
    return (Invocations(),) if _lines(commitment) else ()


def _judge(commitment: Standard, answers: Answers, _today: date) -> Verdict:
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not followed", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    requirements = _lines(commitment)
    known = meant(commitment.name, commitment.sentence)
    command = f"troth standards {known.name}" if known else ""
    if not requirements:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason="only an assessment shows that a standard is followed",
            next=Step(
                text="Bind the sentence in troth.toml to what shows the assessment: a report, a file, an attestation.",
                command=command,
            ),
            settles="",
        )
    seen = answers[Invocations()]
    facts, lacking = [], []
    for requirement in requirements:
        by = next(
            (
                one
                for one in seen.found
                if one.automatic
                and not one.doubts
                and any(serves(one.activities, each) for each in requirement.activities)
            ),
            None,
        )
        if by is None:
            lacking.append(requirement.name)
        else:
            words = f"{requirement.name}: {by.tool} runs"
            facts.append(Fact(fact=words, kind=Class.WIRED, span=by.span))
    missing = f"; without one: {listed(lacking)}" if lacking else ""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"{len(facts)} of {len(requirements)} requirements that a tool can answer have one{missing}",
        because=tuple(facts),
        gaps=seen.gaps,
        next=Step(
            text="Bind the sentence in troth.toml to what shows the rest: tests, files, an assessment.", command=command
        ),
        settles="",
    )


CONTROL = Control(name="standard", judges=_judges, wants=_wants, judge=_judge)
