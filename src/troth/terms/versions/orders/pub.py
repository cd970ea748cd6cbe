"""Versions of Dart packages in order (https://dart.dev/tools/pub/versioning): SemVer, but builds count."""

from __future__ import annotations

from troth.terms.versions.orders import semver

Build = tuple[tuple[int, int | str], ...]


def key(text: str) -> tuple[semver.Key, Build]:
    """The key by SemVer, then the identifiers of the build; no build comes before any."""
    build = text.strip().partition("+")[2]
    return (semver.key(text), tuple(semver.rank(piece) for piece in build.split(".")) if build else ())
