"""Documents longer than any policy: read in little time, and what stands late in them as what stands early."""

from __future__ import annotations

import time

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Commitment, Deadline

LONG = {
    "sentences that follow in turn": "## Our response process\n\n" + "Then we mend the hull. " * 1_000,
    "headings that are stages": "## Process of the harbour\n\n" + "### Fix\n\n- We mend the hull\n\n" * 1_500,
    "ways in": "## Reporting\n\n"
    + "".join(f"Report leaks at https://github.com/quay/f{n}/security/advisories/new.\n\n" for n in range(1_500)),
    "commas before a time": "## Response\n\nWe fix " + "," * 200 + " x patch within 2 days.\n",
    "digits of a stage": "## Vulnerability handling process\n\n### "
    + "1" * 300
    + " a b c d fix e f g h i j k\n\n- Mend\n",
    "many a but": "## Checks\n\nWe would love to use "
    + ", ".join(["bandit", "semgrep", "trivy"] * 16)
    + " but" * 880
    + "\n",
    "actions that are not taken": ("We will not " + "sue " * 2_000 + "\n\n") * 20,
    "denials before an action": ("We will not " * 300 + "sue " * 1_500 + "\n\n") * 5,
    "crosses in a cell": "## Checks\n\n| Tool | Used |\n|---|---|\n| CodeQL | " + "❌" * 3_900 + "x |\n",
    "digits of a version": '## Supported versions\n\n- Supported releases: "v' + "7" * 3_900 + "\n",
    "quotes before a version": "## Supported versions\n\n- Unsupported versions: " + '"' * 3_900 + "\n",
}


def made(text: str) -> tuple[Commitment, ...]:
    return read("SECURITY.md", f"# Security\n\n{text}", tools.NAMES).commitments


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_a_long_document_takes_little_time(text: str) -> None:
    begun = time.process_time()
    made(text)
    assert time.process_time() - begun < 6


def test_a_severity_that_opens_a_late_paragraph_is_heard() -> None:
    before = "\n\n".join(f"Berth {number} is free." for number in range(30))
    text = f"## Fixes\n\n{before}\n\n**Critical** — anyone can board. We aim to ship a fix in 48 hours.\n"
    assert [each.severity for each in made(text) if isinstance(each, Deadline)] == [("critical",)]
