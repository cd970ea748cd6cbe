"""Two policies of our own that have every kind of clause of the two that the desk has to run, and a case under each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from troth_desk.cases import actions
from troth_desk.cases.actions import Opened, Report
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

STAGES = """\
# Security policy

## Reporting

Write to security@example.org. Do not open public issues.

1. **Acknowledgment**: Within 48 hours of your report
2. **Initial Assessment**: Within 5 business days
3. **Status Updates**: Every 7 days until resolution
4. **Resolution**: Target within 90 days for critical issues

You will be credited in the advisory (unless you prefer anonymity).
We may offer a bounty for significant findings (at our discretion).

## Disclosure

We follow a coordinated disclosure approach.

We request a 90-day disclosure window for critical vulnerabilities.
"""
SEVERITIES = """\
# Platform security

## Vulnerability Response

### Critical Vulnerabilities (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch or temporary mitigation
- **Communication**: Internal security team notification

### High Vulnerabilities (CVSS 7.0-8.9)
- **Response Time**: 72 hours
- **Action**: Plan and implement fix
- **Communication**: Development team notification

### Medium Vulnerabilities (CVSS 4.0-6.9)
- **Response Time**: 1 week
- **Action**: Schedule fix in next release
- **Communication**: Regular security updates

### Low Vulnerabilities (CVSS 0.1-3.9)
- **Response Time**: 2 weeks
- **Action**: Include in regular maintenance
- **Communication**: Quarterly security reports

## Contact Information

### Security Team
- **Email**: security@example.org
- **Emergency**: +1-555-010-0000

### Reporting Security Issues
1. **Email**: security@example.org
2. **Response**: Acknowledgment within 24 hours
"""
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"
LOW = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"
NONE = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"
REPORT = Report(
    title="Reading files of others",
    description="A request for ../../etc/passwd answers with the file of another tenant.",
    steps="1. Log in. 2. Ask for /files/../../etc/passwd.",
    impact="Everybody who has an account reads everything.",
    contact="reporter@example.org",
)


@pytest.fixture
def stages_policy(project: Project, at: datetime) -> PolicyVersion:
    return import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)


@pytest.fixture
def severities_policy(project: Project, at: datetime) -> PolicyVersion:
    return import_texts(project, {"SECURITY.md": SEVERITIES}, by=SYSTEM, at=at)


@pytest.fixture
def by(responder: Membership) -> Actor:
    return actor_of(responder)


@pytest.fixture
def opened(project: Project, stages_policy: PolicyVersion, at: datetime) -> Opened:
    """A report under the policy of the five stages."""
    return actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)


@pytest.fixture
def rated_opened(project: Project, severities_policy: PolicyVersion, at: datetime) -> Opened:
    """A report under the policy that says what each severity sets off."""
    return actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)


@pytest.fixture
def program(responder: Membership, key_for: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Headers of a program with scopes."""
    return partial(key_for, responder)
