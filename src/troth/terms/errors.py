"""Errors that speak to the reader: what happened, why, and what to type next."""

from __future__ import annotations


class TrothError(Exception):
    """Something the person at the keyboard can mend. ``hint`` says how, in one line."""

    exit_code = 2

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UnreadablePolicyError(TrothError):
    """The policy document cannot be found or read."""


class UnreadableTreeError(TrothError):
    """The folder that should be checked cannot be read."""


class RefusedWaiverError(TrothError):
    """An exception that nobody should grant, or a register that cannot be written."""


class RefusedAttestationError(TrothError):
    """Something that nobody can vouch for, or a file of attestations that cannot be written."""


class RefusedEditError(TrothError):
    """A file of the tree that cannot be mended: it lies elsewhere, has changed, or cannot be written."""
