"""git-secrets: refuses commits with AWS secrets."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="git-secrets", spoken=("git secrets",), activities=frozenset({Activity.SECRET_SCANNING})),
    executables=("git-secrets",),
    subcommands=("git secrets",),
    packages=(("brew", "git-secrets"),),
    hook_entries=(HookEntry("", ("git-secrets", "--pre_commit_hook")),),
    hooks=("git-secrets",),
    read=ordinary(Manner(never=("--install", "--register-aws", "--add", "--list", "--add-provider"))),
)
