"""Charts of several series as SVG: a strip of columns for each, one below the other on one scale, so that no colour is
needed to tell them apart. The numbers stand above the columns, the same stand in words for those who listen.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, BAR, HEIGHT, HEAD, FOOT = 640, 28, 36, 30, 18
MOST_NUMBERS = 26
"""Columns above which the numbers stand."""
MOST_LABELS = 12
"""Labels below a chart; of more every second, third … is left out."""
Series = Sequence[tuple[str, Sequence[int]]]


def strips(title: str, labels: Sequence[str], series: Series) -> SafeString:
    """The chart; nothing where all values are zero."""
    most = max((value for _, values in series for value in values), default=0)
    if not most or not labels:
        return SafeString("")
    step = min(BAR * 2, WIDTH // len(labels))
    drawn = format_html_join(
        "",
        "{}",
        ((_strip(place * (HEIGHT + HEAD), name, values, most, step),) for place, (name, values) in enumerate(series)),
    )
    foot = len(series) * (HEIGHT + HEAD) + 14
    every = -(-len(labels) // MOST_LABELS)
    said = format_html_join(
        "",
        '<text class="axis-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((n * step + step / 2, foot, short(label)) for n, label in enumerate(labels) if n % every == 0),
    )
    return format_html(
        '<svg class="strips" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}</svg>',
        f"{title}: {spoken(labels, series)}",
        step * len(labels) + 4,
        foot + FOOT - 10,
        step * len(labels) + 4,
        foot + FOOT - 10,
        drawn,
        said,
    )


def spoken(labels: Sequence[str], series: Series) -> str:
    """The same in words: what is zero is left out."""
    told = []
    for name, values in series:
        shown = ", ".join(f"{label} {value}" for label, value in zip(labels, values, strict=True) if value)
        told.append(f"{name}: {shown or 'none'}")
    return "; ".join(told)


def short(label: str) -> str:
    """A month as "Nov", a day as "23 Nov"; anything else as it is."""
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    parts = label.split("-")
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= len(names):
        return label
    month = names[int(parts[1]) - 1]
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def _strip(top: int, name: str, values: Sequence[int], most: int, step: int) -> SafeString:
    """One series with its name and sum."""
    base = top + HEAD + HEIGHT
    columns = format_html_join(
        "", "{}", ((_column(n, value, base, most, step, len(values)),) for n, value in enumerate(values))
    )
    return format_html(
        '<text class="series" x="0" y="{}">{}: {}</text>{}<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>',
        top + 12,
        name,
        sum(values),
        columns,
        step * len(values),
        base,
        base,
    )


def _column(place: int, value: int, base: int, most: int, step: int, of: int) -> SafeString:
    if not value:
        return SafeString("")
    height = max(1.0, round((HEIGHT - 2) * value / most, 1))
    width = min(BAR, step - 3)
    left = round(place * step + (step - width) / 2, 1)
    bar = format_html(
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>', left, round(base - height, 1), width, height
    )
    if of > MOST_NUMBERS:
        return bar
    number = format_html(
        '<text class="value" x="{}" y="{}" text-anchor="middle">{}</text>',
        round(left + width / 2, 1),
        round(base - height - 3, 1),
        value,
    )
    return format_html("{}{}", bar, number)
