"""Where a sentence promises one of several tools, or each its own time, none is broken by what another does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from controls.golden import AT_RISK, BOTH, BROKEN, KEPT, SCAN, UNPROVEN, judge, says, workflow
from troth import controls
from troth.controls.tool_use import CONTROL
from troth.evidence import tools
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.policy.reader import read
from troth.terms.commitment import Recurrence, Tool

TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Every pull request is scanned by Bandit or Semgrep.", {"scan": KEPT, "bandit": KEPT, "semgrep": UNPROVEN}),
        ("Semgrep, gosec or Bandit runs in CI.", {"semgrep": UNPROVEN, "gosec": UNPROVEN, "bandit": KEPT}),
        ("Every pull request is scanned by gosec or Semgrep.", {"scan": BROKEN, "gosec": BROKEN, "semgrep": BROKEN}),
        ("Semgrep or CodeQL scans every pull request.", {"scan": UNPROVEN, "semgrep": UNPROVEN, "codeql": UNPROVEN}),
        ("Every pull request is scanned by Bandit and gosec.", {"scan": KEPT, "bandit": KEPT, "gosec": BROKEN}),
        ("CI fails if Bandit or gosec finds anything.", {"bandit": KEPT, "gosec": BROKEN}),
        ("We run Bandit on pull requests and gosec weekly.", {"P1W": UNPROVEN, "scan": KEPT, "bandit": KEPT, "gosec": UNPROVEN}),
        ("We run Bandit on pull requests and weekly.", {"P1W": UNPROVEN, "scan": AT_RISK, "bandit": AT_RISK}),
    ],
)  # fmt: skip
def test_one_of_several(tree: Callable[..., Repository], text: str, told: dict[str, object]) -> None:
    repository = tree({SCAN: workflow(BOTH, "bandit -r ."), "quay.py": "x = 1\n"})
    reading = read("SECURITY.md", f"# Checks\n\n{text}\n", tools.NAMES)
    found = {}
    for one in controls.together(reading.commitments):
        assert isinstance(one, Tool | Recurrence)
        answers = gather(Scene(repository=repository, at=TODAY), controls.wants(one))
        name = one.name if isinstance(one, Tool) else one.every or one.action
        found[name] = controls.judge(one, answers, TODAY).standing
    assert found == told


def test_what_another_may_keep_is_told_as_open(tree: Callable[..., Repository]) -> None:
    repository = tree({SCAN: workflow(BOTH, "bandit -r ."), "quay.py": "x = 1\n"})
    one = Tool(span=says("We use Semgrep or Bandit."), name="semgrep", alternatives=("bandit",))
    verdict = judge(CONTROL, one, repository)
    assert verdict.standing is UNPROVEN
    assert "open which runs, semgrep or bandit; bandit runs on" in verdict.reason


def test_what_is_open_is_told() -> None:
    text = "# Checks\n\nSemgrep, gosec or Bandit runs in CI.\n"
    found = [one for one in read("SECURITY.md", text, tools.NAMES).commitments if isinstance(one, Tool)]
    assert [(one.name, one.alternatives) for one in found] == [
        ("semgrep", ("gosec", "bandit")),
        ("gosec", ("semgrep", "bandit")),
        ("bandit", ("semgrep", "gosec")),
    ]
