"""Steps of one case hour by hour: phases where the plan names no others, detail where it does."""

from __future__ import annotations

from troth.policy.reader import read
from troth.terms.commitment import IncidentPhase

CASE = """
## Playbooks

### Stolen lamp key

**Response Actions:**

1. **Immediate** (0-1 hour):
   - Block the pier gate
   - Preserve the harbour log
2. **Short-term** (1-4 hours):
   - Investigate the pier
   - Revoke the lamp key
"""
PHASES = "\n## Phases\n\n### Containment\n\nGates are shut.\n\n### Recovery\n\nGates are opened.\n"


def named(text: str) -> list[str]:
    found = read("INCIDENTS.md", f"# Incident response plan\n{text}").commitments
    return [each.name for each in found if isinstance(each, IncidentPhase)]


def test_steps_of_a_case_are_phases_of_a_plan_that_names_no_others() -> None:
    assert named(CASE) == [
        "block the pier gate",
        "preserve the harbour log",
        "investigate the pier",
        "revoke the lamp key",
    ]


def test_steps_of_a_case_are_detail_below_named_phases() -> None:
    assert named(PHASES + CASE) == ["containment", "recovery"]


def test_a_recovery_objective_is_no_phase() -> None:
    assert named("\n## Disaster recovery\n\n### Recovery Point Objective\n\nA day of logs.\n") == []
