"""What stands beside each promise: the desk's numbers with their chart, the rhythm of audits, how it stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from troth.report.html.evidence import standing
from troth.report.html.overview import day
from troth.report.html.tags import Html, html, join, tag
from troth.report.paint import MARKS, WORDS
from troth.terms.commitment import Deadline, Recurrence
from troth.terms.result import Judged
from troth.terms.time.period import duration as period
from troth.terms.verdict import Standing
from troth_desk.deadlines.numbers import Numbers
from troth_desk.faces import chart, words
from troth_desk.policies.models import PolicyVersion
from troth_desk.promises.judging import Stood, standings
from troth_desk.scans.models import Scan
from troth_desk.scans.queries import Rhythm

MOST_MONTHS = 12
MOST_CHECKS = 24
MOST_MISSED = 6
COUNTED = frozenset({"acknowledge", "assess", "update", "fix", "disclose", "notify"})
"""What clocks of reports are armed for."""


def counts(judged: Judged) -> bool:
    """Whether clocks of reports can count how the promise is kept."""
    commitment = judged.verdict.commitment
    timed = isinstance(commitment, Deadline | Recurrence) and commitment.action in COUNTED
    return timed and judged.verdict.standing is not Standing.NOTED


def note(judged: Judged, numbers: Numbers | None, rhythm: Rhythm | None) -> str:
    """What the margin says below the standing: "11 of 12", "5 of 5 weeks", "2 running", "0 so far"."""
    if numbers is not None and numbers.n:
        return f"{numbers.kept} of {numbers.n} in time"
    if numbers is not None and numbers.running:
        return f"{numbers.running} running"
    if counts(judged):
        return "0 so far"
    return f"{rhythm.kept} of {rhythm.whole} {unit(rhythm)}" if rhythm is not None and rhythm.whole else ""


def unit(rhythm: Rhythm) -> str:
    """The periods of a rhythm in words: "weeks", "days", "periods of 31 days"."""
    named = {1: "day", 7: "week"}.get(rhythm.days)
    several = "" if rhythm.whole == 1 else "s"
    return f"{named}{several}" if named else f"period{several} of {rhythm.days} days"


def window_words(window: timedelta) -> str:
    """ "the last 365 days"."""
    return f"the last {window.days} days"


def more(stood: Stood, judged: Judged, checks: Sequence[Scan], since: PolicyVersion | None = None) -> Html:
    """All of it for one promise, as HTML of the report; ``since`` is the version that first had the sentence."""
    parts: list[Html] = []
    if since is not None:
        told = f"Said in these words since version {since.number}, {day(since.since.date())}."
        parts.append(tag("p", told, class_="quiet"))
    numbers = stood.numbers.get(judged.id)
    if counts(judged) or numbers is not None:
        parts.append(_numbers(numbers or Numbers(), stood.window, stood.at.date()))
    rhythm = stood.rhythms.get(judged.id)
    if rhythm is not None:
        parts.append(_rhythm(rhythm, judged))
    before = standings(stood.project, checks, judged.id)
    if before:
        parts.append(_before(before[-MOST_CHECKS:]))
    return join(parts)


def _numbers(numbers: Numbers, window: timedelta, today: date) -> Html:
    """n, kept, late, running, median, 90th percentile, and the chart by month."""
    label = tag("p", f"What the desk counted in {window_words(window)}", class_="label")
    if not numbers.n:
        running = f" {numbers.running} {'is' if numbers.running == 1 else 'are'} running." if numbers.running else ""
        told = "0 decided so far."
        then = "" if numbers.running else " A report arms a clock of it, and what becomes of that counts here."
        return Html(label + tag("p", f"{told}{running}{then}"))
    figures: list[tuple[str, str]] = [
        ("decided", str(numbers.n)),
        ("in time", str(numbers.kept)),
        ("late", str(numbers.late)),
        ("running", str(numbers.running)),
    ]
    figures += [("median", words.duration(numbers.median))] if numbers.median is not None else []
    figures += [("90th percentile", words.duration(numbers.p90))] if numbers.p90 is not None else []
    rows = [
        tag("div", tag("dt", name), tag("dd", value), class_="late" if name == "late" and numbers.late else None)
        for name, value in figures
    ]
    bars = chart.bars(_months(numbers, today))
    return Html(label + tag("dl", *rows, class_="figures") + Html(bars))


def _months(numbers: Numbers, today: date) -> list[chart.Month]:
    """The last twelve months, those in which nothing was decided too: a chart without them would tell another time."""
    known = {one.month: one for one in numbers.by_month}
    found = []
    for number in range(today.year * 12 + today.month - MOST_MONTHS, today.year * 12 + today.month):
        first = date(number // 12, number % 12 + 1, 1)
        one = known.get(f"{first:%Y-%m}")
        found.append(chart.Month(chart.month(first), one.kept if one else 0, one.late if one else 0))
    return found


def _rhythm(rhythm: Rhythm, judged: Judged) -> Html:
    """ "5 of 5 weeks", the last day, the periods that were missed."""
    commitment = judged.verdict.commitment
    every = period(commitment.every, commitment.basis).removeprefix("1 ") if isinstance(commitment, Recurrence) else ""
    label = tag("p", f"Audits on record{f', promised every {every}' if every else ''}", class_="label")
    if not rhythm.whole:
        return Html(label + tag("p", "0 so far: no audit has come in that could prove it."))
    last = f" The last ran on {day(rhythm.ran[-1])}." if rhythm.ran else ""
    said = tag("p", tag("strong", f"{rhythm.kept} of {rhythm.whole} {unit(rhythm)}"), f" had a whole run.{last}")
    if not rhythm.missed:
        return Html(label + said)
    named = ", ".join(day(each) for each in rhythm.missed[-MOST_MISSED:])
    return Html(label + said + tag("p", f"None in the period that began on {named}."))


def _before(before: Sequence[tuple[date, str]]) -> Html:
    """How checks found it, the oldest first: one mark a check, and since when it stands as it does."""
    known = [(at, Standing(word)) for at, word in before if word in set(Standing)]
    if not known:
        return Html("")
    newest = known[-1][1]
    since = known[-1][0]
    for at, each in reversed(known):
        if each is not newest:
            break
        since = at
    marks = [
        tag("span", MARKS[each], class_=each.value.replace("_", "-"), title=f"{at.isoformat()}: {WORDS[each]}")
        for at, each in known
    ]
    listed = ", ".join(f"{at.isoformat()} {WORDS[each]}" for at, each in known)
    return Html(
        tag("p", "In the checks that came in", class_="label")
        + tag("p", tag("span", join(marks), class_="strip", aria_hidden="true"), tag("span", listed, class_="for-ears"))
        + tag(
            "p", standing(newest), html(f" since {day(since)}, by {len(known)} check{'s' if len(known) > 1 else ''}.")
        )
    )


def notes(stood: Stood) -> Mapping[str, str]:
    """The words in the margin, by id."""
    return {
        one.id: note(one, stood.numbers.get(one.id), stood.rhythms.get(one.id))
        for one in stood.result.judged
        if one.verdict.standing is not Standing.NOTED
    }
