"""Lines of existing automation that change: softeners go, crons become faster, careless calls learn to fail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.remedy.ci import rhythm
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, plain
from troth.remedy.ci.soft_lines import hardened
from troth.remedy.ci.yaml_text import compose
from troth.terms.edit import Serves
from troth.terms.seen.automation import Invocation
from troth.terms.span import Span

_MOST_LINES = 40
"""Lines of the longest step or command that is followed."""
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FAILING = {
    "semgrep": (re.compile(r"\bsemgrep(?: scan)?(?= |$)(?!.*--error)"), "{} --error"),
    "trivy": (re.compile(r"\btrivy (?:fs|filesystem|image|repo|rootfs)\b(?!.*--exit-code)"), "{} --exit-code 1"),
}
"""What makes a call fail that ends well whatever it finds."""
_FAILING_INPUT = {"aquasecurity/trivy-action": ("exit-code", "exit-code: '1'")}
"""The same for actions: an input by its name, and as it is written (the README of each action)."""
_FOLDER = re.compile(r"(\s*-\s*[\"']?)([\w][\w./-]*?)/?([\"']?\s*(?:#.*)?)")
Changes = dict[tuple[str, int], tuple[str | None, str, dict[Serves, None]]]


class Lines:
    """Changes of single lines, collected first: written from the last line of a file to the first."""

    def __init__(self, ground: Ground, drafts: Drafts) -> None:
        self._ground = ground
        self._drafts = drafts
        self._changes: Changes = {}

    def harden(self, span: Span, serves: Iterable[Serves]) -> None:
        """Take away what softens at ``span``, or say that it is not understood."""
        given = tuple(serves)
        line = self._line(span)
        after = hardened(line) if line is not None else None
        if after is None:
            self._drafts.leave(
                span.path, f"line {span.line} takes a failure away, in a way that is yours to undo", given
            )
            return
        why = f"Line {span.line} no longer ignores the failure: a finding stops the run."
        self._note(span, None if after == "" else after, why, given)

    def widen(self, span: Span, serves: Iterable[Serves]) -> None:
        """Let a filter that names a folder match the files below it."""
        given = tuple(serves)
        line = self._line(span)
        match = _FOLDER.fullmatch(line) if line is not None else None
        if match is None:
            self._drafts.leave(span.path, f"the filter at line {span.line} matches no file; widen it", given)
            return
        why = f"Line {span.line} matches the files of the folder, and no longer only its name."
        self._note(span, f"{match[1]}{match[2]}/**{match[3]}", why, given)

    def faster(self, span: Span, every: float, serves: Iterable[Serves]) -> None:
        """Give the schedule at ``span`` a cron that fires often enough."""
        given = tuple(serves)
        line, cron = self._line(span), rhythm.cron(every, self._ground.seed)
        old = " ".join(span.text.split())
        if line is None or not old or old not in line:
            self._drafts.leave(span.path, f"the schedule at line {span.line} is too slow; {cron} is fast enough", given)
            return
        self._note(span, line.replace(old, cron), f"The schedule at line {span.line} is as fast as promised.", given)

    def careful(self, call: Invocation, serves: Iterable[Serves]) -> None:
        """Let ``call`` fail when it finds something."""
        given = tuple(serves)
        if call.sbom_formats:
            reason = f"{call.tool} at line {call.span.line} writes a bill of materials and finds nothing; let it scan"
            self._drafts.leave(call.span.path, reason, given)
            return
        why = f"{call.tool} fails when it finds something."
        for span in self._of(call):
            line = self._line(span) or ""
            if re.search(r"exit[-_]code[ =:]+[\"']?0\b", line):
                after = hardened(line)
                if after:
                    self._note(span, after, why, given)
                    return
        line = self._line(call.span) or ""
        if call.action and self._told(call, line, why, given):
            return
        pattern, form = _FAILING.get(call.tool, (None, ""))
        found = pattern.search(line) if pattern and call.argv else None
        if found is not None:
            after = line[: found.start()] + form.format(found[0]) + line[found.end() :]
            self._note(call.span, after, why, given)
            return
        reason = f"{call.tool} at line {call.span.line} ends well whatever it finds; let it fail on findings"
        self._drafts.leave(call.span.path, reason, given)

    def _of(self, call: Invocation) -> list[Span]:
        """The lines of a call: of a command those that a backslash joins, of an action those of its step."""
        found: list[Span] = []
        number = call.span.line or 0
        first = self._line(call.span)
        while number and first is not None and len(found) < _MOST_LINES:
            span = Span(call.span.path, number)
            line = self._line(span)
            if line is None or (call.action and number != call.span.line and _begins(line, first)):
                break
            found.append(span)
            number += 1
            if not call.action and not line.rstrip().endswith("\\"):
                break
        return found

    def name_file(self, call: Invocation, path: str, flag: str, serves: Iterable[Serves]) -> None:
        """Let ``call`` load the configuration ``path``, where it runs at the top and stands alone on its line."""
        given = tuple(serves)
        line = self._line(call.span)
        found = list(re.finditer(rf"(?<![\w./@-]){re.escape(call.tool)}(?= -| \.|$)", line)) if line is not None else []
        if line is None or len(found) != 1 or call.directory not in ("", ".") or not plain(path) or " " in path:
            reason = f"let {call.tool} at line {call.span.line} load {path}: {flag} {path}"
            self._drafts.leave(call.span.path, reason, given)
            return
        after = f"{line[: found[0].end()]} {flag} {path}{line[found[0].end() :]}"
        self._note(call.span, after, f"Line {call.span.line} loads {path}.", given)

    def _told(self, call: Invocation, line: str, why: str, given: tuple[Serves, ...]) -> bool:
        """Give the action of ``call``, whose ``uses:`` is ``line``, the input that makes it fail on findings."""
        name, written = _FAILING_INPUT.get(call.action.partition("@")[0].lower(), ("", ""))
        uses = re.match(r"(\s*(?:- +)?)uses\s*:", line)
        if not name or uses is None:
            return False
        indent = " " * len(uses[1])
        inputs: Span | None = None
        deeper = f"{indent}  "
        for span in self._of(call):
            row = self._line(span) or ""
            if re.fullmatch(rf"{indent}with\s*:\s*(?:#.*)?", row):
                inputs = span
            elif inputs is not None and row.strip() and row.startswith(f"{indent} "):
                own = row[: len(row) - len(row.lstrip())]
                if re.match(rf"[\"']?{name}[\"']?\s*:", row.lstrip()):
                    self._note(span, own + written, why, given)
                    return True
                deeper = own if inputs.line == (span.line or 0) - 1 else deeper
        if inputs is not None:
            self._note(inputs, f"{self._line(inputs)}\n{deeper}{written}", why, given)
        elif not call.with_:
            self._note(call.span, f"{line}\n{indent}with:\n{indent}  {written}", why, given)
        else:
            return False
        return True

    def write(self) -> None:
        """Put the changes into the drafts; a file that would not be read as before is left as it is."""
        for path in sorted({path for path, _ in self._changes}):
            mine = {line: change for (where, line), change in self._changes.items() if where == path}
            text = self._drafts.text(path) or ""
            rows = _LINES.findall(text)
            for number in sorted(mine, reverse=True):
                after = mine[number][0]
                end = "\r\n" if rows[number - 1].endswith("\r\n") else "\n" if rows[number - 1].endswith("\n") else ""
                rows[number - 1 : number] = [] if after is None else [after.replace("\n", end or "\n") + end]
            new = "".join(rows)
            serves = tuple(dict.fromkeys(one for _, _, given in mine.values() for one in given))
            if path.endswith((".yml", ".yaml")) and (compose(new) is None or new.count("\t") != text.count("\t")):
                self._drafts.leave(path, "the lines that take a failure away cannot be taken out one by one", serves)
                continue
            for number in sorted(mine):
                self._drafts.put(path, new, "blocking", mine[number][1], mine[number][2])

    def _line(self, span: Span) -> str | None:
        text = self._drafts.text(span.path)
        rows = _LINES.findall(text) if text is not None else []
        if span.line is None or not 0 < span.line <= len(rows):
            return None
        return str(rows[span.line - 1].rstrip("\r\n"))

    def _note(self, span: Span, after: str | None, why: str, serves: tuple[Serves, ...]) -> None:
        known = self._changes.get((span.path, span.line or 0))
        given = dict.fromkeys((*(known[2] if known else {}), *serves))
        self._changes[span.path, span.line or 0] = (after, why, given)


def _begins(line: str, first: str) -> bool:
    """Whether ``line`` begins what stands beside the step that ``first`` belongs to."""
    depth = len(first) - len(first.lstrip(" -"))
    return bool(line.strip()) and len(line) - len(line.lstrip()) < depth
