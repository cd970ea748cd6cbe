"""Words and marks for templates: ``{% load desk %}``.

``{% due clock %}`` · ``{% when instant %}`` · ``{{ instant|both_ways:zone }}`` · ``{{ span|duration }}`` ·
``{% standing "at risk" %}`` · ``{% state case.state %}`` · ``{% severity case.severity case.cvss_score %}`` ·
``{% person case.owner %}`` ·
``{% sentence clock %}`` · ``{% chart months %}``. ``at`` and ``zone`` come from the context (``faces.context.desk``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from troth_desk import clock as desk_clock
from troth_desk.faces import chart as charts
from troth_desk.faces import clocks, lines, words

register = template.Library()

STANDINGS = {"kept": "●", "at risk": "◐", "broken": "✕", "unproven": "○", "noted": "·"}
PHASES = {
    "received": "new",
    "acknowledged": "open",
    "needs_info": "waiting",
    "assessing": "open",
    "accepted": "open",
    "rejected": "done",
    "duplicate": "done",
    "fixing": "open",
    "fix_ready": "open",
    "disclosed": "done",
    "closed": "done",
    "reopened": "new",
}
"""Which of four looks a state of a case has."""
STATES = {
    "needs_info": "needs information",
    "assessing": "being assessed",
    "fixing": "being fixed",
    "reopened": "opened again",
}
BARS = {"critical": 4, "high": 3, "medium": 2, "low": 1}


class Quoted(Protocol):
    """Something that quotes a policy: a clock, a promise."""

    sentence: str
    document: str
    line: int


def _at(context: Context) -> datetime:
    at = context.get("at")
    return at if isinstance(at, datetime) else desk_clock.now()


def _zone(context: Context) -> str:
    return str(context.get("zone") or "UTC")


@register.simple_tag(takes_context=True)
def due(context: Context, clock: clocks.ClockLike) -> SafeString:
    """How much time a clock has left, or how late it is, both ways, with its mark."""
    at, zone = _at(context), _zone(context)
    seen = clocks.look(clock, at)
    return format_html(
        '<span class="due {}"><strong><span aria-hidden="true">{}</span> {}</strong> '
        '<time datetime="{}">{}</time></span>',
        seen.kind,
        seen.mark,
        seen.says,
        seen.instant.isoformat(),
        words.instant_words(seen.instant, at, zone),
    )


@register.simple_tag(takes_context=True)
def when(context: Context, instant: datetime | None) -> SafeString | str:
    """An instant both ways: "in 5 h · Thu 14:00 Berlin"; "" for None."""
    if instant is None:
        return ""
    said = words.both_ways(instant, _at(context), _zone(context))
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), said)


@register.simple_tag(takes_context=True)
def day(context: Context, instant: datetime | None) -> SafeString | str:
    """An instant both ways, the day first, for "until …": "Thu 14:00 Berlin, in 5 h"; "" for None."""
    if instant is None:
        return ""
    said = words.day_first(instant, _at(context), _zone(context))
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), said)


@register.filter
def both_ways(instant: datetime | None, zone: str = "UTC") -> str:
    """The same as a filter, in ``zone``, seen from now; ``{% when %}`` sees it from the page's ``at``."""
    return "" if instant is None else words.both_ways(instant, desk_clock.now(), zone)


@register.filter
def duration(span: timedelta | None) -> str:
    """A span in words: "5 h 20 min", "3 days 4 h"; "" for None."""
    return "" if span is None else words.duration(span)


@register.filter
def seen(text: object) -> SafeString:
    """Words of people as they are: marks that turn the direction or cannot be seen are shown by their numbers."""
    return lines.seen(text)


@register.simple_tag
def scripts(text: str) -> SafeString | str:
    """A warning where one word mixes letters of scripts that look alike ("pаypal" with a Cyrillic a); else ""."""
    found = lines.mixed(str(text))
    return format_html('<span class="mark">mixes {} letters</span>', found) if found else ""


@register.simple_tag
def standing(word: str) -> SafeString:
    """A standing as mark, word and colour: kept, at risk, broken, unproven, noted ("at_risk" is understood)."""
    plain = str(word).replace("_", " ").replace("-", " ")
    mark = STANDINGS.get(plain, "·")
    kind = plain.replace(" ", "-") if plain in STANDINGS else "noted"
    return format_html('<span class="standing {}"><span aria-hidden="true">{}</span> {}</span>', kind, mark, plain)


@register.simple_tag
def state(word: str) -> SafeString:
    """The state of a case as a mark."""
    plain = STATES.get(word, str(word).replace("_", " "))
    return format_html('<span class="state {}">{}</span>', PHASES.get(word, "open"), plain)


class Person(Protocol):
    """A member, as far as words need it."""

    user: Any


@register.simple_tag
def person(member: Person | None, nobody: str = "nobody") -> str:
    """What a member is called: the first name, or else the address."""
    return nobody if member is None else member.user.first_name or member.user.email


@register.simple_tag
def severity(band: str, score: Decimal | float | None = None) -> SafeString:
    """A severity with bars and, where there is one, the CVSS score; "not rated" where nobody has said."""
    if not band:
        return SafeString('<span class="severity unrated">not rated</span>')
    bars = "▮" * BARS.get(band, 0) + "▯" * (4 - BARS.get(band, 0))
    said = band if score is None else f"{band} {score}"
    return format_html(
        '<span class="severity {}"><span class="bars" aria-hidden="true">{}</span> {}</span>', band, bars, said
    )


@register.simple_tag
def sentence(quoted: Quoted, words_of_it: str = "") -> SafeString:
    """The sentence of a policy with its place: what serves as the reason of everything on the desk."""
    version = getattr(quoted, "version", None)
    number = getattr(version, "number", version)
    return format_html(
        '<blockquote class="sentence"><p>{}</p> <footer>{}:{}{}</footer></blockquote>',
        words_of_it or quoted.sentence,
        quoted.document,
        quoted.line,
        f", version {number}" if isinstance(number, int) else "",
    )


@register.simple_tag
def chart(months: Iterable[charts.Month | tuple[str, int, int]]) -> SafeString:
    """Bars by month; takes ``faces.chart.Month`` or (label, kept, late)."""
    return charts.bars(each if isinstance(each, charts.Month) else charts.Month(*each) for each in months)
