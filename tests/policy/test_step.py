"""Names of steps: the label, else the words without who, when and how."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.policy.words.step import step_name
from troth.terms.commitment import DisclosureStep


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("Triage: we look at the report", "triage", "triage"),
        ("We will acknowledge your report within two days.", "", "acknowledge the report"),
        ("The security team creates a patch (in private).", "", "create a patch"),
        ("The core team notifies the packagers", "", "notify the packagers"),
        ("Releases are prepared, signed and uploaded", "", "prepare, sign and upload releases"),
        ("Day 3 | Fix is drafted", "day 3", "draft fix"),
        ("Step 2: Public notice", "step 2", "public notice"),
        ("Credit you in the release notes, unless you object", "", "credit the reporter"),
        ("Coordinator: Close the report", "coordinator", "close the report"),
        ("Developer & Coordinator: decide on a release date", "developer & coordinator", "decide on a release date"),
        ("Owner review: the owner looks at it", "owner review", "owner review"),
        ("Investigate and keep you updated", "", "investigate"),
        ("Release a patch and credit you", "", "release a patch"),
        ("Triage and reproduce the issue", "", "triage and reproduce the issue"),
        ("Push the new image to the registry of the harbour", "", "push the new image"),
        ("Merge the private branch into main", "", "merge the private branch"),
        ("Validate the fix with regression tests", "", "validate the fix"),
        ("Submit an advisory to the ferry database", "", "submit an advisory"),
        ("Score with CVSS", "", "score with cvss"),
        ("Within 24 hours: Confirm receipt of the report", "within 24 hours", "confirm receipt"),
        ("Immediately: notify the pilots", "immediately", "notify the pilots"),
        ("Make a patch release for the newest ferry", "", "make a patch release"),
        ("Prepare fixes for all supported ferries", "", "prepare fixes for supported ferries"),
        ("Confirm the leak and assign severity", "", "confirm the leak and assign severity"),
        ("Draft a short public notice and record the date", "", "draft a short public notice"),
        ("Track the owner and the target", "", "track the owner and the target"),
        ("Two days after the notice, the fixes are applied", "", "fixes are applied"),
        ("In no more than three days, the response team answers the reporter", "", "answer the reporter"),
        ("We work to verify the issue", "", "verify the issue"),
        ("Prepare patches in private", "", "prepare patches"),
        ("Audit all branches until nothing is left", "", "audit all branches"),
        ("A public date is agreed", "", "public date is agreed"),
        ("3. Publish an advisory via the usual list", "", "publish an advisory"),
        ("", "", ""),
    ],
)
def test_a_step_is_named_by_what_is_done(text: str, label: str, name: str) -> None:
    assert step_name(text, label) == name


def test_long_words_are_named_in_bounded_time() -> None:
    assert len(step_name("we " * 20_000, "")) <= 100
    assert len(step_name("(" * 20_000, "")) <= 100


NUMBERED = """
1. **Reproduce**: the pilot repeats what the report says
2. **Fix**: the shipyard mends the hull
3. **Disclose**: we publish an advisory
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "## Release flow\n" + NUMBERED, ["reproduce", "fix", "disclose"], id="a numbered list in a process"
        ),
        pytest.param(
            "## Our process\n\nIn brief:\n\n- Intake: reports are received in private\n- Fix: we patch the ferry\n"
            "- Advisory: we publish a notice\n- Credit: we credit the reporter\n",
            ["intake", "fix", "advisory", "credit"],
            id="a labelled list in a process",
        ),
        pytest.param(
            "## Processus\n\n1. Réception du rapport\n2. Évaluation de la gravité\n3. Développement du correctif\n"
            "4. Divulgation responsable\n",
            [
                "réception du rapport",
                "évaluation de la gravité",
                "développement du correctif",
                "divulgation responsable",
            ],
            id="a process in French",
        ),
        pytest.param(
            "# Security\n\n## Handling of vulnerability reports\n\n### Triage\n\nThe pilot answers first.\n\n"
            "### Correction follow-up\n\nThe shipyard sets a date.\n\n### Publication\n\nThe report is made public.\n",
            ["triage", "correction follow-up", "publication"],
            id="headings that are stages",
        ),
        pytest.param(
            "# Security\n\n## Vulnerability disclosure process\n\n### Reporting channels\n\nWrite to us.\n\n"
            "### Disclosure timeline\n\nThe harbour waits.\n\n### Contact\n\nThe quay.\n",
            [],
            id="headings that are no stages",
        ),
        pytest.param("## Example of a release flow\n" + NUMBERED, [], id="an example"),
        pytest.param(
            "## Escalation path\n\n1. Harbour master → first assessment\n2. Shipyard → patch and release\n"
            "3. Insurer → notification\n",
            [],
            id="who is called after whom",
        ),
        pytest.param(
            "## Response process\n\n1. **Acknowledgement**: within 2 days\n2. **Assessment**: within 7 days\n"
            "3. **Fix**: within 30 days\n",
            [],
            id="a list of times",
        ),
        pytest.param(
            "## Process\n\n1. Open a draft advisory\n2. Describe your finding\n3. Wait for us to confirm your report\n",
            [],
            id="what the reporter does",
        ),
        pytest.param(
            "## Disclosure\n\nAn advisory is published with each release. The goal is to disclose quickly.\n",
            [],
            id="prose that lists nothing",
        ),
        pytest.param(
            "## Vulnerability handling process\n\n1. The report is confirmed. See the page of the harbour for details.\n"
            "2. The fix is prepared. Distributors are informed by letter.\n3. The advisory is published. We prefer Tuesdays.\n",
            ["confirm the report", "prepare the fix", "publish the advisory"],
            id="one step for each numbered item",
        ),
        pytest.param(
            "## Our response process\n\nFirst, we confirm the leak. Then we prepare a fix with the shipyard. Next we "
            "request a CVE. Finally, we publish an advisory.\n",
            ["confirm the leak", "prepare a fix", "request a cve", "publish an advisory"],
            id="prose that tells one step after the other",
        ),
        pytest.param(
            "## Our response process\n\nFirst, we thank whoever writes. Then the harbour is a better place.\n",
            [],
            id="prose that tells two things",
        ),
        pytest.param(
            "## Process\n\n- When a report arrives:\n  - **Coordinator**: Confirm receipt to the reporter\n"
            "  - **Developer**: Reproduce the leak\n  - **Coordinator**: Request a CVE\n",
            ["confirm receipt", "reproduce the leak", "request a cve"],
            id="steps that begin with who takes them",
        ),
        pytest.param(
            "## Roles in the process\n\n- **Coordinator**: someone of the harbour who follows the report\n"
            "- **Owner review**: the shipyard looks at the fix\n- **Reporter**: who found it\n",
            [],
            id="roles",
        ),
        pytest.param(
            "## How the harbour handles vulnerability reports\n\n| Stage | What is done |\n|---|---|\n"
            "| Triage | The pilot confirms the leak |\n| Fix | The hull is patched |\n"
            "| Release | The ferry is released and announced |\n",
            ["triage", "fix", "release"],
            id="a table of stages",
        ),
        pytest.param(
            "## What to expect\n\n| Stage | Target |\n|---|---|\n| Acknowledgement | within 2 days |\n"
            "| Assessment | within 7 days |\n| Fix | as the severity asks |\n",
            [],
            id="a table of times",
        ),
        pytest.param(
            "# Security\n\n## Handling of vulnerability reports\n\n### Triage\n\nThe answer is one of:\n\n"
            "- **Accepted**: the report is confirmed\n- **Rejected**: the report is not confirmed\n"
            "- **Unclear**: the report is investigated\n\n"
            "### Fix development\n\nThe shipyard works.\n\n### Publication\n\nThe report is made public.\n",
            ["triage", "fix development", "publication"],
            id="a list within a stage",
        ),
    ],
)
def test_a_document_lists_its_steps(text: str, names: list[str]) -> None:
    found = read("SECURITY.md", text, tools.NAMES).commitments
    assert [each.name for each in found if isinstance(each, DisclosureStep)] == names
