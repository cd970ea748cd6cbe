"""ESLint: linter of JavaScript; with a security plugin, of weaknesses too."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="eslint", spoken=("eslint-plugin-security",), activities=frozenset({Activity.LINTING})),
    executables=("eslint",),
    packages=(("npm", "eslint"),),
    actions=("reviewdog/action-eslint",),
    hooks=("eslint",),
    configuration_files=(
        "eslint.config.js",
        "eslint.config.mjs",
        "eslint.config.cjs",
        "eslint.config.ts",
        ".eslintrc",
        ".eslintrc.js",
        ".eslintrc.cjs",
        ".eslintrc.json",
        ".eslintrc.yml",
        ".eslintrc.yaml",
    ),
)
