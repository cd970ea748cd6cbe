"""Writes of cases: one verb a function, one transaction, one entry in the ledger; refusals raise ``Refused``."""

from __future__ import annotations

from troth_desk.cases.actions.alarms import answer_emergency, call_emergency
from troth_desk.cases.actions.bounty import decide_bounty
from troth_desk.cases.actions.duties import report_collected, tick, withdraw
from troth_desk.cases.actions.embargo import (
    answer_embargo,
    answer_embargo_for_team,
    end_embargo,
    propose_embargo,
)
from troth_desk.cases.actions.moving import move
from troth_desk.cases.actions.opening import Opened, Report, open_case
from troth_desk.cases.actions.rating import rate
from troth_desk.cases.actions.sweeping import sweep
from troth_desk.cases.actions.taking_part import invite, leave, new_link, prefer_credit
from troth_desk.cases.actions.talking import assign, note, pause_clocks, resume_clocks, say
from troth_desk.cases.actions.triage import hold, merge, release, turn_away
from troth_desk.cases.actions.writing import reporter
from troth_desk.cases.machine import Refused

__all__ = (
    "Opened", "Refused", "Report", "answer_embargo", "answer_embargo_for_team", "answer_emergency", "assign",
    "call_emergency", "decide_bounty", "end_embargo", "hold", "invite", "leave", "merge", "move", "new_link", "note",
    "open_case", "pause_clocks", "prefer_credit", "propose_embargo", "rate", "release", "report_collected", "reporter",
    "resume_clocks", "say", "sweep", "tick", "turn_away", "withdraw",
)  # fmt: skip
