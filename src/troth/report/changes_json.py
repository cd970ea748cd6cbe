"""What changed between two checks, as JSON."""

from __future__ import annotations

from troth.formats import drift_json
from troth.report.manner import Manner
from troth.terms.changes import Changes


def render_changes(changes: Changes, _: Manner) -> str:
    """All changes, for programs."""
    return drift_json.encode_changes(changes).decode()
