"""Reports that were made elsewhere and are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troth.terms.errors import TrothError

if TYPE_CHECKING:
    from troth.evidence.tools.auditing import Settings
    from troth.evidence.tools.keeping import Keeping
    from troth.terms.audit import Outcome


def taken(named: list[str], keeping: Keeping, settings: Settings) -> tuple[Outcome, ...]:
    """The outcomes of the reports at ``named``, each ``FILE`` or ``TOOL=FILE``."""
    if named:
        raise TrothError("reports cannot be read yet", f"{keeping.repository.root}, {settings.at}")
    return ()
