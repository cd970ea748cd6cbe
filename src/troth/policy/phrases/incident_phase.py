"""A listed step of the incident response."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.phrases.listed import headed, listed, title
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.step import step_name
from troth.terms.commitment import IncidentPhase

PHASE = Words(
    r"^\W*(?:(?:step|phase|stage)?\s?\d{0,2}(?:\.\d)?\s?[:.)–—-]?\s*)(?P<name>(?:incident )?(?:detect\w*|"
    r"identif\w*|triage|assess\w*|analysis|analy[sz]e|contain\w*|investigat\w*|eradicat\w*|remediat\w*|"
    r"recover\w*|restor\w*|lessons learned|post[\s-]?(?:mortem|incident)\w*(?:[\s-](?:review|activity|"
    r"analysis))?|review|communicat\w*|notif\w*|report\w*|prepar\w*|mitigat\w*|escalat\w*|respond|"
    r"response|resolution|closure|immediate response)(?:\s(?:&|and|/)\s?\w+)?)\b"
)
REPORTS = re.compile(r"(?!.*incident)(?:vulnerab|.*\bvulnerab|.*disclos)", re.IGNORECASE)
"""Headings about reports, not incidents."""
OTHERWISE = Words(r"procedur|plan|process|team|timeline|polic|time|template|notice|channel|protocol|sources|report")
"""Headings about something else than a phase."""
MANY, SOME = 0.4, 0.3
"""Parts of a list that make the rest of it phases: of bare lines, and of numbered items with labels."""
HALF = 0.5
"""Part of an unlabelled list that has to speak of answering an incident."""
ANSWERS = Words(
    r"^\W*(?:we will |we |the team will )?(?:immediately |promptly )?(?:isolate|contain|rotate|revoke|disable|block|"
    r"investigate|identify|assess|notify|inform|remove|restore|recover|rebuild|patch|document|review|update|preserve|"
    r"quarantine|freeze|verify|alert|communicate|conduct|deploy|fix|analy[sz]e|implement|shut down|collect|determine|"
    r"provide|offer|monitor|reset)\b"
)
"""Verbs with which the steps of an answer start."""
LONGEST = 7
"""Words of the longest name."""
STEP = Words(r"^\W*(?:step|phase|stage)\s?\d{1,2}\s?[:.)–—-]\s?(?P<name>[^()]{3,60})")


def _find(saying: Saying) -> Iterator[IncidentPhase]:
    headings = saying.statement.heading
    if not saying.role & Role.INCIDENT or (headings and REPORTS.match(headings[-1])):
        return
    name = {"code": _line, "heading": _heading}.get(saying.statement.form, _item)(saying)
    if name:
        yield saying.make(IncidentPhase, 0, name=name, strength="promise")


def _line(saying: Saying) -> str:
    """A line of a printed flow: "Step 1: CONTAIN", or one of a block of short lines most of which are phases."""
    match = STEP.match(saying.text)
    if match:
        return match["name"].strip().lower()
    lines = saying.company.siblings(saying)
    short = all(len(each.statement.text.split()) <= 5 for each in lines)
    return re.sub(r"^\W+|\W+$", "", saying.low) if short and len(lines) > 2 and _mostly(lines, MANY) else ""


def _heading(saying: Saying) -> str:
    step, match = STEP.match(saying.text), PHASE.match(saying.text)
    found = step or match
    if not found or saying.statement.depth < 2 or len(saying.text) >= 70 or OTHERWISE.search(saying.low):
        return ""
    if not step and not re.match(r"\W*(?:\(|:|checklist|phase|$)", saying.text[found.end() :]):
        return ""
    return re.sub(r"^\W+|\W+$", "", found["name"]).lower()


def _item(saying: Saying) -> str:
    if _answer(saying):
        return step_name(saying.text, "")
    if not listed(saying) or headed(saying, Role.CLASSES) or len(title(saying).split()) > LONGEST:
        return ""
    named = bool(saying.label) and len(saying.label) < 40
    match = (
        PHASE.match(saying.text) and (named or saying.statement.ordinal) and headed(saying, Role.INCIDENT | Role.STEPS)
    )
    numbered = saying.statement.ordinal is not None and saying.label
    if match or (numbered and (headed(saying, Role.INCIDENT) or _mostly(saying.company.siblings(saying), SOME))):
        return title(saying)
    return ""


def _answer(saying: Saying) -> bool:
    """Whether the saying stands in a list of what is done when an incident is found, unlabelled."""
    if (
        saying.statement.form != "bullet"
        or saying.label
        or not headed(saying, Role.INCIDENT)
        or headed(saying, Role.CLASSES)
    ):
        return False
    lines = saying.company.siblings(saying)
    counted = saying.statement.ordinal is not None or saying.statement.depth > 1
    answers = sum(bool(ANSWERS.match(each.text)) for each in lines)
    return counted and len(lines) > 1 and answers >= len(lines) * HALF


def _mostly(lines: Sequence[Saying], part: float) -> bool:
    """Whether so many of ``lines`` start with the name of a phase."""
    return sum(bool(PHASE.match(each.text)) for each in lines) >= part * len(lines)


EXAMPLES = (
    Example(
        text="## Incident response\n\n1. **Containment**: isolate what is affected\n2. **Recovery**: restore service",
        makes=(
            {"kind": "incident_phase", "name": "containment"},
            {"kind": "incident_phase", "name": "recovery"},
        ),
        negated="## Incident response\n\nThere are no phases.",
        advice="## For operators\n\n1. **Containment**: isolate your own server",
        past="## Incident response\n\nIn 2020 we isolated one server.",
        code="For example:\n\n```\n1. Containment\n```",
    ),
)

PHRASE = Phrase(name="incident-phase", find=_find, forms=PROSE | {"heading", "code"}, examples=EXAMPLES)
