"""Clauses without a promise: prose, what a report should contain, and advice to users yield nothing to judge."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Guidance

PROSE = [
    "# Security\n\nThe maintainers of Ferry care about the safety of passengers.\n",
    "# Security\n\nThank you for helping to keep Ferry safe!\n",
    "# Security\n\nThis page describes how Ferry handles security.\n",
    "# History\n\n- 2025-02-01: first version of this page\n- 2025-03-01: response times added\n",
    "# Questions\n\nFor everything else see [the contributing guide](CONTRIBUTING.md).\n",
]
REPORTS = "# Reporting\n\nPlease include:\n\n- a description of the problem\n- steps that reproduce it\n- its impact\n- a fix, if you have one\n"
ADVICE = "# Security best practices for users\n\n- Enable TLS for every connection.\n- Rotate your credentials regularly.\n- Keep your dependencies up to date.\n"


@pytest.mark.parametrize("text", [*PROSE, REPORTS])
def test_prose_and_report_contents_promise_nothing(text: str) -> None:
    assert read("SECURITY.md", text, tools.NAMES).commitments == ()


def test_advice_to_users_is_at_most_noted() -> None:
    found = read("SECURITY.md", ADVICE, tools.NAMES).commitments
    assert all(isinstance(commitment, Guidance) for commitment in found)
