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


def test_numbered_steps_are_phases_whatever_their_words() -> None:
    steps = "- Step 1: Sound the horn\n- Step 2: Assess damage and tide\n- Step 3: Towing: by the tug\n"
    assert named(f"\n## Workflow\n\n{steps}") == ["sound the horn", "assess damage and tide", "towing"]


def test_sections_of_procedures_are_phases_where_there_are_two() -> None:
    assert named("\n## Containment Procedures\n\nx y.\n\n## Recovery Procedures\n\nx y.\n") == [
        "containment",
        "recovery",
    ]
    assert named("\n## Recovery Procedures\n\nSee the other plan.\n") == []


def test_headings_may_tell_phases_as_orders() -> None:
    orders = "\n## Contain and isolate ships\n\nx y.\n\n## Restore and recover\n\nx y.\n\n## Close and learn\n\nx y.\n"
    assert named(orders) == ["contain and isolate ships", "restore and recover", "close and learn"]
    assert named("\n## Review the gates\n\nx y.\n") == []


def test_drawn_arrows_join_phases() -> None:
    assert named("\n## Cycle\n\nDetection ──> Containment ──> Recovery\n") == ["detection", "containment", "recovery"]


def test_an_immediate_response_is_called_so() -> None:
    assert named("\n## Steps\n\n1. **Immediate response**\n2. **Containment**: gates\n3. **Recovery**: lamps\n") == [
        "immediate response",
        "containment",
        "recovery",
    ]
