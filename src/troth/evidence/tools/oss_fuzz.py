"""OSS-Fuzz: continuous fuzzing by Google."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="oss-fuzz",
        spoken=(
            "ossfuzz",
            "cifuzz",
            "oss fuzz",
        ),
        activities=frozenset({Activity.FUZZING}),
    ),
    actions=("google/oss-fuzz/infra/cifuzz/actions/run_fuzzers",),
    hosted="OSS-Fuzz builds from its own repository",
)
