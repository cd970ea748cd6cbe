"""What a job has checked out when its scanners look (README of actions/checkout; "Events": ``pull_request_target``).

Told only of jobs whose every checkout takes something else; a job that calls git itself, or an action of the tree, may
fetch what it wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from troth.evidence.automation.github.triggers import Trigger
from troth.evidence.automation.nodes import Node
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter
from troth.terms.span import Span

_FETCHES = re.compile(
    r"\bgit\s+(?:-\S+\s+)*(?:clone|fetch|checkout|pull|merge|switch|reset|worktree)\b|\bgh\s+(?:pr|repo)\b"
)
_BASE = re.compile(r"\bbase_ref\b|\bbase\.(?:sha|ref)\b|\bdefault_branch\b")
_HEAD = re.compile(r"head|merge|pull_request\.number|github\.(?:sha|ref)\b|inputs|event\.number")


def kept_from(
    steps: Sequence[Node], trigger: Trigger, known_here: Callable[[str], bool]
) -> tuple[Filter | None, Gap | None]:
    """Why the steps do not see what ``trigger`` brings, or why that cannot be told; nothing of both where they do."""
    checkouts = [step for step in steps if step.get("uses").text.startswith("actions/checkout@")]
    others = [step for step in steps if step.get("uses").text.startswith("./") or _FETCHES.search(step.get("run").text)]
    if not checkouts or others:
        return None, None
    found = [_why(step, trigger, known_here) for step in checkouts]
    if not all(found):
        return None, None
    what, span, sure = next((one for one in found if one and one[2]), found[0] or ("", checkouts[0].span, False))
    if sure:
        return Filter(what=what, span=span, fatal=True), None
    return None, Gap(wanted="what it looks at", reason=what, span=span)


def _why(step: Node, trigger: Trigger, known_here: Callable[[str], bool]) -> tuple[str, Span, bool] | None:
    """Why a checkout takes something else, where that stands, and whether it is sure."""
    given = step.get("with")
    repository, ref = given.get("repository"), given.get("ref")
    slug = repository.text.strip()
    if slug and "${{" not in slug and not known_here(slug):
        return f"it checks out {slug[:80]}, which may be another repository", repository.span, False
    if slug or not trigger.is_pull_request:
        return None
    text = ref.text.strip()
    if trigger.name == "pull_request_target" and not text:
        return "pull_request_target checks out the base, not the pull request", step.get("uses").span, True
    computed = "${{" in text
    base = bool(_BASE.search(text)) and not _HEAD.search(text) if computed else not text.startswith("refs/pull/")
    return (f"it checks out {text[:80]}, not the pull request", ref.span, True) if text and base else None
