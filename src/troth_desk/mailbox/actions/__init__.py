"""Writes of mail: one is taken, a person settles one that waited, the desk writes back."""

from __future__ import annotations

from troth_desk.mailbox.actions.beginning import stop
from troth_desk.mailbox.actions.choosing import TakenAddressError, choose, name_address, unname_address
from troth_desk.mailbox.actions.settling import SettledError, join, make_case, put_aside
from troth_desk.mailbox.actions.taking import Taken, UnclaimedError, is_claimed, take, take_too_large

__all__ = (
    "SettledError", "Taken", "TakenAddressError", "UnclaimedError", "choose", "is_claimed", "join", "make_case",
    "name_address", "put_aside", "stop", "take", "take_too_large", "unname_address",
)  # fmt: skip
