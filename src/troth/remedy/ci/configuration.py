"""A list of licences for cargo-deny, where a check of licences is promised and the project says which are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, serves
from troth.terms.commitment import Commitment, Practice, Tool
from troth.terms.result import Result
from troth.terms.verdict import Standing

DENY = "deny.toml"
DENY_FILES = (DENY, ".deny.toml", ".cargo/deny.toml")
_IDS = (
    "Apache-2.0 WITH LLVM-exception", "Apache-2.0", "MIT-0", "MIT", "BSD-1-Clause", "BSD-2-Clause", "BSD-3-Clause",
    "ISC", "Zlib", "0BSD", "BSL-1.0", "MPL-2.0", "Unicode-3.0", "Unicode-DFS-2016", "CC0-1.0", "Unlicense",
    "Python-2.0", "OpenSSL", "NCSA", "EPL-2.0", "CDLA-Permissive-2.0", "LGPL-2.1-only", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later",
    "AGPL-3.0-only", "AGPL-3.0-or-later",
)  # fmt: skip
"""SPDX ids that sentences list (spdx.org/licenses)."""
_ID = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, _IDS))})(?![\w-])")
_NOT = re.compile(
    r"\b(?:no|not|never|without|except|(?<!cargo-)(?<!cargo )deny|denied|forbid\w*|prohibit\w*|reject\w*)\b",
    re.IGNORECASE,
)
_AROUND = 12
"""Lines after the promise in which its list may stand."""


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Write deny.toml, with licences that the project itself names; without such a list say that it has to."""
    if any(ground.has(path) for path in DENY_FILES) or "cargo" not in ground.ecosystems():
        return
    promised = [
        judged
        for judged in result.judged
        if judged.verdict.standing not in (Standing.KEPT, Standing.NOTED) and _of_licences(judged.verdict.commitment)
    ]
    if not promised:
        return
    served = tuple(serves(judged) for judged in promised)
    allowed = tuple(dict.fromkeys(_allowed(result, ground, tuple(judged.verdict.commitment for judged in promised))))
    if not allowed:
        reason = "which licences are allowed is for you to say: in the policy, or in troth.toml ([licences] allow)"
        drafts.leave(DENY, reason, served)
        return
    lines = ["# Written by `troth init --ci`: the licences that the project names. It is yours to edit.", "[licenses]"]
    lines += ["allow = [", *(f'  "{name}",' for name in allowed), "]"]
    drafts.put(DENY, "\n".join(lines) + "\n", "configuration", "Allows the licences that the project names.", served)


def _of_licences(commitment: Commitment) -> bool:
    if isinstance(commitment, Practice):
        return commitment.topic == "licence_policy"
    return isinstance(commitment, Tool) and commitment.name == "cargo-deny" and "licen" in commitment.sentence.lower()


def _allowed(result: Result, ground: Ground, commitments: tuple[Commitment, ...]) -> Iterator[str]:
    """The list of troth.toml; without one the ids that the promise names, in its sentence or the list below it."""
    if ground.settings is not None and ground.settings.licences:
        yield from (one.value for one in ground.settings.licences if re.fullmatch(r"[\w.+ ()-]{1,80}", one.value))
        return
    texts = {reading.document: reading.text.splitlines() for reading in result.readings}
    for commitment in commitments:
        lines = [commitment.sentence]
        rows = texts.get(commitment.span.path, [])
        start = commitment.span.line or len(rows)
        for row in rows[start : start + _AROUND]:
            if row.startswith("#") or (row.strip() and not row.lstrip().startswith(("-", "*", "+", "|"))):
                break
            lines.append(row)
        for line in lines:
            if not _NOT.search(line):
                yield from (match[0] for match in _ID.finditer(line[:2_000]))
