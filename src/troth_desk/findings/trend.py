"""The trend of what is to be done, week by week and by severity, as SVG that needs no script and no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from troth_desk.findings.counting import WeekCount
from troth_desk.findings.states import Severity

BAR, GAP, HEIGHT, FOOT = 26, 10, 96, 18
SHOWN = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.UNKNOWN)
"""From the foot of a bar upwards; each has a pattern of its own, so that it is told apart without colour."""


@dataclass(frozen=True, slots=True)
class Row:
    """A week of the table behind the chart: its first day and the numbers in the order of ``SHOWN``."""

    week: WeekCount
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers)


def rows(weeks: Sequence[WeekCount]) -> list[Row]:
    """The weeks that were counted."""
    return [
        Row(week, tuple(week.live.get(severity, 0) for severity in SHOWN)) for week in weeks if week.live is not None
    ]


def chart(table: Sequence[Row]) -> SafeString:
    """One bar a week; says the same in words to those who listen; nothing where there is nothing to show."""
    most = max((row.total for row in table), default=0)
    if not most or len(table) < 2:
        return SafeString("")
    said = ", ".join(f"week of {row.week.begin:%-d %b} {row.total}" for row in table)
    drawn = format_html_join("", "{}", ((_bar(place, row, most),) for place, row in enumerate(table)))
    width = len(table) * (BAR + GAP)
    return format_html(
        '<svg class="chart trend" role="img" aria-label="To be done at the end of each week: {}" '
        'viewBox="0 0 {} {}" width="{}" height="{}">{}<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/></svg>',
        said, width, HEIGHT + FOOT, width, HEIGHT + FOOT, drawn, width, HEIGHT, HEIGHT,
    )  # fmt: skip


def _bar(place: int, row: Row, most: int) -> SafeString:
    left, unit, foot = place * (BAR + GAP) + GAP // 2, (HEIGHT - 14) / most, float(HEIGHT)
    parts = []
    for severity, number in zip(SHOWN, row.numbers, strict=True):
        height = round(number * unit, 1)
        if height:
            foot -= height
            parts.append(
                format_html(
                    '<rect class="part {}" x="{}" y="{}" width="{}" height="{}"/>',
                    severity.value, left, round(foot, 1), BAR, height,
                )
            )  # fmt: skip
    return format_html(
        '{}<text x="{}" y="{}" text-anchor="middle">{}</text><text x="{}" y="{}" text-anchor="middle">{}</text>',
        format_html_join("", "{}", ((part,) for part in parts)),
        left + BAR / 2, round(foot - 3, 1), row.total,
        left + BAR / 2, HEIGHT + 13, f"{row.week.begin:%-d.%-m.}",
    )  # fmt: skip
