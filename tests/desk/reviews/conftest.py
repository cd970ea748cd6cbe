"""A policy with rhythms of every sort, and what the tests record."""

from __future__ import annotations

from datetime import datetime

import pytest

from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions as policies
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.reviews.actions import Given
from troth_desk.tenants.models import Project

POLICY = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.

## Maintenance

- **Audit frequency**: Weekly automated dependency scans with `pip-audit`
- **Dependency Review**: Monthly review of all dependencies
- **Quarterly**: Security architecture review
- **Annually**: Comprehensive security assessment
- Regular security training for the development team
- API key rotation every 90 days
- Status updates every 7 days until resolution
"""
SHOWN = Given(words="Gone through in the meeting; the notes are in the wiki.")


@pytest.fixture
def version(project: Project, at: datetime) -> PolicyVersion:
    return policies.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)


@pytest.fixture
def monthly(version: PolicyVersion) -> Promise:
    return said(version, "dependency_review")


def said(version: PolicyVersion, action: str) -> Promise:
    return Promise.objects.get(version=version, kind="recurrence", action=action)
