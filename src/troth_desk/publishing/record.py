"""From what the team wrote to the record that every format is written from (``troth.terms.own_advisory``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from troth.terms.own_advisory import OwnAdvisory
from troth.terms.own_advisory import Publisher as Speaks
from troth.terms.own_advisory import Revision as Edition
from troth_desk.cases.models import Case
from troth_desk.publishing import addresses, crediting, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.tenants.models import Organisation, Project

FIRST = "First publication"
LATER = "Details follow once users have had time to update, on {at:%d %B %Y}."


def public(
    advisory: Advisory, revisions: Sequence[Revision] | None = None, speaker: Speaks | None = None
) -> OwnAdvisory:
    """What the world reads of a published ``advisory``: its newest revision. ``speaker``: where it is known already.

    Raises:
        ValueError: it was never published.
    """
    shown = list(advisory.revisions.all()) if revisions is None else list(revisions)
    if not shown:
        raise ValueError(f"{advisory.reference} was never published")
    last = shown[-1]
    content = contents.read(last.content)
    if last.withheld and advisory.details_at is not None:
        content = _announcing(content, advisory.details_at)
    return _record(
        advisory,
        content,
        state="withdrawn" if advisory.withdrawn_at else "published",
        editions=tuple(Edition(number=one.number, at=one.at, words=one.summary) for one in shown),
        modified=last.at,
        speaker=speaker,
    )


def everything(organisation: Organisation, at: datetime, reference: str = "") -> Iterator[OwnAdvisory]:
    """Every published advisory of ``organisation``, the newest first; the one of ``reference`` where it is given."""
    found = queries.public(organisation, at)
    return each(found.filter(reference=reference) if reference else found)


def each(published: Iterable[Advisory]) -> Iterator[OwnAdvisory]:
    """What the world reads of each of ``published``: who speaks is looked up once a project."""
    speakers: dict[int, Speaks] = {}
    for one in published:
        if one.project_id not in speakers:
            speakers[one.project_id] = speaks(one.project)
        yield public(one, speaker=speakers[one.project_id])


def draft(advisory: Advisory, at: datetime) -> OwnAdvisory:
    """What the world would read if what is being written were published at ``at``, with all of its details.

    It is the record that people review: the editor shows it, and the checks before approval look at its formats.
    """
    content = queries.written(advisory)
    before = list(queries.revisions(advisory))
    editions = [Edition(number=one.number, at=one.at, words=one.summary) for one in before]
    editions.append(Edition(number=len(before) + 1, at=at, words=content.change or FIRST))
    return _record(advisory, content, state="published", editions=tuple(editions), modified=at, published=at)


def speaks(project: Project) -> Speaks:
    """Who speaks in the advisories of ``project``."""
    settled = queries.publisher(project)
    return Speaks(
        name=settled.vendor or project.organisation.name,
        namespace=settled.namespace or addresses.root(),
        contact=addresses.report_page(project),
        cve_org=settled.cna,
    )


def organisation_speaks(organisation: Organisation) -> Speaks:
    """Who speaks in what holds advisories of several projects: feeds, and the description of the provider."""
    return Speaks(name=organisation.name, namespace=addresses.root(), contact=addresses.root())


def _record(
    advisory: Advisory,
    content: Content,
    *,
    state: str,
    editions: tuple[Edition, ...],
    modified: datetime,
    published: datetime | None = None,
    speaker: Speaks | None = None,
) -> OwnAdvisory:
    case: Case | None = advisory.case
    organisation = advisory.project.organisation
    return OwnAdvisory(
        id=advisory.reference,
        title=content.title,
        summary=content.summary,
        publisher=speaker or speaks(advisory.project),
        state="withdrawn" if state == "withdrawn" else "published",
        aliases=content.aliases,
        related=content.related,
        details=content.details,
        impact=content.impact,
        products=content.products,
        severity=content.severity,
        cwes=content.cwes,
        exploited=content.exploited,
        remediations=content.remediations,
        references=content.references,
        credits=crediting.named(content, case),
        modified=modified,
        published=advisory.published_at or published,
        withdrawn=advisory.withdrawn_at,
        withdrawn_reason=advisory.withdrawn_reason,
        revisions=editions,
        page=addresses.page(organisation, advisory.reference),
        base=addresses.base(organisation, advisory.reference),
    )


def _announcing(content: Content, at: datetime) -> Content:
    return replace(content, details=LATER.format(at=at))
