"""A policy of our own that names classes and phases of incidents, and an incident under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from troth_desk.incidents import actions
from troth_desk.incidents.actions import Declared
from troth_desk.incidents.models import Incident
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

POLICY = """\
# Security of the harbour

## Incident Response

### Security Incident Classification
1. **Leak of Data**: Somebody reads what is not theirs
2. **Service Disruption**: Nobody can use it
3. **Account Takeover**: Somebody is in as somebody else

### Response Procedures
1. **Detection**: Automated monitoring and manual reports
2. **Assessment**: Determine scope and impact
3. **Containment**: Isolate affected systems
4. **Eradication**: Remove threat and vulnerabilities
5. **Recovery**: Restore normal operations
6. **Lessons Learned**: Document and improve procedures

### Customers
- We notify affected customers within 72 hours of a data breach.
"""


@pytest.fixture
def policy(project: Project, at: datetime) -> PolicyVersion:
    return import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)


@pytest.fixture
def by(responder: Membership) -> Actor:
    return actor_of(responder)


@pytest.fixture
def incident(project: Project, policy: PolicyVersion, by: Actor, at: datetime) -> Incident:
    """An incident of a class of the policy, in its first phase."""
    declared = Declared(title="The billing page cannot be reached", incident_class="service disruption")
    return actions.open_incident(project, declared, by=by, at=at)


@pytest.fixture
def program(responder: Membership, key_for: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Headers of a program with scopes."""
    return partial(key_for, responder)
