"""A check as JSON (``docs/check-result.schema.json``)."""

from __future__ import annotations

from troth.formats import check_result
from troth.report.manner import Manner
from troth.terms.result import Result


def render(result: Result, _seconds: float, _manner: Manner) -> str:
    """The whole result, for programs."""
    return check_result.encode(result).decode()
