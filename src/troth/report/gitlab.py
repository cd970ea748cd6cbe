"""A check as GitLab Code Quality (https://docs.gitlab.com/ci/testing/code_quality/): the merge request shows its lines.

GitLab compares the report of the merge request with that of its target by the fingerprints, so only changes speak. The
format is a list of issues and holds nothing of the run: the log of the job tells date, commit and counts.
"""

from __future__ import annotations

from typing import Any

from troth.formats import json_text
from troth.report.alerts import Alert, alerts, beside, short, stepped
from troth.report.manner import Manner
from troth.terms.result import Result
from troth.terms.verdict import CONTRADICTIONS, Standing

MOST_ISSUES = 25_000
_SEVERITIES = {Standing.BROKEN: "major", Standing.AT_RISK: "minor", Standing.UNPROVEN: "info"}
"""GitLab knows info, minor, major, critical and blocker; how grave a broken promise is, no tool can tell."""


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """The issues: broken first, then at risk, then findings beside the promises; unproven ones with ``-v``."""
    standings = (Standing.BROKEN, Standing.AT_RISK, *((Standing.UNPROVEN,) if manner.verbose else ()))
    found = [*alerts(result, standings, accepted=manner.verbose), *beside(result, accepted=manner.verbose)]
    return json_text.printed([_issue(each, result, manner) for each in found[:MOST_ISSUES]]).decode()


def _issue(alert: Alert, result: Result, manner: Manner) -> dict[str, Any]:
    place: dict[str, Any] = {"path": _path(alert, manner), "lines": {"begin": max(alert.span.line or 1, 1)}}
    return {
        "type": "issue",
        "check_name": f"troth/{alert.rule}",
        "description": _description(alert),
        "content": {"body": f"Checked on {result.at.isoformat()} at {short(result.commit[:8]) or 'no commit'}."},
        "categories": ["Security"],
        "severity": _severity(alert),
        "fingerprint": alert.fingerprint,
        "location": place,
    }


def _path(alert: Alert, manner: Manner) -> str:
    """GitLab takes paths as they are, not as URIs; what is no text in them is shown as it is elsewhere."""
    return short(f"{manner.prefix}/{alert.span.path}" if manner.prefix else alert.span.path, 4096)


def _description(alert: Alert) -> str:
    more = len(alert.same) - 1
    parts = [alert.said + (f" (and {more} more of the same cause)" if more > 0 else "")]
    if alert.same:
        span = alert.same[0].verdict.commitment.span
        parts.append(f"{short(str(span))}: “{alert.sentence}”")
    parts += [stepped(alert.next)] if alert.next else []
    return " – ".join(parts)


def _severity(alert: Alert) -> str:
    if alert.standing is not None:
        return _SEVERITIES[alert.standing]
    return "minor" if alert.rule.removeprefix("finding/") in CONTRADICTIONS else "info"
