"""ansible-lint: linter of Ansible playbooks."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="ansible-lint", activities=frozenset({Activity.LINTING})),
    executables=("ansible-lint",),
    packages=(("pip", "ansible-lint"),),
    actions=("ansible/ansible-lint",),
    hooks=("ansible-lint",),
    configuration_files=(".ansible-lint",),
)
