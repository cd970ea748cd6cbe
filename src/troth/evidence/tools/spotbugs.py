"""SpotBugs: bugs in Java byte code; with Find Security Bugs, weaknesses."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="spotbugs",
        spoken=(
            "spot bugs",
            "find security bugs",
            "findsecbugs",
            "find-sec-bugs",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING}),
    ),
    executables=("spotbugs",),
    subcommands=(
        "gradle spotbugsmain",
        "gradlew spotbugsmain",
        "gradle spotbugstest",
        "gradlew spotbugstest",
    ),
    actions=(
        "abirismyname/spotbugs-github-action",
        "lcollins/spotbugs-github-action",
    ),
    maven_plugins=(
        "com.github.spotbugs:spotbugs-maven-plugin",
        "spotbugs",
    ),
    configuration_files=(
        "spotbugs-exclude.xml",
        "spotbugs-include.xml",
    ),
)
