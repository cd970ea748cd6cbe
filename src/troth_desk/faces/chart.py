"""A small chart of what was kept and what came late, month by month, as SVG that needs no script and no style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BAR, GAP, HEIGHT, FOOT = 18, 6, 56, 16


@dataclass(frozen=True, slots=True)
class Month:
    """How many promises fell due in a month and were kept, and how many came late or not at all."""

    label: str
    kept: int
    late: int


def month(of: date) -> str:
    """The label of a month: "Nov"."""
    return f"{of:%b}"


def bars(months: Iterable[Month]) -> SafeString:
    """One bar a month, what came late on top in the colour of a breach; says the same in words to those who listen."""
    shown = list(months)
    most = max((each.kept + each.late for each in shown), default=0)
    if not most:
        return SafeString("")
    said = ", ".join(f"{each.label} {each.kept} kept{f' {each.late} late' if each.late else ''}" for each in shown)
    drawn = format_html_join("", "{}", ((_bar(place, each, most),) for place, each in enumerate(shown)))
    width = len(shown) * (BAR + GAP)
    return format_html(
        '<svg class="chart" role="img" aria-label="By month: {}" viewBox="0 0 {} {}" width="{}" height="{}">{}'
        '<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/></svg>',
        said,
        width,
        HEIGHT + FOOT,
        width,
        HEIGHT + FOOT,
        drawn,
        width,
        HEIGHT,
        HEIGHT,
    )


def _bar(place: int, each: Month, most: int) -> SafeString:
    """The bar of one month with its label."""
    left = place * (BAR + GAP) + GAP // 2
    unit = (HEIGHT - 4) / most
    kept, late = round(each.kept * unit, 1), round(each.late * unit, 1)
    return format_html(
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/><rect class="bar late" x="{}" y="{}" width="{}" '
        'height="{}"/><text x="{}" y="{}" text-anchor="middle">{}</text>',
        left,
        round(HEIGHT - kept, 1),
        BAR,
        kept,
        left,
        round(HEIGHT - kept - late, 1),
        BAR,
        late,
        left + BAR / 2,
        HEIGHT + 12,
        each.label[:1],
    )
