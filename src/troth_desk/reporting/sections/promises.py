"""Do we keep our word? Each promise with its standing, and the desk's numbers of the period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from troth.formats.transparency import FEWEST
from troth.report.paint import MARKS, WORDS
from troth.terms.result import Judged
from troth.terms.verdict import WORST_FIRST, Standing
from troth_desk.deadlines.numbers import Numbers
from troth_desk.faces import words
from troth_desk.promises import judging
from troth_desk.promises.judging import Stood
from troth_desk.reporting.content import Chart, Section, Table, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

COLUMNS = ("promise", "where", "standing", "decided", "in time", "late", "median", "90th percentile")
LONGEST = 200


def gather(project: Project, period: Period, at: datetime) -> Section | None:
    """Standings as of ``at``, numbers of the period; None where the project has no policy."""
    stood = judging.stood(project, min(at, period.until), period.window)
    return told(stood, period) if stood else None


def told(stood: Stood, period: Period) -> Section:
    """The same of what is known already."""
    judged = [one for one in stood.result.judged if one.verdict.standing is not Standing.NOTED]
    counts = {each: sum(one.verdict.standing is each for one in judged) for each in WORST_FIRST}
    decided = sum(each.n for each in stood.numbers.values())
    late = sum(each.late for each in stood.numbers.values())
    ordered = sorted(judged, key=lambda one: WORST_FIRST.index(one.verdict.standing))
    rows = [_row(same, stood.numbers) for same in _by_sentence(ordered)]
    kept = counts[Standing.KEPT]
    says = f"Of {len(judged)} promises {kept} {'is' if kept == 1 else 'are'} shown to be kept."
    if decided:
        says += f" Clocks decided {decided} times in the period: {decided - late} in time, {late} late."
    return Section(
        name="promises",
        title="Promises",
        says=says,
        figures=tuple((WORDS[each], str(counts[each])) for each in WORST_FIRST if each is not Standing.NOTED),
        charts=_chart(stood.numbers.values(), period),
        tables=(table("Each sentence, the worst first", COLUMNS, rows), *_reasons(ordered)),
    )


def _by_sentence(ordered: Sequence[Judged]) -> list[list[Judged]]:
    """One row a sentence, however much it promises; the worst of it first."""
    found: dict[tuple[str, int | None, str], list[Judged]] = {}
    for one in ordered:
        span = one.verdict.commitment.span
        found.setdefault((span.path, span.line, span.text), []).append(one)
    return list(found.values())


def _row(same: Sequence[Judged], numbers: Mapping[str, Numbers]) -> tuple[str, ...]:
    verdict = same[0].verdict
    span = verdict.commitment.span
    counted = next((numbers[one.id] for one in same if one.id in numbers), None)
    standing = f"{MARKS[verdict.standing]} {WORDS[verdict.standing]}"
    return (verdict.commitment.sentence[:LONGEST], f"{span.path}:{span.line or ''}", standing, *_numbers(counted))


def _numbers(numbers: Numbers | None) -> tuple[str, ...]:
    if numbers is None or not numbers.n:
        return ("", "", "", "", "")
    told = numbers.n >= FEWEST  # times of fewer would tell of single reports
    median = words.duration(numbers.median) if told and numbers.median is not None else ""
    p90 = words.duration(numbers.p90) if told and numbers.p90 is not None else ""
    return (str(numbers.n), str(numbers.kept), str(numbers.late), median, p90)


def _reasons(ordered: Sequence[Judged]) -> tuple[Table, ...]:
    """Why promises are broken or at risk: for the team, since reasons can tell of single reports."""
    rows = [
        (one.verdict.commitment.sentence[:LONGEST], WORDS[one.verdict.standing], one.verdict.reason)
        for one in ordered
        if one.verdict.standing in (Standing.BROKEN, Standing.AT_RISK)
    ]
    if not rows:
        return ()
    return (table("Why promises are broken or at risk", ("promise", "standing", "reason"), rows, inside=True),)


def _chart(numbers: Iterable[Numbers], period: Period) -> tuple[Chart, ...]:
    """Decided clocks by month."""
    months = period.months()
    kept, late = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    for each in numbers:
        for month in each.by_month:
            if month.month in kept:
                kept[month.month] += month.kept
                late[month.month] += month.late
    if not any((*kept.values(), *late.values())):
        return ()
    series = (("in time", tuple(kept.values())), ("late", tuple(late.values())))
    return (Chart(title="Clocks decided, by month", labels=tuple(months), series=series),)
