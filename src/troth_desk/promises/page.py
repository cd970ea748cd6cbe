"""The team's page of promises as HTML: the policy's own text, laid out as the report of a check lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troth.report.html import beside, evidence, layout, overview
from troth.report.html.evidence import Teller
from troth.report.html.tags import Html, tag
from troth_desk.policies import queries as policies
from troth_desk.promises import telling
from troth_desk.promises.judging import Stood
from troth_desk.scans.models import Scan


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page; each is HTML that escapes what it shows."""

    headline: Html
    below: Html
    bar: Html
    side: Html
    documents: Html
    beside: Html
    keys: Html


def parts(stood: Stood, checks: Sequence[Scan]) -> Parts:
    """The page of ``stood``; ``checks`` are earlier results, the newest first."""
    result = stood.result
    anchors = layout.anchors_of(result)
    since = policies.said_since(stood.version)
    teller = Teller(
        facts=evidence.room(len(result.judged)),
        notes=telling.notes(stood),
        more={one.id: telling.more(stood, one, checks, since.get(one.id)) for one in result.judged},
        explained=False,
    )
    return Parts(
        headline=overview.headline(result),
        below=overview.below(result),
        bar=overview.bar(result),
        side=overview.side(result, anchors) if result.judged else beside.empty(result),
        documents=layout.documents(result, anchors, teller),
        beside=Html(beside.findings(result) + beside.not_seen(result) + beside.legend()),
        keys=layout.keys(),
    )


def search() -> Html:
    """The search of the list; the script shows it, since it does nothing without."""
    return tag(
        "search",
        tag("label", "Search the promises", tag("kbd", "/", aria_hidden="true"), for_="~search"),
        tag("input", type="search", id="~search", aria_keyshortcuts="/", autocomplete="off", spellcheck="false"),
        hidden=True,
    )
