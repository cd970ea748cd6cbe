"""Edits as JSON: what the commands print that mend something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from troth.formats import json_text
from troth.terms.edit import Edit, Serves, Unmended


def encode(edits: Sequence[Edit], diffs: Sequence[str], unmended: Sequence[Unmended], *, written: bool) -> bytes:
    """``{"written", "edits": [{"path", "new", "gone", "remedy", "why", "serves", "diff"}], "unmended": [...]}``."""
    said = {
        "written": written,
        "edits": [_edit(edit, diff) for edit, diff in zip(edits, diffs, strict=True)],
        "unmended": [
            {"path": one.path, "reason": one.reason, "serves": [_serves(each) for each in one.serves]}
            for one in unmended
        ],
    }
    return json_text.printed(said)


def _edit(edit: Edit, diff: str) -> dict[str, Any]:
    return {
        "path": edit.path,
        "new": edit.before is None,
        "gone": edit.after is None,
        "remedy": edit.remedy,
        "why": edit.why,
        "serves": [_serves(each) for each in edit.serves],
        "diff": diff,
    }


def _serves(serves: Serves) -> dict[str, str]:
    return {"id": serves.id, "place": serves.place, "sentence": serves.sentence}
