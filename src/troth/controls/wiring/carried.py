"""Whether a step that uploads or attaches files can take along what another step wrote."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from troth.terms.seen.automation import Invocation

_NAMES_ITS_FILES = frozenset({"upload-artifact", "gh-release"})
"""Tools whose output, as it is read, are the files that they take."""
_ATTACHES_NOTHING_UNTOLD = ("gh release", "softprops/action-gh-release", "actions/upload-artifact")
_FILE = re.compile(r"[\w./+-]+\.[A-Za-z][\w]*")
"""A word that is one file: no folder, no pattern, no variable."""


def takes_along(carrier: Invocation, writer: Invocation, everything: Sequence[Invocation]) -> bool:
    """False where ``carrier`` stands before ``writer`` in its job, or names other files than it writes, one by one."""
    if carrier.job and carrier.job == writer.job and _position(carrier, everything) < _position(writer, everything):
        return False
    if carrier.tool not in _NAMES_ITS_FILES:
        return True
    if not carrier.output:
        called = carrier.action or " ".join(carrier.argv)
        return not called.startswith(_ATTACHES_NOTHING_UNTOLD)
    written = {posixpath.basename(each) for each in writer.output if _FILE.fullmatch(each)}
    if not written or len(written) < len(writer.output) or not all(_FILE.fullmatch(each) for each in carrier.output):
        return True
    return bool(written & {posixpath.basename(each) for each in carrier.output})


def _position(one: Invocation, everything: Sequence[Invocation]) -> int:
    return next((place for place, other in enumerate(everything) if other is one), 0)
