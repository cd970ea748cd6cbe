"""Lines that take a tool's failure away, without what takes it: the smallest edit, or none."""

from __future__ import annotations

import re

_DROPS = (
    re.compile(r"\s*\|\|\s*(?:true|:|exit 0)(?=\s*[\"']?\s*(?:\s#.*)?$)"),
    re.compile(r"\s*\|\|\s*echo\s+(?:\"[^\"$`\\]*\"|'[^'$`\\]*')(?=\s*$)"),
    re.compile(r"\s*;\s*true(?=\s*[\"']?\s*(?:\s#.*)?$)"),
    re.compile(r"(?<=\s)(?:--exit-zero|-no-fail|--no-fail|--soft-fail)(?:=true)?(?:\s+|(?=[\"']?$))"),
)
"""What goes, with the blanks before or after it."""
_WHOLE = re.compile(r"\s*(?:continue-on-error|allow_failure)\s*:\s*true\s*(?:#.*)?|\s*set \+e\s*")
"""Lines that go as a whole."""
_VALUES = (
    (re.compile(r"^(.*\s--exit-code[ =])0(?=[\s\"']|$)"), r"\g<1>1"),
    (re.compile(r"^(\s*exit[-_]code\s*:\s*)([\"']?)0\2(\s*(?:#.*)?)$"), r"\g<1>\g<2>1\g<2>\g<3>"),
    (re.compile(r"^(\s*(?:warn-only|ignore_failure|exit_zero)\s*:\s*)([\"']?)true\2(\s*(?:#.*)?)$"),
     r"\g<1>\g<2>false\g<2>\g<3>"),
)  # fmt: skip


def hardened(line: str) -> str | None:
    """``line`` (without its end) so that a failure counts; "" for one that goes, None where nothing is understood."""
    if len(line) > 2_000:
        return None
    if _WHOLE.fullmatch(line):
        return ""
    for pattern, to in _VALUES:
        if pattern.match(line):
            return pattern.sub(to, line)
    changed = line
    for pattern in _DROPS:
        changed = pattern.sub("", changed)
    changed = changed.rstrip() if changed != line else changed
    return changed if changed != line and changed.strip() not in ("", "-", "- run:", "run:") else None
