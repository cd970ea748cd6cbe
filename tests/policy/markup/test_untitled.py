"""Markdown without a heading: which of its lines are titles."""

from __future__ import annotations

import pytest

from troth.policy.markup.untitled import titled


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Harbour plan\n\nRoles\n- Pilot\n- Crew\n\nBells\n\nThey ring at night.",
            ["# Harbour plan", "## Roles", "## Bells"],
        ),
        (
            "We ring.\n\n⚓ What Happens Next\n\nThe pilot comes.\n\nBells\n\nThey ring.",
            ["## ⚓ What Happens Next", "## Bells"],
        ),
        ("# Harbour plan\n\nRoles\n\n- Pilot", ["# Harbour plan"]),
        ("**Harbour plan**\n\nRoles\n\n- Pilot", []),
        ("We ring.\n\nLow: a week\n\nHigh: a day\n\nThe pilot comes.", []),
        ("We ring\nand sail.\n\nThank you!\n\nPilot\n\nCrew\n\nGuard\n", []),
        ("1. Ring\n2. Sail\n\nSee harbour@example.org\n\nNow.", []),
        (
            "Harbour security\n\nWe use Dependabot and CodeQL\n\nReleases are signed with cosign\n\nRing the bell.",
            ["# Harbour security"],
        ),
        ("Harbour security\n\nWe scan with Trivy\n- every night", ["# Harbour security"]),
        (
            "IT security\n\nHow reports are handled\n\nWe ring.\n\nVersions we support\n\nAll.\n\nShips that are supported\n- F",
            ["# IT security", "## How reports are handled", "## Versions we support", "## Ships that are supported"],
        ),
    ],
)
def test_short_lines_alone_are_titles_where_no_heading_is(text: str, titles: list[str]) -> None:
    found = titled(text.split("\n"))
    assert len(found) == len(text.split("\n"))
    assert [line for line in found if line.startswith("#")] == titles
