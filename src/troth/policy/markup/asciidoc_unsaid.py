"""What a document in AsciiDoc holds and its page does not say: comments, conditions, struck words, examples.

docs.asciidoctor.org/asciidoc/latest: "Comments", "Conditionals", "Text formatting", "Example blocks".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

ATTRIBUTE = re.compile(r"^:(!?)([\w-]{1,60})(!?):(?:\s|$)")
CONDITION = re.compile(r"^(?P<name>ifn?def|ifeval|endif)::(?P<of>[^\[\s]{0,200})\[(?P<words>.*)\]\s*$")
SET = frozenset(("asciidoctor", "backend-html5", "basebackend-html", "backend", "basebackend", "env-github"))
"""Attributes that every page has, or every one that GitHub shows."""
MOST_OPTIONS = 8
"""Lines of options and titles above a block."""
OPTIONS = re.compile(r"^\[(?P<words>[^\[\]]{0,300})\]$")
TITLE = re.compile(r"^\.[^\s.].{0,300}$")
GONE = re.compile(r"^comment(?:[,#.%]|$)|^(?:[\w-]+)?(?:[.#%][\w-]+)*\.line-through\b")
"""Options of a block that is not shown, or struck."""
EXAMPLE = re.compile(r"\b(?:examples?|samples?|templates?)\b", re.IGNORECASE)
FRAMED = re.compile(r"^(?:={4,}|\*{4,}|_{4,}|-{4,}|\.{4,}|/{4,}|\+{4,}|`{3,}|-{2}|\|===)$")
STRUCK = re.compile(
    r"\[[\w. -]{0,60}?\bline-through\b[\w. -]{0,60}\](##?)(?=\S)((?:(?!\n\s*\n)[^#]){1,2000})\1", re.DOTALL
)


def said(lines: Sequence[str]) -> list[str]:
    """``lines``, as many, with empty ones for those that the page does not say."""
    out = list(_met(lines))
    at = 0
    while at < len(out):
        end = _unsaid(out, at)
        out[at:end] = [""] * (end - at)
        at = max(at + 1, end)
    text = "\n".join(out)
    if "line-through" not in text:
        return out
    return STRUCK.sub(lambda struck: "\n" * struck[0].count("\n"), text).split("\n")


def _met(lines: Sequence[str]) -> Iterator[str]:
    """The lines whose conditions are met, as far as the document tells; those on values are taken for not met."""
    given = set(SET)
    open_ones: list[bool] = []
    for line in lines:
        condition = CONDITION.match(line) if "::" in line else None
        if condition is None:
            shown = all(open_ones)
            if shown and (attribute := ATTRIBUTE.match(line)):
                name = attribute[2].lower()
                (given.discard if attribute[1] or attribute[3] else given.add)(name)
            yield line if shown else ""
        elif condition["name"] == "endif":
            open_ones = open_ones[:-1]
            yield ""
        else:
            holds = condition["name"] != "ifeval" and _holds(condition["of"].lower(), given)
            holds = holds is (condition["name"] == "ifdef")
            words = condition["words"] if condition["name"] != "ifeval" else ""
            if not words:
                open_ones.append(holds and condition["name"] != "ifeval")
            yield words if holds and all(open_ones) else ""


def _holds(names: str, given: set[str]) -> bool:
    """Whether attributes are set: one of those with commas between, all of those with plus signs."""
    if "+" in names:
        return all(name in given for name in names.split("+"))
    return any(name in given for name in names.split(","))


def _unsaid(lines: Sequence[str], start: int) -> int:
    """Where the block ends that begins at ``start`` with options or a title by which it is not said; else ``start``."""
    gone = example = False
    at = start
    while at < min(len(lines), start + MOST_OPTIONS) and (
        options := OPTIONS.match(line := lines[at].rstrip()) or TITLE.match(line)
    ):
        gone = gone or bool(options.groups() and GONE.match(options["words"].strip()))
        example = example or (not options.groups() and bool(EXAMPLE.search(line)))
        at += 1
    if not (gone or example) or at >= len(lines) or not lines[at].strip():
        return start
    mark = lines[at].rstrip()
    if not gone and not mark.startswith("===="):
        return start
    if FRAMED.match(mark):
        return next((n + 1 for n in range(at + 1, len(lines)) if lines[n].rstrip() == mark), len(lines))
    return next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
