"""Where the world reads advisories: addresses that never change once they were given out."""

from __future__ import annotations

from django.urls import reverse

from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation, Project


def root() -> str:
    """The desk itself."""
    return whole("/")


def report_page(project: Project) -> str:
    """Where a weakness of ``project`` is reported."""
    return whole(reverse("intake:report", args=(project.organisation.slug, project.slug)))


def list_page(organisation: Organisation) -> str:
    """All advisories of ``organisation``."""
    return whole(reverse("advisories:list", args=(organisation.slug,)))


def page(organisation: Organisation, reference: str) -> str:
    """One advisory."""
    return whole(reverse("advisories:page", args=(organisation.slug, reference)))


def base(organisation: Organisation, reference: str) -> str:
    """What the addresses of its files begin with, without a slash at the end."""
    return page(organisation, reference).rstrip("/")


def provider(organisation: Organisation) -> str:
    """The description of the CSAF provider that the organisation is."""
    return whole(reverse("advisories:csaf-provider", args=(organisation.slug,)))


def csaf_tree(organisation: Organisation) -> str:
    """The folder of its CSAF documents, with a slash at the end."""
    return whole(reverse("advisories:csaf-tree", args=(organisation.slug,)))


def feed(organisation: Organisation) -> str:
    """The Atom feed."""
    return whole(reverse("advisories:atom", args=(organisation.slug,)))
