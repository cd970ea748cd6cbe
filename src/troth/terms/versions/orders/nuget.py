"""Versions of NuGet packages in order (https://learn.microsoft.com/nuget/concepts/package-versioning).

As SemVer, with a fourth number, and without difference of case.
"""

from __future__ import annotations

from troth.terms.versions.orders import semver


def key(text: str) -> semver.Key:
    """The key of the version in lower case; builds do not count."""
    return semver.key(text.lower())
