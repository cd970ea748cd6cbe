"""Dependency review of GitHub: refuses pull requests that bring vulnerable dependencies.

Licences fail it only by a list of them, in its inputs or in its configuration (which may lie in another repository).
"""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given, inside, soft_inputs, truthy, yaml_of
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    config = inside(directory, given(call, "config-file"))
    written = yaml_of(repository, config) if config in repository.path_set else None
    written = written if isinstance(written, dict) else {}
    level = (given(call, "fail-on-severity") or str(written.get("fail-on-severity") or "low")).lower()
    warns = given(call, "warn-only").lower() == "true" or written.get("warn-only") is True
    looks = truthy(given(call, "vulnerability-check", "true"))
    lists = any(given(call, name) or written.get(name) for name in ("allow-licenses", "deny-licenses"))
    remote = bool(config) and config not in repository.path_set
    licences = (lists or remote) and truthy(given(call, "license-check", "true"))
    exits = Exits.FINDINGS_PASS if warns else Exits.FINDINGS_FAIL if level == "low" else Exits.THRESHOLD
    return Reading(
        exits=exits,
        threshold=level if exits is Exits.THRESHOLD else "",
        softeners=soft_inputs(call, (("warn-only", "true"),)),
        configuration=(config,) if config in repository.path_set else (),
        activities=frozenset(
            one for one, does in ((Activity.DEPENDENCY_SCANNING, looks), (Activity.LICENCE_CHECK, licences)) if does
        ),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="dependency-review",
        spoken=(
            "dependency review",
            "dependency-review-action",
            "dependency review action",
            "actions/dependency-review-action",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.LICENCE_CHECK}),
    ),
    actions=("actions/dependency-review-action",),
    configuration_files=(".github/dependency-review-config.yml",),
    read=_read,
)
