"""Attaches files to a GitHub release."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, operands, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    """``output`` are the files that it attaches."""
    arguments = words(call)
    files = operands(arguments, "-t", "--title", "-n", "--notes", "-F", "--notes-file", "--target", "-R", "--repo")[1:]
    names = ("files", "artifacts", "artifact", "file", "asset_path", "asset_paths")
    told = [word for name in names for word in given(call, name).replace(",", " ").split()]
    return Reading(runs=not asks_help(arguments), output=(*files, *told))


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
    read=_read,
)
