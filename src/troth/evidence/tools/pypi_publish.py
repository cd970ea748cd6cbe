"""Publishes Python packages."""

from __future__ import annotations

import re

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

ATTESTS_SINCE = (1, 11)
"""The release from which the action signs with Sigstore unless told otherwise (its README, "Generating and uploading
attestations"), where it publishes as a trusted publisher: without a password."""
_RELEASE = re.compile(r"v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.\d+)*")
_ORDINARY = ordinary(Manner(never=("check", "register")))


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    reading = _ORDINARY(call, repository, directory)
    inputs = dict(call.inputs)
    if not call.action or inputs.get("password") or inputs.get("attestations", "true").lower() == "false":
        return reading
    ref = call.release or call.action.partition("@")[2].removeprefix("release/")
    told = _RELEASE.fullmatch(ref)
    if told is None:
        reason = "it signs from release 1.11 on, and which release this is cannot be told"
        return msgspec.structs.replace(reading, plugins=("sigstore",), perhaps=reason)
    newest = (int(told[1]), int(told[2] or 99))
    return msgspec.structs.replace(reading, plugins=("sigstore",)) if newest >= ATTESTS_SINCE else reading


RECORD = ToolRecord(
    name=ToolName(name="pypi publish", spoken=("twine",), activities=frozenset({Activity.PUBLISHING})),
    executables=("twine",),
    subcommands=(
        "uv publish",
        "poetry publish",
        "flit publish",
        "hatch publish",
        "maturin publish",
        "maturin upload",
    ),
    modules=("twine",),
    packages=(("pip", "twine"),),
    actions=("pypa/gh-action-pypi-publish",),
    read=_read,
)
