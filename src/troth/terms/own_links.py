"""Links to files of the project itself, written as the host's full addresses.

People copy them out of the browser: "https://github.com/harbour/tide/blob/main/plan.md" in the policy of tide means
plan.md of the tree.
"""

from __future__ import annotations

import re

LONGEST = 1000
"""Characters of an address that is looked at."""
_FILE = re.compile(
    r"/(?:-/)?(?:blob|tree|raw|edit|blame|src/branch|raw/branch)/(?:refs/heads/)?(?P<ref>[^/?#\s]{1,100})"
    r"(?P<path>(?:/[^?#\s]*)?)(?:\?[^#\s]*)?(?P<anchor>(?:#\S*)?)"
)
_FIXED = re.compile(r"v?\d.*|[0-9a-f]{7,64}|.*\d\.\d.*", re.IGNORECASE)
"""Tags and commits: what lies there is not what lies in the tree."""


def in_own_tree(url: str, own: str, branches: frozenset[str] | None = None) -> str:
    """ "/docs/plan.md#now", counted from the root, where ``url`` leads to a branch of the project ``own``; else "".

    ``own`` is an address such as "github.com/harbour/tide"; "" where none is known. ``branches`` are
    those whose files are the ones of the tree; any will do where they are not given.
    """
    scheme, mark, rest = url[:LONGEST].partition("://")
    rest = rest.removeprefix("www.")
    if not own or not mark or scheme.lower() not in ("http", "https") or not rest.lower().startswith(f"{own.lower()}/"):
        return ""
    found = _FILE.fullmatch(rest[len(own) :])
    if found is None or _FIXED.fullmatch(found["ref"]):
        return ""
    if branches is not None and found["ref"] not in branches:
        return ""
    return f"{found['path'] or '/'}{found['anchor']}"
