"""Results as CI prints them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from troth import pipeline
from troth.evidence.gather import Scene
from troth.evidence.given import GivenFiles
from troth.formats import audit_result, check_result
from troth.terms.audit import Audit, Outcome
from troth.terms.seen.results import ToolRun
from troth.terms.source import Source
from troth_desk.policies.reading import digest

POLICY = """\
# Security policy

Write to security@example.org. We acknowledge reports within 48 hours.
Dependencies are scanned weekly with `pip-audit`.
"""


def check(at: datetime, policy: str = POLICY) -> dict[str, Any]:
    """What ``troth check --format json`` prints of a tree that holds nothing but ``policy``."""
    scene = Scene(repository=GivenFiles({"SECURITY.md": policy.encode()}), at=at.date())
    result = pipeline.check([Source(path="SECURITY.md", text=policy)], scene)
    told: dict[str, Any] = json.loads(check_result.encode(result))
    return told


def audit(at: datetime, tool: str = "pip-audit", *, whole: bool = True, how: str = "run") -> dict[str, Any]:
    """What ``troth audit --format json`` prints of one run of ``tool``."""
    run = ToolRun(tool=tool, argv=(tool,), directory=".", version="2.9", at=at, scanned=3, findings=())
    outcome = Outcome(tool=tool, how=how, at=at, seconds=1.0, runs=(run,) if whole else ())
    done = Audit(root="harbour", commit="", at=at, documents=("SECURITY.md",), planned=(), outcomes=(outcome,))
    told: dict[str, Any] = json.loads(audit_result.encode(done, 0))
    return told


def push(result: dict[str, Any], *, policy: str = POLICY, texts: bool = True, project: str = "harbour") -> bytes:
    """What ``troth push`` sends."""
    document = {"path": "SECURITY.md", "digest": digest(policy), **({"text": policy} if texts else {})}
    return json.dumps({"project": project, "result": result, "documents": [document], "register": None}).encode()
