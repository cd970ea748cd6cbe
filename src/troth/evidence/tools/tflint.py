"""TFLint: linter of Terraform code."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="tflint", activities=frozenset({Activity.LINTING})),
    executables=("tflint",),
    packages=(("brew", "tflint"),),
    hooks=("terraform_tflint",),
    configuration_files=(".tflint.hcl",),
)
