"""The formats of ``troth check``: name and module.

Each module of this folder has ``render(result: Result, seconds: float, manner: Manner) -> str``. Only the one that is
asked for is imported.
"""

from __future__ import annotations

FORMATS: dict[str, str] = {
    "text": "text",
    "json": "result_json",
    "html": "html_page",
    "markdown": "markdown",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "badge": "badge",
    "badge-json": "badge_json",
}
