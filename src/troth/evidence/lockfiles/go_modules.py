"""What go.mod and go.sum say of each other."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable

from troth.evidence.manifests.go_mod import Directive, directives

FULL = (1, 17)
"""The first Go whose go.mod names every module that is built (https://go.dev/ref/mod#graph-pruning)."""
RELEASE = re.compile(r"(?:go)?(\d{1,4})\.(\d{1,4})(?:\.\d{1,4})?(?:[a-z]+\d+)?(?:-\S+)?")
"""A release of Go: "1.22", "go1.22.5", "1.23rc1", "go1.22.5-vendor"."""
_CODE = re.compile(r"^(\S+) (v[^\s/]+) (h1:\S+)$", re.MULTILINE)


def full(found: Iterable[Directive]) -> bool:
    """Whether a go.mod names everything that is built."""
    told = next((directive.words[0] for directive in found if directive.verb == "go" and directive.words), "")
    match = RELEASE.fullmatch(told)
    return match is not None and (int(match[1]), int(match[2])) >= FULL


def named(found: Iterable[Directive]) -> frozenset[str]:
    """The modules that a go.mod requires."""
    return frozenset(directive.words[0] for directive in found if directive.verb == "require" and directive.words)


def hashes(text: str) -> dict[tuple[str, str], str]:
    """Checksums of the code of modules in go.sum, by name and version."""
    return {(name, version): digest for name, version, told in _CODE.findall(text) if (digest := digest_of(told))}


def digest_of(told: str) -> str:
    """ "h1:" and base64 as "h1:" and hexadecimal digits; "" for anything else (``golang.org/x/mod/sumdb/dirhash``)."""
    try:
        return f"h1:{base64.b64decode(told.removeprefix('h1:'), validate=True).hex()}"
    except (binascii.Error, ValueError):
        return ""


__all__ = ["FULL", "RELEASE", "Directive", "digest_of", "directives", "full", "hashes", "named"]
