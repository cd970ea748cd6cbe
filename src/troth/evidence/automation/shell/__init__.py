"""Shell text made into the simple commands it runs, each with what becomes of its exit status."""

from troth.evidence.automation.shell.command import Command, Options
from troth.evidence.automation.shell.program import commands

__all__ = ["Command", "Options", "commands"]
