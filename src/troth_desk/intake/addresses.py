"""Addresses that go into answers and receipts: whole, with the desk's own host."""

from __future__ import annotations

from django.urls import reverse

from troth_desk.cases.links import address_of_link
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation, Project


def portal(organisation: Organisation, token: str) -> str:
    """The reporter's own page; ``token`` is the secret of their link."""
    return address_of_link(organisation, token)


def report_page(organisation: Organisation, project: Project) -> str:
    """Where everybody can report."""
    return whole(reverse("intake:report", kwargs={"organisation": organisation.slug, "project": project.slug}))


def policy_page(organisation: Organisation, project: Project) -> str:
    """The text of the policy, line by line."""
    return whole(reverse("intake:policy", kwargs={"organisation": organisation.slug, "project": project.slug}))
