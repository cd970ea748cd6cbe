"""Edits as unified diffs, each under the promises that it serves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from troth.report.paint import Paint
from troth.report.plain import plain, wrap
from troth.terms.edit import Edit, Serves, Unmended

CONTEXT = 3
"""Unchanged lines around each change, as ``diff -u`` has them."""


def render(edits: Sequence[Edit], unmended: Sequence[Unmended], columns: int, paint: Paint, *, written: bool) -> str:
    """Every edit: what it serves, why, and its diff; then what a person has to mend, by cause. Ends in a newline."""
    lines: list[str] = []
    for edit in edits:
        lines += _head(edit, columns, paint)
        lines += [] if written else [_painted(line, paint) for line in diff(edit)]
        lines.append("")
    for reason, left in _by_reason(unmended).items():
        paths = ", ".join(dict.fromkeys(plain(one.path) for one in left))
        lines += wrap(f"Not mended: {paths}: {plain(reason)}", columns)
        lines += [paint.quiet(line) for line in _promises([each for one in left for each in one.serves], columns)]
    if unmended:
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def _by_reason(unmended: Sequence[Unmended]) -> dict[str, list[Unmended]]:
    """The same cause is told once, with every place that it holds for; in the order in which causes come."""
    told: dict[str, list[Unmended]] = {}
    for one in unmended:
        told.setdefault(one.reason, []).append(one)
    return told


def diff(edit: Edit) -> Iterator[str]:
    """Lines of the unified diff, without line ends, as ``git apply`` and ``patch -p1`` take it."""
    before, after = ((text or "").splitlines(keepends=True) for text in (edit.before, edit.after))
    old = "/dev/null" if edit.before is None else f"a/{edit.path}"
    new = "/dev/null" if edit.after is None else f"b/{edit.path}"
    for line in difflib.unified_diff(before, after, old, new, n=CONTEXT):
        bare = line.rstrip("\r\n")
        yield bare
        if line == bare and not line.startswith(("---", "+++", "@@")):
            yield "\\ No newline at end of file"


def _head(edit: Edit, columns: int, paint: Paint) -> list[str]:
    verb = "new" if edit.before is None else "gone" if edit.after is None else "changed"
    lines = [paint.strong(f"{plain(edit.path)}  ({verb})")]
    lines += [f"  {line}" for line in wrap(plain(edit.why), columns - 2)] if edit.why else []
    return lines + [paint.quiet(line) for line in _promises(edit.serves, columns)]


def _promises(served: Sequence[Serves], columns: int) -> list[str]:
    told = dict.fromkeys((serves.place, serves.sentence) for serves in served)  # one line may promise two things
    each = (Serves(id="", place=place, sentence=sentence) for place, sentence in told)
    return [line for serves in each for line in _serves(serves, columns)]


def _serves(serves: Serves, columns: int) -> list[str]:
    return [f"  {line}" for line in wrap(f"{plain(serves.place)} “{plain(serves.sentence)}”", columns - 2)]


def _painted(line: str, paint: Paint) -> str:
    told = _visible(line)
    if line.startswith("+") and not line.startswith("+++"):
        return paint.added(told)
    if line.startswith("-") and not line.startswith("---"):
        return paint.removed(told)
    return paint.quiet(told) if line.startswith("@@") else told


def _visible(line: str) -> str:
    """``line`` with its tabs, and nothing else that steers a terminal."""
    return "\t".join(plain(part) for part in line.split("\t"))
