"""Plans for incidents: the classes and levels that each names."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.formats.commitment_json import to_json
from troth.policy.reader import read


def classes(text: str) -> list[tuple[str, bool]]:
    """The classes of incidents that ``text`` names, and whether each is a level."""
    found = [to_json(each) for each in read("INCIDENTS.md", text, tools.NAMES).commitments]
    return [(each["name"], bool(each.get("level"))) for each in found if each["kind"] == "incident_class"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Critical (P1)", "Critical (P1)"),
        ("High (SEV-2) - all hands", "High (SEV-2)"),
        ("Medium (Level 3): within a day", "Medium (Level 3)"),
        ("Low (4 days)", "Low"),
        ("Critical Incidents", "Critical Incidents"),
        ("P0 - Critical", "P0 - Critical"),
        ("SEV1 (Critical)", "SEV1 Critical"),
    ],
)
def test_a_level_keeps_its_code_and_its_grade(heading: str, name: str) -> None:
    text = f"# Incident plan\n\n## Severity levels\n\n### {heading}\n\nThe harbour is closed."
    assert classes(text) == [(name, True)]


@pytest.mark.parametrize(
    ("cell", "name"), [("SEV-1 (Critical)", "SEV-1 (Critical)"), ("P2 (next day)", "P2"), ("High", "High")]
)
def test_a_level_in_a_table_keeps_its_grade(cell: str, name: str) -> None:
    text = f"# Incident plan\n\n## Severity\n\n| Level | Meaning |\n| --- | --- |\n| **{cell}** | ferries stand still |"
    assert classes(text) == [(name, True)]


PLAN = "# Incident response plan\n\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "## Scope\n\nExamples: a lost key, lamp outage, forged release and ticket fraud.",
            ["lost key", "lamp outage", "forged release", "ticket fraud"],
        ),
        (
            "## Scope\n\nIncidents include stolen laptops, leaked keys, and outages.",
            ["stolen laptops", "leaked keys", "outages"],
        ),
        (
            "## Cases\n\n| Event | Severity | Action |\n|---|---|---|\n| Lamp goes out | High | Look |",
            ["lamp goes out"],
        ),
        ("## Drills\n\n| # | Scenario | Priority |\n|---|---|---|\n| 1 | Lamp theft | P1 |", ["lamp theft"]),
        (
            "## Response\n\n### Certificate expiration emergency\n\nA new one is made.",
            ["Certificate expiration emergency"],
        ),
        (
            "A harbour incident is any event such as a lost key, lamp outage or forged release.",
            ["lost key", "lamp outage", "forged release"],
        ),
        (
            "## What is an incident?\n\nAnything odd.\n\n**Examples:**\n\n- Lost key\n- Lamp outage",
            ["lost key", "lamp outage"],
        ),
        (
            "## Cases\n\n1. **Lamp theft:**\n   - Look\n2. **Key loss:**\n   - Run\n3. **Pier attack:**\n   - Hide",
            ["lamp theft", "key loss", "pier attack"],
        ),
        ("## Types of breaches\n\n### Scenario 1: Key loss (Most common - 50%)\n\nLook.", ["Key loss"]),
    ],
)
def test_incidents_are_told_in_sentences_and_tables(text: str, names: list[str]) -> None:
    assert classes(PLAN + text) == [(name, False) for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Tipos de incidentes\n\n1. **Fuga de aceite**: el puerto\n2. **Acceso no autorizado**: la grúa", 2),
        ("## Qué es un incidente\n\n- Fuga de aceite\n- Grúa robada", 2),
        ("## Gravedad del incidente\n\n1. **Cantidad de aceite**: mucho\n2. **Duración**: larga", 0),
        ("## Tipos de incidentes\n\n1. **Contención**: cerrar\n2. **Recuperación**: abrir", 0),
    ],
)
def test_kinds_of_incidents_are_told_in_other_languages(text: str, names: int) -> None:
    title = (
        "# Plan de respuesta a incidentes\n\nEste documento describe cómo respondemos a los incidentes del puerto.\n\n"
    )
    assert len(classes(title + text)) == names


def test_levels_are_told_line_by_line() -> None:
    text = f"{PLAN}SEV1: all ferries stand still.\n\nSEV2: one ferry stands still.\n"
    assert classes(text) == [("SEV1", True), ("SEV2", True)]


@pytest.mark.parametrize(
    "text",
    [
        "## Escalation\n\n### Level 1: On-call engineer\n\n- Leaked keys\n\n### Level 2: Technical lead\n\n- Outages",
        "## Escalation path\n\n- Level 1: duty officer\n- Level 2: harbour master and team",
        "## Roles\n\nThe role of the incident commander includes:\n\n- Call the crew\n- Host a talk",
        "## Tools\n\nExamples: a horn, a bell, a lamp.",
        "## Steps\n\n### Contain and find the leak\n\nThe gate is shut.",
        "## Crew\n\nL1: all is well by the harbour.\n\n**Examples:**\n\n- Ann\n- Bob",
        "## Crew\n\n| # | Name | Phone |\n|---|---|---|\n| 1 | Ann | 12 |",
    ],
)
def test_people_tools_and_steps_are_no_incidents(text: str) -> None:
    assert classes(PLAN + text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Scope\n\n- Ticket fraud\n- Major lamp outages\n- Wrong tides that cause loss", 3),
        ("## Scope\n\n- The ticket office\n- The pier\n- Major lamp outages", 0),
        ("## Levels\n\nIncidents fall into these groups:\n\n- **Swells**: high water\n- **Leaks**: low ships", 2),
        ("## Levels\n\nShips fall into these groups:\n\n- **Tugs**: small\n- **Liners**: large", 0),
        ("## Terms\n\nA **pier incident** is defined as anything that stops two ferries.", 1),
        ("## Terms\n\nA lost key must be handled as a supply-chain incident until it is found.", 1),
        ("## Terms\n\nA security incident is any event that stops a ferry.", 0),
        ("## Terms\n\nA lost key is treated as an incident.", 0),
        ("## Terms\n\nA lost key is handled as a low incident, a lost horn is treated as an internal incident.", 0),
        ("## Terms\n\nA lost horn is treated as an internal incident.", 0),
        ("## Terms\n\nA major incident is defined as anything that stops two ferries.", 1),
        ("## Cases\n\n1. **File upload attack:**\n   - x\n2. **Ticket fraud:**\n   - x\n3. **Key theft:**\n   - x", 3),
        ("## Types\n\n| Incident | Owner |\n| --- | --- |\n| — | — |", 0),
        ("## Types\n\n| Incident | Owner |\n| --- | --- |\n| Key theft | Pilot |", 1),
    ],
)
def test_kinds_of_incidents_are_told_in_many_shapes(text: str, names: int) -> None:
    assert len(classes(PLAN + text)) == names


def test_a_scenario_of_other_things_is_no_class() -> None:
    assert classes("# Forks\n\n## Cases\n\n### Scenario 1: Tests fail on a fork\n\nRun them again.") == []
    assert classes("# Harbour\n\n## Cases\n\n### Scenario 1: Leaked lamp key\n\nChange it.") == []
    assert classes("# Emergency recovery procedures\n\n### Scenario 1: Wrong tide table\n\nPrint it again.") == [
        ("Wrong tide table", False)
    ]


SCENARIOS = (
    "### Scenario 1: Leaked signing key\n\n- Revoke the key\n\n### Scenario 2: Stolen berth list\n\n- Tell the port"
)


def test_a_title_that_speaks_of_summaries_makes_no_form_of_a_whole_plan() -> None:
    text = f"# Incident summary\n\n## Incident response\n\n{SCENARIOS}"
    assert classes(text) == [("Leaked signing key", False), ("Stolen berth list", False)]


def test_a_form_in_a_plan_names_no_incidents() -> None:
    text = f"# Harbour\n\n## Incident response\n\n### Incident report template\n\n{SCENARIOS.replace('###', '####')}"
    assert classes(text) == []
