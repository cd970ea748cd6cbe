"""Versions of Go modules and of Go itself in order (https://go.dev/ref/mod#versions, https://go.dev/doc/toolchain).

Modules are ordered by SemVer, pseudo-versions by the instant in them, which SemVer's own rules do. The Go
vulnerability database writes releases of Go as SemVer, "1.21.0-rc.2" for go1.21rc2, so toolchain names are read so.
"""

from __future__ import annotations

import re

from troth.terms.versions.orders import semver

_TOOLCHAIN = re.compile(r"(?P<prefix>go)?(?P<numbers>[0-9]+(?:\.[0-9]+)*)(?:(?P<word>alpha|beta|rc)(?P<count>[0-9]+))?")
_WORKSHOP = re.compile(r"[-\s].*", re.DOTALL)
"""What a maker of an own Go writes behind the version: "go1.21.3-acme", "go1.21.3 X:boringcrypto"."""


def key(text: str) -> semver.Key:
    """The key of "v1.2.3", "1.2.3+incompatible", "v0.0.0-20240102030405-abcdef123456", "go1.21rc2" or "1.21.3"."""
    bare = _WORKSHOP.sub("", text) if text.startswith("go") else text
    match = _TOOLCHAIN.fullmatch(bare)
    if match is None or not (match["prefix"] or match["word"]):
        return semver.key(text)
    released = semver.numbers(match["numbers"])
    if match["word"] is None:
        return (released, 1, ())
    return (released, 0, ((1, match["word"]), (0, int(match["count"]))))
