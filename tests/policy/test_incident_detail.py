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


def test_steps_of_a_scenario_are_phases_though_another_was_told_before() -> None:
    steps = "\n### Leaked berth token\n\n**Response:**\n\n1. Revoke the token\n2. Read the log\n3. Tell the pilots\n"
    told = "\n### Defaced pier page\n\n**Response:**\n\n1. **Containment**: close the page\n2. **Recovery**: old page\n"
    assert named("\n## Playbooks\n" + told + steps)[2:] == ["revoke the token", "read the log", "tell the pilots"]
    assert named(PHASES + "\n## Drills\n\n1. Revoke the token\n2. Read the log\n3. Tell the pilots\n") == [
        "containment",
        "recovery",
    ]


def test_what_is_done_below_the_name_of_what_befell_is_a_phase() -> None:
    cases = (
        "\n1. **Ticket fraud:**\n   - Block the ticket\n   - Blocked by the gate\n2. **Lamp outage:**\n   - Light it\n"
    )
    assert named(cases) == ["block the ticket"]
    assert named(cases.replace("Ticket fraud", "Ticket office").replace("Lamp outage", "Lamps")) == []


def test_a_phase_with_a_note_in_brackets_holds_detail() -> None:
    phases = "\n### 1 Eradication Phase (Technical)\n\n1. Remove the barnacle\n2. Update the log\n3. Check the hull\n"
    assert named(phases) == ["eradication"]


def test_bare_names_of_phases_are_phases_where_steps_are_told() -> None:
    boxes = "- [ ] **{}**\n  - [ ] Shut gates\n- [ ] **{}**\n  - [ ] Look at ships\n"
    steps = "\n## First response (0-1 hour)\n\n" + boxes
    assert named(steps.format("Containment", "Assessment")) == ["containment", "assessment"]
    assert named(steps.format("Harbour master", "Pilots")) == []


def test_a_printed_list_of_orders_is_read_and_data_is_not() -> None:
    lines = (
        "1. Revoke the lamp key at once (see below)\n2. If need be, assess the harm\n3. Open a record in the log book\n"
    )
    assert named(f"\n## First minutes\n\n```\n{lines}```\n") == [
        "revoke the lamp key",
        "assess the harm",
        "open a record",
    ]
    data = "  - pier containment\n  - pier isolation\n  - recovery of gates\n"
    assert named(f"\n## Plan\n\n```yaml\n{data}```\n") == []


def test_what_an_intruder_could_do_is_no_phase() -> None:
    keys = "1. **Recover keys** - hashes go one way\n2. **Use hashes** - keys are checked\n"
    assert named(f"\n## Hashes\n\nIf the database is compromised, attackers cannot:\n\n{keys}") == []


def test_what_nobody_shall_do_again_leads_to_phases() -> None:
    plan = "# Incident response plan\n\n## Response\n\nSo that nobody can get in again:\n\n- Detect the breach\n"
    assert len(named(f"{plan}- Contain it\n- Restore the system\n")) == 3


def test_the_fields_of_a_report_on_one_incident_are_no_phases() -> None:
    fields = "### Detection\n\nWhen it was seen.\n\n### Lessons learned\n\nWhat we learned.\n"
    assert named(f"\n## Incident report template\n\n{fields}") == []
    assert named(f"\n## Incident reporting\n\n{fields}") == ["detection", "lessons learned"]


def test_an_immediate_response_is_called_so() -> None:
    assert named("\n## Steps\n\n1. **Immediate response**\n2. **Containment**: gates\n3. **Recovery**: lamps\n") == [
        "immediate response",
        "containment",
        "recovery",
    ]
