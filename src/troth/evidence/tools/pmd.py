"""PMD: static analysis of Java."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pmd", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("pmd",),
    subcommands=(
        "gradle pmdmain",
        "gradlew pmdmain",
    ),
    actions=("pmd/pmd-github-action",),
    maven_plugins=(
        "org.apache.maven.plugins:maven-pmd-plugin",
        "pmd",
    ),
)
