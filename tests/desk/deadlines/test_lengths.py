"""A length of time that cannot be counted arms nothing, and stops no report from coming in."""

from __future__ import annotations

from datetime import datetime

import pytest

from desk.cases.conftest import REPORT
from troth_desk.cases import actions as cases
from troth_desk.deadlines.actions import has_length
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import Promise
from troth_desk.tenants.models import Project

REGISTER = """\
[[commitment]]
kind = "deadline"
id = "answer"
action = "acknowledge"
sentence = "We answer."
within = "P9999Y"

[[commitment]]
kind = "deadline"
id = "mend"
action = "fix"
sentence = "We mend."
within = "P30D"
"""


@pytest.mark.django_db
def test_a_report_comes_in_under_a_promise_that_ends_behind_the_calendar(project: Project, at: datetime) -> None:
    import_texts(
        project, {"SECURITY.md": "# Security\n\nWe answer.\n\nWe mend.\n", "troth.toml": REGISTER}, by=SYSTEM, at=at
    )
    opened = cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)
    assert [clock.within for clock in opened.clocks] == ["P30D"]


@pytest.mark.parametrize(
    ("within", "basis", "counted"),
    [
        ("PT48H", "calendar", True),
        ("PT0H", "calendar", True),
        ("P5D", "business", True),
        ("P9999Y", "calendar", False),
        ("P9999Y", "business", False),
        ("", "calendar", False),
        ("soon", "calendar", False),
    ],
)
def test_what_can_be_counted(within: str, basis: str, counted: bool) -> None:
    assert has_length(Promise(kind="deadline", within=within, basis=basis)) is counted
