"""An organisation, its project and its people, at one fixed instant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.people_fixtures import (
    auditor,
    auditor_client,
    joins,
    owner,
    owner_client,
    responder,
    responder_client,
    reviewer,
    reviewer_client,
)
from troth_desk.tenants.models import Organisation, Project

__all__ = [
    "auditor",
    "auditor_client",
    "joins",
    "owner",
    "owner_client",
    "responder",
    "responder_client",
    "reviewer",
    "reviewer_client",
]


@pytest.fixture
def at() -> datetime:
    """Monday, 2 March 2026, 09:00 UTC."""
    return datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def organisation(db: None, at: datetime) -> Organisation:
    return Organisation.objects.create(slug="harbour", name="Harbour", zone="Europe/Berlin", created_at=at)


@pytest.fixture
def other_organisation(db: None, at: datetime) -> Organisation:
    return Organisation.objects.create(slug="lighthouse", name="Lighthouse", created_at=at)


@pytest.fixture
def project(organisation: Organisation, at: datetime) -> Project:
    return Project.objects.create(organisation=organisation, slug="harbour", name="Harbour", created_at=at)
