"""Text from the tree in GitHub Flavored Markdown (https://github.github.com/gfm/): it is read, and does nothing.

Nothing in it becomes markup, HTML, a link, a mention or a reference to an issue: a comment by a bot must not call
people or mark issues because a file says ``@somebody`` or ``#1``.
"""

from __future__ import annotations

import re

from troth.report.plain import cut, plain

_ACTIVE = re.compile(r"[\\`*_\[\]|~$]|:(?=//)|(?<=www)\.|^[#+=-]")
"""What starts markup anywhere, an address that becomes a link, and what makes a line a heading, list or rule."""
_LIST = re.compile(r"^(\d{1,9})(?=[.)](?: |$))")
_REFERENCE = re.compile(r"@(?=\w)|[#!$](?=\d)|&amp;(?=\d)|[%~](?=[\w\"])|GH-(?=\d)")
"""What hosts make links of: @who, #issue, GitLab's !merge, ~label, %milestone, $snippet and &epic, GH-issue."""
BREAK = "&#8203;"
"""A space without width, as an entity: behind the sign it ends every reference, and nobody sees it."""
LONGEST = 600


def text(words: str, longest: int = LONGEST) -> str:
    """``words`` as prose on one line."""
    shown = cut(plain(words[: 4 * longest]), longest).strip()
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    broken = _REFERENCE.sub(lambda found: f"{found[0]}{BREAK}", escaped)
    return _LIST.sub(rf"\1{BREAK}", _ACTIVE.sub(lambda found: f"\\{found[0]}", broken))


def code(words: str, longest: int = LONGEST) -> str:
    """``words`` as a code span; "" for nothing. A pipe in it would end the cell of a table: none stands in one."""
    shown = cut(plain(words[: 4 * longest]), longest).strip()
    if not shown:
        return ""
    longest_run = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest_run + 1)
    space = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{space}{shown}{space}{fence}"


def link(label: str, address: str) -> str:
    """A link with ``label``, which is Markdown already, to ``address``, which is percent-encoded."""
    return f"[{label}](<{address}>)" if address else label
