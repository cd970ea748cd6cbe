"""Lines behind a tool that may fail by what it wrote: a gate of the project's own.

``semgrep scan --json-output out.json`` ends well whatever it finds, and a later step that counts what is in
``out.json`` may fail the job. Whether it does so cannot be told from here; that nothing does cannot be said either.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from troth.evidence.automation.context import span_at
from troth.evidence.repository import Repository
from troth.terms.seen.automation import Invocation
from troth.terms.span import Span

FURTHEST = 400
"""Lines behind a tool that are looked through."""
_REPORT = re.compile(r"[\w.-]+\.(?:json|jsonl|ndjson|sarif|xml|txt|csv|html?|log|out|md|ya?ml)$", re.IGNORECASE)
_STEP = re.compile(r"^(\s*)-\s+(?:name|uses|run|id|if|env|with|shell|continue-on-error|working-directory)\s*:")
_KEY = re.compile(r"^(\s*)[\w\"'.-]+\s*:")
_FAILS = re.compile(
    r"\bexit\s+(?:[1-9]|[\"']?\$)|\bsetFailed\b|\b(?:sys|process)\.exit\b|\bSystemExit\b|\bjq\s+(?:-\w*e\w*\b|--exit-status)|"
    r"(?:;|&&|\|\|)\s*false\b|\breturn\s+1\b|\bthrow new\b|\bexit_?code\s*\(",
)
"""What ends a script, or a program within it, with a failure."""
_PROGRAM = re.compile(
    r"\b(?:python3?|node|deno|bun|ruby|perl|php|bash|sh|pwsh|npx|tsx|go run|uv run|poetry run|npm run|make|just)\s+\S|"
    r"(?:^|[\s;&|:])\.{0,2}/?[\w./-]+\.(?:sh|py|m?js|ts|rb)\b"
)
"""A program of the project's own that may read it."""
_HARMLESS = re.compile(
    r"^\s*(?:-\s+)?(?:run:\s*)?(?:cat|echo|cp|mv|ls|head|tail|tee|wc|less|sed|sort|mkdir|touch|rm)\b[^|;&]*$|"
    r"\|\|\s*(?:true|:|echo)\b"
)
"""Lines that only show or move a file, or whose failure is ignored."""
_CARRIES = re.compile(
    r"\buses:\s*\S*(?:upload|download|cache|artifact|comment|summary|pages|codecov|coveralls|release|attest|checkout)",
    re.IGNORECASE,
)
"""Actions that carry a file somewhere, or show it."""


def gated(repository: Repository, found: Iterable[Invocation]) -> Iterator[Invocation]:
    """``found``, each with the line that may fail by what it wrote, where one was seen."""
    names: frozenset[str] | None = None
    for one in found:
        if not one.firings or (one.can_fail and any(firing.blocking for firing in one.firings)):
            yield one
            continue
        if names is None:
            names = frozenset(posixpath.basename(path) for path in repository.path_set)
        yield msgspec.structs.replace(one, gate=_gate(repository, one, names))


def _gate(repository: Repository, invocation: Invocation, known: frozenset[str]) -> Span | None:
    """The line that may fail by what ``invocation`` wrote; it wrote none of the files ``known`` in the tree."""
    reports = frozenset(_reports(invocation)) - known
    if not reports:
        return None
    for path, first, chunk in _chunks(repository, invocation):
        number = _fails_by(reports, chunk)
        if number is not None:
            return span_at(repository, path, first + number)
    return None


def _reports(invocation: Invocation) -> Iterator[str]:
    """Names of files that it names."""
    values = (value for _, value in invocation.with_)
    for word in (*invocation.argv, *invocation.output, *values):
        found = _REPORT.search(word) if len(word) < 300 else None
        if found:
            yield found[0]


def _chunks(repository: Repository, invocation: Invocation) -> Iterator[tuple[str, int, Sequence[str]]]:
    """What follows it, step by step: the path, the line of the first row, and the rows."""
    workflow = invocation.job.rpartition("#")[0]
    spans = (*invocation.chain, invocation.span)
    inside = next((span for span in reversed(spans) if span.path == workflow and span.line), None)
    if invocation.span.path != workflow and invocation.span.line:
        lines = repository.lines(invocation.span.path)
        start = _behind(lines, invocation.span.line)
        yield invocation.span.path, start + 1, lines[start : start + FURTHEST]
    if inside is None or inside.line is None:
        return
    lines = repository.lines(workflow)
    start = _behind(lines, inside.line)
    end = _end(lines, start, _column(lines, spans, workflow))
    if start > len(lines):
        return
    first, rows, column = start - 1, [lines[start - 1].partition(";")[2]], -1
    for number in range(start, end):
        step = _STEP.match(lines[number])
        if step and (column < 0 or len(step[1]) <= column):
            yield workflow, first + 1, rows
            first, rows, column = number, [], len(step[1])
        rows.append(lines[number])
    yield workflow, first + 1, rows


def _behind(lines: Sequence[str], line: int) -> int:
    """The row behind the command of ``line``, which may go on over several."""
    row = line - 1
    while row < len(lines) - 1 and lines[row].rstrip().endswith("\\"):
        row += 1
    return row + 1


def _column(lines: Sequence[str], spans: Sequence[Span], workflow: str) -> int:
    """The column in which the key of its job stands."""
    for span in spans:
        row = lines[span.line - 1] if span.path == workflow and span.line and span.line <= len(lines) else ""
        if (key := _KEY.match(row)) and key[1]:
            return len(key[1])
    return 0


def _end(lines: Sequence[str], start: int, column: int) -> int:
    """The row at which the job ends: the next key no further in than its own."""
    for number in range(start, min(len(lines), start + FURTHEST)):
        key = _KEY.match(lines[number])
        if key and len(key[1]) <= column:
            return number
    return min(len(lines), start + FURTHEST)


def _fails_by(reports: frozenset[str], rows: Sequence[str]) -> int | None:
    """The row that asks a report and may fail, or in whose step something does."""
    carried = any(_CARRIES.search(row) for row in rows)
    handed = any(re.search(r"\buses:", row) for row in rows)
    for number, row in enumerate(rows):
        if not any(report in row for report in reports) or _HARMLESS.search(row):
            continue
        if _PROGRAM.search(row) or any(_FAILS.search(later) for later in rows[number:]) or (handed and not carried):
            return number
    return None
