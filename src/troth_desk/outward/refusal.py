"""Why nothing was had from an address, as sentences for whoever named it."""

from __future__ import annotations


class OutwardError(Exception):
    """Nothing was had from an address; the message says why."""


class RefusedAddressError(OutwardError):
    """The desk does not ask there: it is no address of the web, or not a public one."""


class UnreachableAddressError(OutwardError):
    """Nobody answers there, not in time, or with more than is taken."""
