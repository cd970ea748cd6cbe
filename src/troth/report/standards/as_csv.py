"""How far standards are met, as CSV (RFC 4180): a line for each promise that answers a requirement, or one without."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from troth.report.plain import plain
from troth.standards.coverage import Answer, Coverage, Covered

COLUMNS = ("standard", "requirement", "levels", "weight", "asks", "answered", "promise", "document", "line",
           "sentence", "standing", "in part", "reason", "evidence")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV Injection)."""


class _Lines:
    """What ``csv`` writes to: it keeps the last line."""

    def __init__(self) -> None:
        self.last = ""

    def write(self, text: str) -> int:
        """Keep ``text``."""
        self.last = text
        return len(text)


def render(coverages: Sequence[Coverage]) -> str:
    """The whole table with its head."""
    return "".join(lines([COLUMNS, *(row for each in coverages for row in _rows(each))]))


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """``rows`` as lines of CSV; words that a spreadsheet would calculate are kept words by a quote before them."""
    kept = _Lines()
    writer = csv.writer(kept)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
        yield kept.last


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    for one in coverage.covered:
        head = _head(coverage, one)
        if not one.answers:
            yield (*head, *([""] * (len(COLUMNS) - len(head))))
        for answer in one.answers:
            yield (*head, *_answer(answer))


def _head(coverage: Coverage, one: Covered) -> tuple[str, ...]:
    requirement = one.requirement
    levels = " ".join(map(str, requirement.levels))
    return (
        coverage.standard.name,
        requirement.number,
        levels,
        requirement.weight,
        requirement.says,
        one.answered.value,
    )


def _answer(answer: Answer) -> tuple[str, ...]:
    verdict = answer.judged.verdict
    span = verdict.commitment.span
    evidence = "; ".join(f"{fact.span} {fact.fact}" for fact in verdict.because)
    return (
        answer.judged.id,
        plain(span.path),
        str(span.line or ""),
        plain(verdict.commitment.sentence),
        verdict.standing.value,
        "no" if answer.whole else "yes",
        plain(verdict.reason),
        plain(evidence),
    )
