"""What happens to reports, and to what laws ask to be told."""

from __future__ import annotations

from troth_desk.reporting.actions.reports import approve, issue, make, publish, rename, take_back, write
from troth_desk.reporting.actions.statutes import aware, choose, close, give_up, happened, tell

__all__ = (
    "approve", "aware", "choose", "close", "give_up", "happened", "issue", "make", "publish", "rename", "take_back",
    "tell", "write",
)  # fmt: skip
