"""What stands listed under a time: "Within 24 hours:" and, below it, whom to notify and what to investigate."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.due import CUE, LONGEST, listed_within
from troth.policy.words.duration import timed
from troth.terms.commitment import Deadline

DUE = frozenset({"assess", "fix", "disclose", "notify"})
AIMED = 40
"""Characters at the start of an item in which its verb stands."""


def _find(saying: Saying) -> Iterator[Deadline]:
    if not saying.role & Role.INCIDENT or timed(saying.low):
        return
    lead = saying.statement.lead[-LONGEST:].strip().rsplit("\n", 1)[-1]
    for title in (lead, *saying.statement.heading[-1:]):
        period = listed_within(title)
        if period is None:
            continue
        found = next(CUE.finditer(saying.text, 0, AIMED), None)
        if found and found.lastgroup in DUE and not found[0].lower().startswith("review"):
            yield saying.make(
                Deadline,
                found.start(),
                action=found.lastgroup,
                within=period.within,
                earliest=period.earliest,
                basis=period.basis,
                severity=(),
                upper=True,
            )
        return


EXAMPLES = (
    Example(
        text="## Incident response\n\n### Within 24 hours\n\n- Investigate the source\n- Notify affected users",
        makes=(
            {"kind": "deadline", "action": "assess", "within": "PT24H", "basis": "calendar"},
            {"kind": "deadline", "action": "notify", "within": "PT24H", "basis": "calendar"},
        ),
        negated="## Incident response\n\n### Within 24 hours\n\n- Sleep",
        advice="## For operators\n\n### Within 24 hours\n\n- Notify your own users",
        past="## Incident response\n\n### In 2020\n\n- We notified affected users",
        code="## Incident response\n\nFor example:\n\n```\nWithin 24 hours: notify affected users\n```",
    ),
)

PHRASE = Phrase(name="timed-list", find=_find, forms=frozenset({"bullet"}), examples=EXAMPLES)
