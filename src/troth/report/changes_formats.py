"""The formats of ``troth drift --since``: name and module.

Each module of this folder has ``render_changes(changes: Changes, manner: Manner) -> str``. Only the one that is asked
for is imported.
"""

from __future__ import annotations

FORMATS: dict[str, str] = {
    "text": "changes_text",
    "json": "changes_json",
    "markdown": "changes_markdown",
    "github": "changes_github",
}
