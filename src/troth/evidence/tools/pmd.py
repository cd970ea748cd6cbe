"""PMD: static analysis of Java."""

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
    reports = "pmd" in goals and "check" not in goals  # this goal only writes the report
    return Reading(
        runs=not asks_help(arguments) and not skipped(arguments, repository, directory, "maven-pmd-plugin"),
        exits=Exits.FINDINGS_PASS if reports else Exits.FINDINGS_FAIL,
        softeners=tuple(word for word in arguments if word.lower() in SOFT),
    )


SOFT = ("-dspotbugs.failonerror=false", "-dpmd.failonviolation=false", "--no-fail-on-violation")


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
    read=_read,
)
