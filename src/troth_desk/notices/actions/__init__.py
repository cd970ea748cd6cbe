"""Writes of notices: telling people, letters to people outside, what came back, whose key is whose."""

from __future__ import annotations

from troth_desk.notices.actions.certificates import forget_certificate, keep_certificate
from troth_desk.notices.actions.choosing import choose_pace, set_group
from troth_desk.notices.actions.letters import bounced, call_off, can_be_mailed, write_letter
from troth_desk.notices.actions.telling import TITLE, Message, escalate, read, tell, tell_all, try_again

__all__ = (
    "TITLE", "Message", "bounced", "call_off", "can_be_mailed", "choose_pace", "escalate", "forget_certificate",
    "keep_certificate", "read", "set_group", "tell", "tell_all", "try_again", "write_letter",
)  # fmt: skip
