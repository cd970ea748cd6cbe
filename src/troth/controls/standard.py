"""Does the project do what the standard asks that it says it follows?

What is promised
    A published standard is followed: OWASP Top 10, NIST SSDF, SLSA, ISO 27001.

Why it matters
    The name of a standard is trusted more than any sentence of a policy, and is the one that is checked least.

What counts as evidence
    For the standards of which Troth knows requirements that automation meets, the tools of that work that run here; for
    all others an assessment, to which `troth.toml` can bind the sentence.

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
from troth.terms.activity import Activity, serves
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Standard
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Invocations


class Requirement(msgspec.Struct, frozen=True):
    """A part of a standard that a class of tools meets."""

    name: str
    activity: Activity


REQUIREMENTS: dict[str, tuple[Requirement, ...]] = {
    # https://owasp.org/Top10/2021/
    "owasp-top-10": (
        Requirement("A03 injection", Activity.STATIC_ANALYSIS),
        Requirement("A06 vulnerable and outdated components", Activity.DEPENDENCY_SCANNING),
        Requirement("A07 authentication failures: no credentials in code", Activity.SECRET_SCANNING),
        Requirement("A08 software and data integrity failures", Activity.SIGNING),
    ),
    # NIST SP 800-218 (SSDF 1.1), table 1
    "nist-ssdf": (
        Requirement("PS.2 a way to verify the integrity of releases", Activity.SIGNING),
        Requirement("PS.3.2 provenance of each release, as in a bill of materials", Activity.SBOM),
        Requirement("PW.7 code reviewed or analysed", Activity.STATIC_ANALYSIS),
        Requirement("PW.8 executable code tested", Activity.TESTING),
        Requirement("RV.1 vulnerabilities identified", Activity.DEPENDENCY_SCANNING),
    ),
    # https://slsa.dev/spec/v1.1/levels
    "slsa": (Requirement("signed provenance of the build", Activity.SIGNING),),
    "openssf-scorecard": (Requirement("the scorecard itself", Activity.POSTURE),),
}
"""Requirements that automation meets, by the name of the standard."""


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Standard)


def _wants(commitment: Standard) -> tuple[Want[Any], ...]:
    return (Invocations(),) if commitment.name in REQUIREMENTS else ()


def _judge(commitment: Standard, answers: Answers, _today: date) -> Verdict:
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not followed", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    requirements = REQUIREMENTS.get(commitment.name, ())
    if not requirements:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason="only an assessment shows that a standard is followed",
            next=Step(
                text="Bind the sentence in troth.toml to what shows the assessment: a report, a file, an attestation."
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
                if one.automatic and not one.doubts and serves(one.activities, requirement.activity)
            ),
            None,
        )
        if by is None:
            lacking.append(requirement.name)
        else:
            words = f"{requirement.name}: {by.tool} runs"
            facts.append(Fact(fact=words, kind=Class.WIRED, span=by.span))
    missing = f"; without evidence: {listed(lacking)}" if lacking else ""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"{len(facts)} of {len(requirements)} requirements that automation can meet have a tool{missing}",
        because=tuple(facts),
        gaps=seen.gaps,
        next=Step(text="Bind the sentence in troth.toml to what shows the rest: tests, files, an assessment."),
        settles="",
    )


CONTROL = Control(name="standard", judges=_judges, wants=_wants, judge=_judge)
