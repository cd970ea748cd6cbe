"""What would a rating set off? Each severity with its scores and with the lines of the policy that it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troth_desk.cases import scoring
from troth_desk.cases.models import Case
from troth_desk.cases.promised import OWED
from troth_desk.deadlines import actions as deadlines
from troth_desk.policies import queries as policies
from troth_desk.policies.responses import Response, responses


@dataclass(frozen=True, slots=True)
class Row:
    """A severity. ``line`` is the policy's band, 0 where the scale of CVSS decides; ``lines`` are what is promised."""

    severity: str
    low: float
    high: float
    line: int
    lines: Sequence[str]


def rows(case: Case) -> list[Row]:
    """Each severity that the policy of ``case`` knows, worst first; the whole scale of CVSS where it sets no bands."""
    bands = {one.severity: one for one in policies.bands(case.policy)} if case.policy else {}
    said = responses(case.policy) if case.policy else {}
    scale = {name: (low, high) for name, low, high in scoring.SCALE if name != "none"}
    found = []
    for name, (low, high) in scale.items():
        band = bands.get(name)
        lines = _lines(case, name, said.get(name))
        found.append(Row(name, band.low, band.high, band.line, lines) if band else Row(name, low, high, 0, lines))
    return found


def _lines(case: Case, severity: str, response: Response | None) -> list[str]:
    quoted: dict[int, str] = {}
    if case.policy is not None:
        for action in OWED:
            for promise in deadlines.owed_in_time(case.policy, action):
                if severity in promise.severities:
                    quoted[promise.line] = promise.sentence
        for wish in deadlines.windows(case.policy):
            if severity in wish.severities:
                quoted[wish.line] = wish.sentence
    for words in (*response.actions, *(one.words for one in response.tellings)) if response else ():
        quoted.setdefault(words.line, words.text)
    return [f"Line {line}: {words}" for line, words in sorted(quoted.items())]
