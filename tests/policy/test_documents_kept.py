"""Which documents a policy says are kept, by which words and shapes, and what they are called."""

from __future__ import annotations

import pytest

from troth.policy.reader import read
from troth.terms.commitment import Document


def kept(text: str) -> list[str]:
    return [each.name for each in read("SECURITY.md", text).commitments if isinstance(each, Document)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Base\n\nEach one is recorded in `policies/lamp-exceptions.yaml`.", ["policies/lamp-exceptions.yaml"]),
        ("## Base\n\nEach one is built by `piers/lamp-exceptions.yaml`.", []),
        ("## Base\n\nThe result is stored at `audit-reports/audit-DATE.md`.", ["audit-reports/audit-DATE.md"]),
        ("## Base\n\nEach decision is recorded in [`docs/adr/`](docs/adr/).", ["docs/adr/"]),
        ("## Base\n\nLamps hang in [`docs/adr/`](docs/adr/).", []),
        ("## Base\n\nOur [threat model](https://ferry.example/threats) tells what we guard.", ["threat model"]),
        ("## Base\n\nOur [timetable](https://ferry.example/times) tells when we sail.", []),
        ("## Base\n\nThe [disclosure policy](https://docs.github.com/en/policy) of others is long.", []),
        (
            "## Base\n\nThe crew's runbook is in [THREATS.md §3](THREATS.md#3); see [THREATS.md](THREATS.md).",
            ["THREATS.md"],
        ),
        ("## Base\n\nSee [review the notice at once](docs/cna-handbook.md).", ["docs/cna-handbook.md"]),
        ("## The threat model\n\nIt is found [here](https://g.example/f/blob/main/ThreatModel.md).", ["threat model"]),
        ("## Out of scope\n\nThe tide is trusted; see `docs/threat-model.md`.", ["docs/threat-model.md"]),
        ("## Out of scope\n\nThe tide (`docs/threat-model.md`) is trusted.", []),
        ("## Base\n\nSee `docs/architecture/security.md`.", ["docs/architecture/security.md"]),
        ("## Base\n\nSee `docs/security.md`.", []),
    ],
)
def test_a_document_is_kept_where_it_is_pointed_to(text: str, names: list[str]) -> None:
    assert kept(text) == names


def test_cases_below_playbooks_are_no_documents() -> None:
    cases = "# Incident response\n\n## Response playbooks\n\n- **Ticket fraud**: gates\n- **Lamp outage**: lamps\n- **Fog**: horns\n"
    assert kept(cases) == []
    assert kept("# Harbour\n\n## Playbooks\n\n- Tide playbook\n- Lamp playbook\n") == ["tide playbook", "lamp playbook"]
