"""Writes of findings: results come in, people decide, waivers and gates."""

from __future__ import annotations

from troth_desk.findings.actions.bringing import Brought, bring
from troth_desk.findings.actions.cases import make_case
from troth_desk.findings.actions.deciding import Decision, assign, decide, rate, respond
from troth_desk.findings.actions.gates import begin, shipped, tested
from troth_desk.findings.actions.known import close_known, open_known
from troth_desk.findings.actions.waiving import approve, ask, end, refuse, sweep

__all__ = (
    "Brought",
    "Decision",
    "approve",
    "ask",
    "assign",
    "begin",
    "bring",
    "close_known",
    "decide",
    "end",
    "make_case",
    "open_known",
    "rate",
    "refuse",
    "respond",
    "shipped",
    "sweep",
    "tested",
)
