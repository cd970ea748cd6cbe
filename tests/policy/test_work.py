"""Work of machines is told from work of people."""

from __future__ import annotations

import pytest

from troth.policy.words.work import activity
from troth.terms.activity import Activity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dependency updates are automated.", Activity.DEPENDENCY_UPDATE),
        ("Such notices are let pass; look again as dependencies update.", None),
        ("Every dependency update is reviewed by a maintainer.", None),
        ("Releases are signed off by two engineers after manual review of dependency updates.", None),
        ("Static analysis runs on every change.", Activity.STATIC_ANALYSIS),
        ("Static analysis findings are triaged by the team.", None),
        ("Third-party security audits are published.", None),
        ("Third-party dependency audits run in CI.", Activity.DEPENDENCY_SCANNING),
        ("Third-party packages are audited.", Activity.DEPENDENCY_SCANNING),
        ("We like boats.", None),
    ],
)
def test_what_people_do_is_no_work_of_a_tool(text: str, found: Activity | None) -> None:
    assert activity(text) is found
