"""Takes secrets out of findings before anybody keeps or prints them."""

from __future__ import annotations

import re

import msgspec

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.results import ToolFinding, ToolRun

HIDDEN = "…"
_CWES = frozenset({"CWE-259", "CWE-321", "CWE-798", "CWE-312"})
"""Hard-coded passwords, keys and credentials; sensitive data in clear text."""
_RULES = re.compile(
    r"(?:B10[567]|S10[567]|G101)\b|secret|password|credential|token|api[-_]?key|private[-_]?key", re.IGNORECASE
)
"""Rules of Bandit, ruff and gosec, and words of others, whose findings quote what they found."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_LONG = re.compile(r"[A-Za-z0-9+/_=.~-]{16,}")
"""Words so long that they may be the secret itself."""


def redacted(run: ToolRun, record: ToolRecord | None) -> ToolRun:
    """``run`` without the values of secrets: findings that are about one lose the line and all that they quote."""
    scanner = record is not None and Activity.SECRET_SCANNING in record.activities
    findings = tuple(_hidden(one) if scanner or _about_a_secret(one) else one for one in run.findings)
    return run if findings == run.findings else msgspec.structs.replace(run, findings=findings)


def _about_a_secret(finding: ToolFinding) -> bool:
    return bool(_CWES.intersection(finding.cwes) or _RULES.search(finding.rule))


def _hidden(finding: ToolFinding) -> ToolFinding:
    span = finding.span and msgspec.structs.replace(finding.span, text="")
    text = _LONG.sub(HIDDEN, _QUOTED.sub(HIDDEN, finding.text))
    return msgspec.structs.replace(finding, span=span, text=text)
