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
