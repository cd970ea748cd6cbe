"""A policy with every kind of time: hours, business days, a rhythm, times by severity, lead times, discretion."""

from __future__ import annotations

from datetime import datetime

import pytest

from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

POLICY = """\
# Security policy

Write to security@example.org.

1. **Acknowledgment**: Within 48 hours of your report
2. **Initial Assessment**: Within 5 business days
3. **Status Updates**: Every 7 days until resolution
4. **Resolution**: Target within 90 days for critical issues

## Critical (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch or temporary mitigation

## High (CVSS 7.0-8.9)
- **Response Time**: 72 hours

## Medium (CVSS 4.0-6.9)
- **Response Time**: 1 week
"""


@pytest.fixture
def version(project: Project, at: datetime) -> PolicyVersion:
    return import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
