"""What the emergency notice says of the contact that the policy names."""

from __future__ import annotations

from datetime import datetime

import pytest

from desk.cases.conftest import REPORT, SEVERITIES
from troth_desk.cases import actions
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.models import Notice
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "unfilled"),
    [("+1-XXX-XXX-XXXX", True), ("+49 30 2270", False)],
)
def test_a_contact_that_was_never_filled_in_is_not_told_as_one_to_call(
    number: str, unfilled: bool, project: Project, by: Actor, at: datetime
) -> None:
    text = SEVERITIES.replace("+1-555-010-0000", number)
    import_texts(project, {"SECURITY.md": text}, by=SYSTEM, at=at)
    case = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case
    alarm = actions.call_emergency(case, "It is being used.", by=by, at=at)
    body = Notice.objects.get(key=alarm.key).body
    assert f"The policy names {number} (line {alarm.line} of SECURITY.md)" in body
    assert ("nobody can be reached by it" in body) is unfilled
