"""What an advisory begins with: what the case, its rating and its people say already."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec.structs import replace

from troth.terms.advisory import Vector
from troth.terms.own_advisory import Product, Reference
from troth.terms.package import package
from troth_desk.cases.models import Case
from troth_desk.publishing import crediting, queries
from troth_desk.publishing.content import LONGEST, Content
from troth_desk.publishing.models import Publisher
from troth_desk.publishing.window import window
from troth_desk.tenants.models import Project

VECTORS = {"CVSS:3": "CVSS_V3", "CVSS:4": "CVSS_V4"}
"""How OSV calls the types of vectors, by what they begin with."""


def prefilled(project: Project, case: Case | None) -> Content:
    """The first draft of an advisory of ``project``. The words of the report are the team's to rewrite."""
    settled = queries.publisher(project)
    begun = Content(
        products=(product(project, settled),),
        references=_references(project),
        hold_details=window(project) is not None,
    )
    if case is None:
        return begun
    return replace(
        begun,
        title=case.title[: LONGEST["title"]],
        details=_words(case.description)[: LONGEST["details"]],
        impact=_words(case.impact)[: LONGEST["impact"]],
        severity=tuple(filter(None, (vector(case.cvss_vector),))),
        aliases=tuple(_aliases(case)),
        credits=crediting.thanks_of(case),
    )


def product(project: Project, settled: Publisher) -> Product:
    """What the project ships, as was settled; all of its versions until somebody names them."""
    named = package(settled.ecosystem, settled.package) if settled.ecosystem and settled.package else None
    return Product(
        name=settled.product or settled.package or project.name,
        vendor=settled.vendor,
        package=named,
        repository=project.repository_url,
    )


def vector(said: str) -> Vector | None:
    """A vector of CVSS with its type; None for what is of no version that advisories carry."""
    kind = VECTORS.get(said.strip()[:6])
    return Vector(kind, said.strip()) if kind else None


def _words(text: str) -> str:
    return text.replace("\0", "").strip()


def _references(project: Project) -> tuple[Reference, ...]:
    address = project.repository_url
    if urlsplit(address).scheme not in {"http", "https"}:
        return ()
    return (Reference(url=address, kind="package", title=project.name),)


def _aliases(case: Case) -> list[str]:
    """Names that GitHub gave the report; its app stands above this one, so they are reached from the case."""
    hosted = getattr(case, "hosted", None)
    found: list[str] = []
    for one in hosted.all() if hosted is not None else ():
        found += [each for each in (one.ghsa_id, one.cve_id) if each]
    return list(dict.fromkeys(found))
