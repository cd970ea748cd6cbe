"""By what is a finding known again? Digests that lines, versions, severities and reworded messages do not change.

Identities have versions. A better way to tell findings apart becomes a new version beside the old ones, which stay:
what stands under an old identity is found by it once more, and is given the new one then. So no change of ours closes
findings and opens them again under another name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping

from troth.terms.package import PYPI, package
from troth_desk.findings.seen import Seen
from troth_desk.findings.states import Kind

_SEPARATORS = re.compile(r"[-_.]+")
_ORDER = ("CVE-", "GHSA-", "PYSEC-", "RUSTSEC-", "GO-", "OSV-")
"""Which id of a weakness names it for all tools: the first of these databases that has one."""
_NUMBER = re.compile(r"\d+")


def canonical(ids: tuple[str, ...]) -> str:
    """The id by which a weakness is known, whichever tool tells of it: its CVE, else that of a known database."""
    found = sorted({each.upper() for each in ids if each})
    return next((each for prefix in _ORDER for each in found if each.startswith(prefix)), found[0] if found else "")


def name_of(ecosystem: str, name: str) -> str:
    """A package's name for comparison: tools write "Foo_Bar" and "foo-bar" for the same, and often no ecosystem."""
    plain = package(ecosystem, name).name if ecosystem and ecosystem != PYPI else name
    return _SEPARATORS.sub("-", plain).lower()


def first(seen: Seen) -> str:
    """Version 1: of a dependency its package and the weakness; of source the tool, rule, path and what stands there.

    What stands there is the tool's own fingerprint where it gives one, else the words of the line, else the message
    without its numbers. The line number is no part of it.
    """
    if seen.kind == Kind.DEPENDENCY:
        return _digest("dependency", name_of(seen.ecosystem, seen.package) or seen.path, canonical(seen.ids))
    context = seen.fingerprint or seen.context or _NUMBER.sub("#", " ".join(seen.text.split()))
    return _digest("source", seen.tool.lower(), seen.rule, seen.path, context)


VERSIONS: Mapping[int, Callable[[Seen], str]] = {1: first}
"""Every way there has been; none is ever changed or taken away."""
CURRENT = max(VERSIONS)


def numbered(identity: str, ordinal: int) -> str:
    """The identity of the ``ordinal``-th (from 0) of several that are alike in everything: twins in one file."""
    return identity if not ordinal else _digest(identity, str(ordinal))


def _digest(*parts: str) -> str:
    """128 bits in hexadecimal; parts are told apart by their lengths."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
