from __future__ import annotations

import pytest

from troth.report.entries import completed

ASKED = " --policy docs/SECURITY.md"


@pytest.mark.parametrize(
    "command", ["troth fix", "troth audit", "troth init --ci github", "troth init --ci pre-commit"]
)
def test_a_next_command_looks_at_the_policy_that_was_asked_for(command: str) -> None:
    assert completed(command, ASKED) == f"{command}{ASKED}"


@pytest.mark.parametrize("command", ["", "git log", "troth attest key"])
def test_other_commands_stay(command: str) -> None:
    assert completed(command, ASKED) == command
