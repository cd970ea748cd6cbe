"""Versions of Python packages in order (PEP 440)."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

LONGEST = 256
"""Characters of the longest version that is read."""


def parse(text: str) -> Version | None:
    """Read a version, or None (https://packaging.python.org/en/latest/specifications/version-specifiers/)."""
    if len(text) > LONGEST:
        return None
    try:
        return Version(text)
    except InvalidVersion:
        return None
