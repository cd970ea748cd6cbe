"""Measures that are said not to be taken, and measures that are that something is not done."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.terms.commitment import Practice


def measures(line: str) -> int:
    """How many measures ``line`` makes in a list of measures."""
    text = f"## Security measures\n\n- Secrets are never logged\n{line}\n- Every input is validated\n"
    return sum(isinstance(each, Practice) for each in read("SECURITY.md", text, tools.NAMES).commitments) - 2


@pytest.mark.parametrize(
    "line",
    [
        "- Rate limiting is not available.",
        "- There is currently no firewall.",
        "- Audit logging is not yet implemented",
        "- Encryption at rest isn't provided",
        "- There is no code signing of the tickets",
        "- Code signing: not available",
        "- Audit logging – disabled",
        "- Two-factor authentication is turned off",
    ],
)
def test_what_is_not_done_is_no_measure(line: str) -> None:
    assert measures(line) == 0


@pytest.mark.parametrize(
    "line",
    [
        "- SSLv3 connections are not supported and are refused",
        "- There is no telemetry: nothing leaves the harbour",
        "- Requests without rate limiting are not accepted by the gateway",
        "- Code signing: every release is signed",
        "- Audit logging – enabled",
        "- Password login is disabled on all servers",
        "- TLS 1.0: disabled",
        "- Two-factor authentication is turned on",
    ],
)
def test_what_is_done_is_one(line: str) -> None:
    assert measures(line) == 1
