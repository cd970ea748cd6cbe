"""Which proof a sentence could be bound to: a selector that resolves, where the tree has one, else what one looks like.

``suggest`` is for whoever writes ``troth.toml``; ``step`` puts it into words.
"""

from __future__ import annotations

from typing import Any

from troth.controls.proof_topics import EXAMPLES, OTHER, topic_of, words_of
from troth.terms.answer import Answers, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.seen.proof import ProofCandidate
from troth.terms.selector import Selector
from troth.terms.verdict import Step
from troth.terms.wants import ProofCandidates


def offers(commitment: Commitment) -> bool:
    """Whether ``commitment`` is of the kind that only a proof of the project's own can show."""
    return isinstance(commitment, Practice) and commitment.activity is None and commitment.strength != "refusal"


def wants(commitment: Commitment) -> tuple[Want[Any], ...]:
    """Tests and jobs whose names say what the sentence speaks of; nothing where no row of the table does."""
    topic = topic_of(commitment)
    return () if topic is None else (ProofCandidates(topic.stems, words_of(commitment)),)


def candidates(commitment: Commitment, answers: Answers) -> tuple[ProofCandidate, ...]:
    """What of the tree may prove the sentence, the best first."""
    return tuple(one for want in wants(commitment) if want in answers for one in answers[want].found)


def suggest(commitment: Commitment, answers: Answers) -> tuple[Selector, ...]:
    """Selectors that resolve now, for a person to look at; empty where none was found."""
    return tuple(one.selector for one in candidates(commitment, answers))


def example(commitment: Commitment) -> str:
    """What a proof of such a sentence looks like in ``troth.toml``, where the tree has no candidate."""
    topic = topic_of(commitment)
    return EXAMPLES[(topic.forms if topic else OTHER)[0]]


def step(commitment: Commitment, written: str) -> Step:
    """The next step of an unproven practice; ``written`` is the selector that was found, as TOML, "" for none."""
    if written:
        return Step(text=f"If that is what keeps it, bind it in troth.toml: evidence = [{written}].")
    return Step(text=f"Bind it to its proof in troth.toml, such as evidence = [{example(commitment)}].")
