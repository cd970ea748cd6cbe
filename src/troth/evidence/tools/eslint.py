"""ESLint: linter of JavaScript; with a security plugin, of weaknesses too."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, loaded, only_comments, present, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

FILES = (
    "eslint.config.js",
    "eslint.config.mjs",
    "eslint.config.cjs",
    "eslint.config.ts",
    ".eslintrc.js",
    ".eslintrc.cjs",
    ".eslintrc.yaml",
    ".eslintrc.yml",
    ".eslintrc.json",
    ".eslintrc",
)
SECURITY = ("eslint-plugin-security", "plugin:security", "eslint-plugin-no-unsanitized", "plugin:no-unsanitized")


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "eslint_flags")
    files = loaded(arguments, ("-c", "--config"), repository, directory) or present(
        repository, directory, FILES, climb=True
    )
    secure = any(name in (repository.text(path) or "") for path in files for name in SECURITY)
    return Reading(
        runs=not asks_help(arguments) and not has(arguments, "--init", "--print-config"),
        exits=Exits.FINDINGS_PASS if only_comments(call) else Exits.FINDINGS_FAIL,
        configuration=files,
        activities=frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS}) if secure else None,
    )


RECORD = ToolRecord(
    name=ToolName(
        name="eslint",
        spoken=("eslint-plugin-security", "eslint security plugin"),
        editions=("eslint-plugin-security",),
        activities=frozenset({Activity.LINTING}),
    ),
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
    read=_read,
)
