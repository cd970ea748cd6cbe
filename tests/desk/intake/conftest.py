"""A policy of our own that asks reporters for things and promises them times, and a browser that checks its forms."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desk.gnupg import gnupg
from troth_desk import clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Project

__all__ = ["gnupg"]

POLICY = """\
# Security policy

## Reporting

Please do not report weaknesses in public issues. Write to security@example.org.

Include:
- Description of the vulnerability
- Steps to reproduce
- Potential impact
- Affected version(s)
- Any suggested fixes (optional)

## What to expect

1. **Acknowledgment**: Within 48 hours of your report
2. **Initial Assessment**: Within 5 business days
3. **Status Updates**: Every 7 days until resolution
4. **Resolution**: Target within 90 days for critical issues
"""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""What every page takes for the present: Monday, 2 March 2026, 10:00 in Berlin."""


@pytest.fixture
def policy(project: Project, at: datetime) -> PolicyVersion:
    with scope.inside(project.organisation):
        return import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)


@pytest.fixture(autouse=True)
def the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    """One instant for all pages."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def openpgp_keys(tmp_path: Path, settings: Any) -> Path:
    """A folder of keys for each test: ids of organisations come again."""
    settings.OPENPGP_KEY = ""
    settings.OPENPGP_FOLDER = tmp_path / "keys" / "openpgp"
    return tmp_path / "keys" / "openpgp"


@pytest.fixture
def outsider() -> Client:
    """A browser of nobody, which has to send the CSRF token like any other."""
    return Client(enforce_csrf_checks=True)
