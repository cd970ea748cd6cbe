"""ClusterFuzzLite: fuzzing in the project's own CI."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="clusterfuzzlite",
        editions=("clusterfuzz",),
        spoken=(
            "clusterfuzz lite",
            "cluster fuzz lite",
            "clusterfuzz",
        ),
        activities=frozenset({Activity.FUZZING}),
    ),
    actions=("google/clusterfuzzlite/actions/run_fuzzers",),
    configuration_files=(".clusterfuzzlite/project.yaml",),
)
