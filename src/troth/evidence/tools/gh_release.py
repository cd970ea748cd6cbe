"""Attaches files to a GitHub release."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gh-release",
        spoken=(
            "gh release",
            "action-gh-release",
        ),
        activities=frozenset({Activity.PUBLISHING}),
    ),
    subcommands=(
        "gh release create",
        "gh release upload",
    ),
    actions=(
        "softprops/action-gh-release",
        "ncipollo/release-action",
        "svenstaro/upload-release-action",
        "actions/upload-release-asset",
        "shogo82148/actions-upload-release-asset",
        "alexellis/upload-assets",
        "marvinpinto/action-automatic-releases",
        "taiki-e/upload-rust-binary-action",
    ),
)
