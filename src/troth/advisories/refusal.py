"""Why an update of the advisories did not happen."""

from __future__ import annotations

from troth.terms.errors import TrothError


class RefusedUpdateError(TrothError):
    """The data is damaged, hostile, or would lose most of what is known; the old index stays in force."""

    exit_code = 1


class UnreachableError(TrothError):
    """A source that is not there, or cannot be reached."""
