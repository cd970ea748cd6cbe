"""A listed step of the incident response."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.listed import headed, listed, title
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.terms.commitment import IncidentPhase

PHASE = Words(
    r"^\W*(?:(?:step|phase|stage)?\s?\d{0,2}(?:\.\d)?\s?[:.)–—-]?\s*)(?P<name>(?:incident )?(?:detect\w*|"
    r"identif\w*|triage|assess\w*|analysis|analy[sz]e|contain\w*|investigat\w*|eradicat\w*|remediat\w*|"
    r"recover\w*|restor\w*|lessons learned|post[\s-]?(?:mortem|incident)\w*(?:[\s-](?:review|activity|"
    r"analysis))?|review|communicat\w*|notif\w*|report\w*|prepar\w*|mitigat\w*|escalat\w*|respond|"
    r"response|resolution|closure|immediate response)(?:\s(?:&|and|/)\s?\w+)?)\b"
)
STEP = Words(r"^\W*(?:step|phase|stage)\s?\d{1,2}\s?[:.)–—-]\s?(?P<name>[^()]{3,60})")


def _find(saying: Saying) -> Iterator[IncidentPhase]:
    if not saying.role & Role.INCIDENT or re.search(
        r"vulnerab|disclos", saying.statement.heading[-1] if saying.statement.heading else "", re.IGNORECASE
    ):
        return
    form = saying.statement.form
    if form == "code":
        match = STEP.match(saying.text)
        if match:
            yield saying.make(IncidentPhase, 0, name=match["name"].strip().lower(), strength="promise")
        return
    match = PHASE.match(saying.text)
    if form == "heading":
        step = STEP.match(saying.text) or match
        if (
            step
            and not re.search(r"procedur|plan|process|team|timeline|polic|time", saying.low)
            and saying.statement.depth >= 2
            and (match or STEP.match(saying.text))
            and len(saying.text) < 70
        ):
            yield saying.make(IncidentPhase, 0, name=re.sub(r"^\W+|\W+$", "", step["name"]).lower(), strength="promise")
        return
    if (
        match
        and listed(saying)
        and ((saying.label and len(saying.label) < 40) or saying.statement.ordinal)
        and headed(saying, Role.INCIDENT | Role.STEPS)
    ) or (
        listed(saying)
        and saying.statement.ordinal
        and saying.label
        and headed(saying, Role.INCIDENT)
        and not headed(saying, Role.CLASSES)
    ):
        yield saying.make(IncidentPhase, 0, name=title(saying), strength="promise")


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
