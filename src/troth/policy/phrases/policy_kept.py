"""A last line on the document itself, below whatever section comes last: "This policy is reviewed quarterly."."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import SILENT, Role
from troth.policy.words.rhythm import rhythms
from troth.policy.words.sieve import Words
from troth.terms.commitment import Recurrence

ITSELF = Words(
    r"\b(?:this|these|our) (?:\w+ ){0,2}(?:policy|document|plan|handbook|guide|guidelines|runbook)\b[^.]{0,30}"
    r"\b(?:reviewed|updated|revisited|revised)\b|\breview and update (?:this|these) (?:\w+ )?(?:policy|document|"
    r"plan|handbook|guide|guidelines|runbook)\b|^\W*(?:next review|review cycle|review frequency)\W{1,6}\w"
)


def _find(saying: Saying) -> Iterator[Recurrence]:
    if not saying.role & (SILENT | Role.USERS) or not ITSELF.search(saying.text):
        return
    found = sorted(rhythms(saying.text), key=lambda each: not each.every)
    if found:
        yield saying.make(
            Recurrence,
            found[0].start,
            action="policy_review",
            every=found[0].every,
            basis=found[0].basis,
            trigger=found[0].trigger,
        )


EXAMPLES = (
    Example(
        text="## Acknowledgments\n\nWe thank all.\n\n---\n\nThis security policy is reviewed quarterly.",
        makes=({"kind": "recurrence", "action": "policy_review", "every": "P3M"},),
        negated="## Acknowledgments\n\nWe thank all.\n\n---\n\nThis security policy is frozen.",
        advice="## For operators\n\nReview your own policy quarterly.",
        past="## Acknowledgments\n\nIn 2020 this policy was reviewed quarterly.",
        code="## Acknowledgments\n\nFor example:\n\n```\nThis policy is reviewed quarterly.\n```",
    ),
)

PHRASE = Phrase(
    name="policy-kept",
    find=_find,
    gate=("review", "updated", "revis"),
    forms=frozenset({"sentence", "bullet"}),
    anywhere=True,
    examples=EXAMPLES,
)
