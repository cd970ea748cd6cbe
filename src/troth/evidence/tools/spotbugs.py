"""SpotBugs: bugs in Java byte code; with Find Security Bugs, weaknesses."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, words
from troth.evidence.tools.pom import skipped
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    goals = [goal for goal in (word.rpartition(":")[2] for word in arguments if ":" in word) if goal]
    reports = "spotbugs" in goals and "check" not in goals  # this goal only writes the report
    return Reading(
        runs=not asks_help(arguments) and not skipped(arguments, repository, directory, "spotbugs-maven-plugin"),
        exits=Exits.FINDINGS_PASS if reports else Exits.FINDINGS_FAIL,
        softeners=tuple(word for word in arguments if word.lower() in SOFT),
    )


SOFT = ("-dspotbugs.failonerror=false", "-dpmd.failonviolation=false", "--no-fail-on-violation")


RECORD = ToolRecord(
    name=ToolName(
        name="spotbugs",
        editions=(
            "find security bugs",
            "findsecbugs",
            "find-sec-bugs",
        ),
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
    read=_read,
)
