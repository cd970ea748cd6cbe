"""A check as the answer that shields.io's endpoint badge asks for (https://shields.io/badges/endpoint-badge)."""

from __future__ import annotations

from troth.formats import json_text
from troth.report import badge
from troth.report.manner import Manner
from troth.terms.result import Result
from troth.terms.verdict import Standing


def render(result: Result, _seconds: float, _manner: Manner) -> str:
    """Its required fields and a colour; "isError" keeps it red whatever the reader asks for."""
    words, colour = badge.message(result)
    told = {"schemaVersion": 1, "label": badge.LABEL, "message": words, "color": colour.lstrip("#")}
    if result.counts()[Standing.BROKEN]:
        told["isError"] = True
    return json_text.printed(told).decode()
