"""How large files from outside may be, and how many."""

from __future__ import annotations

LARGEST_FILE = 25 * 2**20
"""Bytes of one file."""
LARGEST_ALL = 100 * 2**20
"""Bytes of all files of one request, and of all files that a reporter may add to a case."""
MOST_FILES = 20
"""Files of one request, and of a case."""


def told_size(size: int) -> str:
    """A size in words: "25 MB", "3 kB", "12 bytes"."""
    if size >= 2**20:
        return f"{size / 2**20:.1f}".removesuffix(".0") + " MB"
    return f"{size / 2**10:.0f} kB" if size >= 2**10 else f"{size} bytes"
