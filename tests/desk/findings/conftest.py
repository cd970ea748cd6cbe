"""Results as tools would give them, and a policy that promises times."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from troth_desk.findings.actions.bringing import Brought, bring
from troth_desk.findings.seen import Delivered, Seen
from troth_desk.findings.states import Kind, Severity
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

POLICY = """\
# Security policy

### Critical Vulnerabilities (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch or temporary mitigation
- **Communication**: Internal security team notification

### High Vulnerabilities (CVSS 7.0-8.9)
- **Response Time**: 72 hours
- **Action**: Plan and implement fix
- **Communication**: Development team notification

## Patching

- Known vulnerabilities in dependencies of high severity are patched within 14 days.
- Reported vulnerabilities are resolved within 90 days of the report.
- All updates are tested in staging before production.
"""


def warning(rule: str = "B602", line: int = 3, **given: Any) -> Seen:
    """What a scanner of source says."""
    told = {"path": "app/run.py", "text": "a shell is started", "context": "c0ffee", "said": "high",
            "severity": Severity.HIGH, **given}  # fmt: skip
    return Seen(tool="bandit", rule=rule, line=line, **told)


def known(rule: str = "PYSEC-2026-1", package: str = "hull", **given: Any) -> Seen:
    """What a scanner of dependencies says."""
    told = {"version": "1.2.0", "text": "crash on long names", "severity": Severity.HIGH, "said": "high",
            "fixed": ("1.2.1",), "aliases": ("CVE-2026-1000",), "tool": "pip-audit", **given}  # fmt: skip
    return Seen(rule=rule, package=package, kind=Kind.DEPENDENCY, **told)


@pytest.fixture
def brings(project: Project, at: datetime) -> Callable[..., Brought]:
    """Bring in what a tool says, ``later`` than the begin of the test."""

    def brought(*seen: Seen, later: timedelta = timedelta(), **given: Any) -> Brought:
        tool = given.pop("tool", seen[0].tool if seen else "bandit")
        ids, source = given.pop("ids", False), given.pop("source", "sarif")
        ran = at + given.pop("ran", later)
        digest = given.pop("digest", hashlib.sha256(repr((seen, later, given, tool, ran)).encode()).hexdigest())
        delivered = Delivered(tool=tool, at=ran, seen=seen, **given)
        return bring(project, delivered, source=source, digest=digest, by=SYSTEM, at=at + later, ids=ids)

    return brought


@pytest.fixture
def policy(project: Project, at: datetime) -> PolicyVersion:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at - timedelta(days=1))
    return PolicyVersion.objects.get(project=project)
