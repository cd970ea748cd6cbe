"""Whom does a new finding concern? The groups that the policy names for its severity, else the whole team."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from troth_desk.findings.models import Import
from troth_desk.notices.actions import Message, tell_all
from troth_desk.policies import queries as policies
from troth_desk.policies.responses import Response, responses
from troth_desk.tenants.models import Project

ALWAYS = ("critical", "high")
"""Severities of which somebody is told, whatever the policy says."""


def tell_of_new(project: Project, brought: Import, opened: Counter[str], *, at: datetime) -> None:
    """One notice a severity and group for what an import opened: numbers and the tool, no words of findings.

    Each goes to the groups that the policy names for the severity ("internal security team notification"); critical and
    high ones to the team where it names none. What the policy collects for a report is told by that.
    """
    if not +opened:
        return
    version = policies.current_version(project)
    said = responses(version) if version else {}
    messages = [
        _message(project, brought, severity, number, group)
        for severity, number in sorted((+opened).items())
        for group in _groups(said.get(severity), severity)
    ]
    tell_all(project.organisation, messages, at=at)


def _groups(response: Response | None, severity: str) -> list[str]:
    tellings = response.tellings if response else ()
    named = list(dict.fromkeys(group for one in tellings if not one.every for group in one.groups))
    if named:
        return named
    return [""] if severity in ALWAYS else []


def _message(project: Project, brought: Import, severity: str, number: int, group: str) -> Message:
    findings = f"finding{'s' * (number != 1)}"
    return Message(
        key=f"import:{brought.pk}:{severity}:{group}"[:200],
        subject=brought.subject,
        title=f"{project.name}: {number} new {severity} {findings}",
        body=f"{brought.stream.tool} tells of {number} {severity} {findings} that nobody has decided on. They stand "
        "under Findings, the worst first.",
        group=group,
        urgent=severity == "critical",
    )
