"""The stages that a policy itself names ("1. Private Report … 5. Public Disclosure"): where does a case stand in them?

The reader of the checker finds the list; here each of its items is held against the states of a case, by its words.
Shown is a list of which every item has its place in the way of a case, in that order: a list that the desk cannot
follow as a whole is not shown half followed. A release and the publication of its details are both known from the move
to disclosed: the desk sees no release, and says none before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache
from itertools import groupby, pairwise

from troth.terms.source import Source
from troth.terms.statement import Statement
from troth_desk.cases.models import Case, State, Transition
from troth_desk.policies import queries as policies

FEWEST = 3
"""Steps that make a list of stages."""
LONGEST_NAME = 60
"""Characters of a name that is cut out of a sentence."""


class Phase(IntEnum):
    """What a step of a policy is about, in the order in which a case comes by."""

    REPORT = 0
    ACKNOWLEDGE = 1
    ASSESS = 2
    FIX = 3
    RELEASE = 4
    DISCLOSE = 5


_ABOUT = (
    (Phase.ACKNOWLEDGE, r"acknowledg\w*|confirm\w* receipt|receipt confirm\w*"),
    (Phase.ASSESS, r"verif\w*|triag\w*|assess\w*|investigat\w*|validat\w*|evaluat\w*|analys\w*|confirm\w*|reproduc\w*"),
    (Phase.DISCLOSE, r"disclos\w*|advisor\w+ publi\w*|publi\w+ (?:\w+ ){0,3}(?:advisor\w*|details?)|details? publi\w*"),
    (Phase.REPORT, r"reports?|report(?:ed|ing)|submi\w+|receiv\w+|intake|receipt"),
    (Phase.FIX, r"develop\w*|remediat\w*|mitigat\w*|prepar\w*|tests?|testing"),
    (Phase.RELEASE, r"releas\w*|deploy\w*|rollout"),
    (Phase.FIX, r"fix(?:es|ed)?|patch(?:es|ed)?"),
)  # fmt: skip
"""Words by which a step is known, the first that fits; a step called "Fix Released" is a release."""
_PATTERNS = tuple((phase, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for phase, words in _ABOUT)
_LABEL = re.compile(r"^\W{0,4}(?P<label>[^\W\d_][^:;.|]{1,39}?)\s*(?::|\s[–—-]\s)")

_ENDS = {
    Phase.ACKNOWLEDGE: frozenset({State.ACKNOWLEDGED}),
    Phase.ASSESS: frozenset({State.ACCEPTED, State.REJECTED, State.DUPLICATE}),
    Phase.FIX: frozenset({State.FIX_READY}),
    Phase.RELEASE: frozenset({State.DISCLOSED}),
    Phase.DISCLOSE: frozenset({State.DISCLOSED}),
}
_RUNS = {
    State.RECEIVED: Phase.ACKNOWLEDGE,
    State.ACKNOWLEDGED: Phase.ASSESS,
    State.NEEDS_INFO: Phase.ASSESS,
    State.ASSESSING: Phase.ASSESS,
    State.REOPENED: Phase.ASSESS,
    State.ACCEPTED: Phase.FIX,
    State.FIXING: Phase.FIX,
    State.FIX_READY: Phase.RELEASE,
}
"""What is being done in a state; in the states that are missing nothing of these is."""
TURNED_AWAY = frozenset({State.REJECTED, State.DUPLICATE})


@dataclass(frozen=True, slots=True)
class PolicyStage:
    """A stage in the policy's own words. ``standing`` is "done", "running", "not begun" or "none needed"."""

    name: str
    document: str
    line: int
    sentence: str
    standing: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """An item of a list of a document, and the part of the way that it is about."""

    document: str
    line: int
    sentence: str
    phase: Phase


def policy_stages(case: Case) -> list[PolicyStage]:
    """The stages that the policy of ``case`` names; empty where it names none that the desk can follow."""
    if case.policy is None:
        return []
    said = policies.promises(case.policy, kind="disclosure_step").filter(binding=True)
    read = {(one.document, one.line) for one in said if not one.severities}
    steps = followed(policies.sources(case.policy), read) if read else ()
    moves = list(Transition.objects.filter(organisation_id=case.organisation_id, case=case).order_by("at", "id"))
    return [_stage(case, step, moves) for step in steps]


def followed(sources: Iterable[Source], read: AbstractSet[tuple[str, int]]) -> tuple[Step, ...]:
    """The first list of ``sources`` that the way of a case follows from end to end.

    ``read`` are the document and line of what the reader took for steps: a list without one of them is none of stages.
    """
    for items in _lists(tuple(sources)):
        steps = [step for one in items if (step := _step(one)) is not None]
        whole = len(steps) == len(items) >= FEWEST
        rising = all(before.phase < after.phase for before, after in pairwise(steps))
        if whole and rising and any((one.document, one.line) in read for one in steps):
            return tuple(steps)
    return ()


@lru_cache(maxsize=16)
def _lists(sources: tuple[Source, ...]) -> tuple[tuple[Statement, ...], ...]:
    """The items of each list and table, whole: those of one place that stand together."""
    from troth.policy.document import parse

    lists = []
    for source in sources:
        statements = parse(source.path, source.text).statements
        for (form, _), items in groupby(statements, key=lambda one: (one.form, one.heading)):
            if form in {"bullet", "row"}:
                lists.append(tuple(items))
    return tuple(lists)


def _step(item: Statement) -> Step | None:
    phase = phase_of(item.text)
    return None if phase is None else Step(item.span.path, item.span.line or 0, " ".join(item.text.split()), phase)


def phase_of(sentence: str) -> Phase | None:
    """What a step is about: by its label ("Verification: …") where it has one, else by its words; None for others."""
    label = _LABEL.match(sentence)
    said = label["label"] if label else sentence
    return next((phase for phase, words in _PATTERNS if words.search(said)), None)


def _name(sentence: str) -> str:
    label = _LABEL.match(sentence)
    name = (label["label"] if label else sentence.partition("|")[0]).strip(" *_`.")
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _stage(case: Case, step: Step, moves: Sequence[Transition]) -> PolicyStage:
    done_at = _done_at(case, step.phase, moves)
    if done_at is not None:
        standing = "done"
    elif _turned_away(case, moves):
        standing = "none needed"
    else:
        standing = "running" if _RUNS.get(State(case.state)) == step.phase else "not begun"
    return PolicyStage(_name(step.sentence), step.document, step.line, step.sentence, standing, done_at)


def _done_at(case: Case, phase: Phase, moves: Sequence[Transition]) -> datetime | None:
    """When the case came past ``phase`` for the last time; None where it has not, or was sent back before its end."""
    if phase is Phase.REPORT:
        return case.received_at
    if phase is Phase.ACKNOWLEDGE:
        return case.acknowledged_at
    running = _RUNS.get(State(case.state))
    if running is not None and running <= phase:
        return None
    return next((one.at for one in reversed(moves) if one.after in _ENDS[phase]), None)


def _turned_away(case: Case, moves: Sequence[Transition]) -> bool:
    """Whether it was rejected or merged, and not opened again since."""
    if case.state in TURNED_AWAY:
        return True
    before = next((one.before for one in reversed(moves) if one.after == State.CLOSED), "")
    return case.state == State.CLOSED and before in TURNED_AWAY
