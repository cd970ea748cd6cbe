"""Charts and lines of reports for templates: ``strips``, ``as_rows``, ``paragraphs``, ``mark``."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from troth.report.paint import MARKS
from troth.terms.verdict import Standing
from troth_desk.faces import columns
from troth_desk.reporting.content import Chart

register = template.Library()


@register.simple_tag
def strips(chart: Chart) -> SafeString:
    """The chart as SVG."""
    return columns.strips(chart.title, chart.labels, chart.series)


@register.filter
def as_rows(chart: Chart) -> list[tuple[str, tuple[int, ...]]]:
    """Its numbers as rows of a table: each label with the value of every series."""
    return [(label, tuple(values[n] for _, values in chart.series)) for n, label in enumerate(chart.labels)]


@register.filter
def paragraphs(words: str) -> list[str]:
    """Words of people as paragraphs."""
    return [part.strip() for part in words.split("\n\n") if part.strip()]


@register.filter
def look(standing: str) -> str:
    """The class of a standing: "at-risk"."""
    return standing.replace("_", "-")


@register.filter
def mark(standing: str) -> str:
    """The mark of a standing."""
    return MARKS[Standing(standing)]
