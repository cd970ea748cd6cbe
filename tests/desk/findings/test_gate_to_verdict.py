"""From gates on the desk, by its signed facts, to what ``troth check`` says of the promise."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.findings.conftest import POLICY
from troth.cli.__main__ import main
from troth_desk.findings import actions
from troth_desk.findings.actions.gates import Told
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs.actions import issue_facts
from troth_desk.tenants.models import Project

LINE = next(number for number, line in enumerate(POLICY.splitlines(), 1) if "staging" in line)
HOUR = timedelta(hours=1)
RUN = Told(evidence="https://ci.example.org/runs/17")


def standing(project: Project, root: Path, capsys: pytest.CaptureFixture[str], day: datetime) -> str:
    """What the checker says of the promise on ``day``, with the facts that the desk issues then."""
    (root / "SECURITY.md").write_text(POLICY)
    (root / "desk-key.pem").write_text(signing.public_key_pem())
    (root / "facts.json").write_text(json.dumps(issue_facts(project, by=SYSTEM, at=day)))
    capsys.readouterr()
    given = ["--desk-facts", str(root / "facts.json"), "--at", day.date().isoformat()]
    main(["check", str(root), "--no-tools", "--no-cache", "--json", *given])
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    return next(str(one["standing"]) for one in verdicts if one["line"] == LINE)


def test_tested_first_is_kept_and_the_other_order_breaks_it_for_good(
    project: Project, policy: PolicyVersion, at: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = timedelta(days=1)
    assert standing(project, tmp_path, capsys, at) == "unproven"
    first = actions.begin(project, "1.0", by=SYSTEM, at=at)
    actions.tested(first, RUN, by=SYSTEM, at=at + HOUR)
    actions.shipped(first, Told(), by=SYSTEM, at=at + 2 * HOUR)
    assert standing(project, tmp_path, capsys, at + day) == "kept"
    second = actions.begin(project, "1.1", by=SYSTEM, at=at + day)
    actions.shipped(second, Told(), "the site was down", by=SYSTEM, at=at + day + HOUR)
    assert standing(project, tmp_path, capsys, at + 2 * day) == "broken"
    actions.tested(second, RUN, by=SYSTEM, at=at + 2 * day)
    assert standing(project, tmp_path, capsys, at + 3 * day) == "broken"
