"""Checkstyle: linter of Java."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="checkstyle", activities=frozenset({Activity.LINTING})),
    executables=("checkstyle",),
    subcommands=(
        "gradle checkstylemain",
        "gradlew checkstylemain",
    ),
    actions=("dbelyaev/action-checkstyle",),
    maven_plugins=(
        "org.apache.maven.plugins:maven-checkstyle-plugin",
        "checkstyle",
    ),
    configuration_files=("checkstyle.xml",),
    read=ordinary(Manner(config=("-c",))),
)
