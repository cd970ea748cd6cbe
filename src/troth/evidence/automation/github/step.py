"""What a step says of itself, and what later steps of its job make of how it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from troth.evidence.automation.nodes import Node
from troth.terms.span import Span


def first_line(step: Node) -> Span:
    """The line of a step: its name, else what it uses or runs."""
    for key in ("name", "uses", "run", "id"):
        if step.get(key):
            return step.get(key).span
    return step.span


def examined(step: Node, later: Sequence[Node]) -> bool:
    """Whether a later step fails by the outcome of this one, so that its own continue-on-error only defers."""
    name = step.get("id").text
    if not name:
        return False
    asked = re.compile(rf"steps\.{re.escape(name)}\.outcome\s*(==|!=)")
    for one in later:
        words = f"{one.get('if').text}\n{one.get('run').text}"
        if asked.search(words) and re.search(r"\bexit\s+[1-9]|setFailed|\bfalse\b", one.get("run").text):
            return True
    return False
