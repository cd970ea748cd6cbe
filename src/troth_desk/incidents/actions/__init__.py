"""Writes of incidents: one verb a function, each with its entry of the ledger."""

from __future__ import annotations

from troth_desk.incidents.actions.alerts import Taken, alerted, login_fingerprint, logins_failed
from troth_desk.incidents.actions.books import bring_playbooks, keep_playbook, retire_playbook
from troth_desk.incidents.actions.bounds import Refused
from troth_desk.incidents.actions.lookback import add_action, hold_review
from troth_desk.incidents.actions.moving import close, move, reopen
from troth_desk.incidents.actions.opening import Declared, open_incident
from troth_desk.incidents.actions.steps import add_criterion, add_task, assign_task, check, settle_task
from troth_desk.incidents.actions.working import (
    affect,
    communicate,
    give_role,
    not_owed,
    note,
    owed_now,
    rate,
    set_affected,
)

__all__ = (
    "Declared", "Refused", "Taken", "add_action", "add_criterion", "add_task", "affect", "alerted", "assign_task",
    "bring_playbooks", "check", "close", "communicate", "give_role", "hold_review", "keep_playbook",
    "login_fingerprint", "logins_failed", "move", "not_owed", "note", "open_incident", "owed_now", "rate", "reopen",
    "retire_playbook", "set_affected", "settle_task",
)  # fmt: skip
