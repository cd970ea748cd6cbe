"""Atheris: fuzzing of Python."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="atheris", activities=frozenset({Activity.FUZZING})),
    modules=("atheris",),
    packages=(("pip", "atheris"),),
    executes_project=True,
)
