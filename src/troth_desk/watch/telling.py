"""Who is told that attackers use a weakness now: the groups that the policy names for its severity, else the team.

What is new is told with the findings that it opens; that a known weakness is exploited changes no finding, and cannot
wait. One notice for each project, however many weaknesses became known so on a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from troth.terms.severity import ORDER, Rating
from troth_desk.notices.actions import Message, tell_all
from troth_desk.policies import queries as policies
from troth_desk.policies.responses import responses
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch.opening import Hit

MOST_NAMED = 5
"""Weaknesses that a notice names; the page has them all."""


def exploited(organisation: Organisation, hits: Iterable[Hit], *, at: datetime) -> None:
    """Tell of weaknesses that are known to be exploited since today."""
    found = _by_project(hits)
    messages = []
    for project in _projects(organisation, found):
        same = found[project.pk]
        worst = max((hit.weakness.rating for hit in same), key=_rank)
        title = f"{project.name}: {_counted(same)} of its components known to be exploited"
        body = f"{_named(same)} CISA lists it among the vulnerabilities that attackers use."
        messages += _messages(project, worst, f"watch:exploited:{project.pk}:{_key(same)}", title, body, urgent=True)
    tell_all(organisation, messages, at=at)


def _messages(project: Project, severity: str, key: str, title: str, body: str, *, urgent: bool) -> list[Message]:
    subject = f"project:{project.pk}"
    return [
        Message(key=f"{key}:{group}"[:200], subject=subject, title=title, body=body + said, group=group, urgent=urgent)
        for group, said in groups(project, severity)
    ]


def groups(project: Project, severity: str) -> Sequence[tuple[str, str]]:
    """Whom the policy says to tell of ``severity``, each with its line; the whole team where it names nobody."""
    version = policies.current_version(project)
    response = responses(version).get(severity) if version is not None and severity else None
    found: dict[str, str] = {}
    for telling in response.tellings if response else ():
        if not telling.outside and not telling.every:
            for group in telling.groups:
                line = f" Line {telling.words.line} of {telling.words.document} promises: “{telling.words.text}”."
                found.setdefault(group, line)
    return list(found.items()) or [("", "")]


def _by_project(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    found: defaultdict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.project].append(hit)
    return dict(found)


def _projects(organisation: Organisation, ids: Iterable[int]) -> list[Project]:
    wanted = list(ids)
    return list(Project.objects.filter(organisation=organisation, pk__in=wanted).select_related("organisation"))


def _rank(rating: str) -> int:
    return ORDER.index(Rating(rating)) if rating in ORDER else 0


def _counted(hits: Sequence[Hit]) -> str:
    count = len({(hit.name, hit.ecosystem, hit.weakness.key) for hit in hits})
    return "1 known weakness" if count == 1 else f"{count} known weaknesses"


def _named(hits: Sequence[Hit]) -> str:
    ordered = sorted(hits, key=lambda hit: (-_rank(hit.weakness.rating), hit.name, hit.weakness.name))
    told = dict.fromkeys(_words(hit) for hit in ordered)
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return f"{'; '.join(list(told)[:MOST_NAMED])}{more}."


def _words(hit: Hit) -> str:
    weakness = hit.weakness
    fixed = f", fixed in {weakness.fixed}" if weakness.fixed else ", no fix is known"
    return f"{hit.name} {hit.version}: {weakness.name} ({weakness.rating}{fixed})"


def _key(hits: Sequence[Hit]) -> str:
    """Told once for the same weaknesses: the smallest id stands for all of them."""
    return str(min(hit.weakness.pk for hit in hits))
