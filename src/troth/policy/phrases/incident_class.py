"""A listed class of incident, or a level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.listed import headed, listed, title
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.terms.commitment import IncidentClass

LEVEL = Words(r"^\W*(?P<level>(?:SEV|P|S|Level|Severity|Tier)[\s-]?[0-5])\b")
WORD = Words(r"^\W*(?P<level>critical|high|medium|low)\b")
TYPES = Words(r"\b(?:types?|categor\w+|class\w*|incidents?|scenarios?)\b")
"""Headers of a column of classes."""
TYPED = Words(r"^\W*(?:type|playbook|scenario|class) \d{1,2}\s?[:.–—-]\s?(?P<name>.{3,80})$")


def _find(saying: Saying) -> Iterator[IncidentClass]:
    form = saying.statement.form
    if form == "heading":
        match = TYPED.match(saying.text)
        if match and re.search(
            r"incident|playbook|scenario", f"{' '.join(saying.statement.heading)} {saying.low}", re.IGNORECASE
        ):
            yield saying.make(IncidentClass, 0, name=match["name"].strip(), strength="promise")
        elif LEVEL.match(saying.text) and saying.role & Role.INCIDENT and headed(saying, Role.CLASSES):
            yield saying.make(IncidentClass, 0, name=title(saying), level=True, strength="promise")
        return
    if not (saying.role & Role.INCIDENT and headed(saying, Role.CLASSES)):
        return
    level = LEVEL.match(saying.text) or WORD.match(saying.text)
    if level and (form == "row" or listed(saying)):
        name = saying.cells[0][1].strip() if form == "row" else level["level"]
        yield saying.make(IncidentClass, 0, name=name, level=True, strength="promise")
    elif form == "row" and TYPES.search(saying.cells[0][0]) and len(saying.cells[0][1].split()) <= 8:
        yield saying.make(IncidentClass, 0, name=saying.cells[0][1].strip().lower(), strength="promise")
    elif listed(saying) and re.search(r"classif|categor|types?\b", saying.statement.heading[-1], re.IGNORECASE):
        yield saying.make(IncidentClass, 0, name=title(saying), strength="promise")


EXAMPLES = (
    Example(
        text=(
            "## Incident response\n\n### Incident classification\n\n1. **Data breach**: someone read what "
            "they should not"
        ),
        makes=({"kind": "incident_class", "name": "data breach"},),
        negated="## Incident response\n\nIncidents are not classified.",
        advice="## For operators\n\n### Your incidents\n\n1. **Data breach**: tell your users",
        past="## Incident response\n\nIn 2020 we classified two incidents.",
        code="For example:\n\n```\n1. Data breach\n```",
    ),
)

PHRASE = Phrase(name="incident-class", find=_find, forms=PROSE | {"heading"}, examples=EXAMPLES)
