"""What is shown of incidents beside a case."""

from __future__ import annotations

from troth_desk.cases.beside import Panel
from troth_desk.cases.models import Case
from troth_desk.incidents import queries


def beside(case: Case) -> Panel | None:
    """The incidents that the case belongs to, and the way to declare one from it."""
    return Panel("incidents/beside_case.html", {"case": case, "incidents": list(queries.of_case(case))})
