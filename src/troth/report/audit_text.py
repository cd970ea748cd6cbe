"""An audit for the terminal: what was found first, then each tool on a line, what is missing, one next command."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from troth.report.paint import MARKS, Paint
from troth.report.plain import cut, plain, width, wrap
from troth.terms.audit import UNABLE, Audit, Outcome, Planned, State
from troth.terms.seen.results import ToolFinding
from troth.terms.span import Span
from troth.terms.verdict import Standing

SEVERITIES = ("critical", "high", "error", "medium", "moderate", "warning", "low", "note", "info", "")
"""Words of tools for how bad it is, worst first."""
MOST_CONFIGURATIONS = 3
MOST_FINDINGS = 5
"""Findings of a tool that are told without ``-v``."""
MOST_SENTENCES = 2
MOST_OFFERED = 6
MOST_GAP_LINES = 3
MOST_RULES = 3
MOST_LINES = 3
"""Lines for the words of a finding, with ``-v``; JSON has all."""
LEAST_WORDS = 24
"""Columns for the words of a finding, below which they stand on lines of their own."""
_LOCAL = re.compile(r"(?:OSV at )?(?:file://|https?://(?:127\.0\.0\.1|localhost|\[::1\])[:/])\S*")
"""Addresses of databases on this machine."""
Seen = Mapping[tuple[str, ToolFinding], tuple[str, ...]]
"""For each finding of a tool the tools that saw the same."""
_ORDER = (Standing.BROKEN, Standing.AT_RISK, Standing.KEPT)


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How to say it. ``path`` and ``policies`` are what was asked for, to be repeated in the next command."""

    paint: Paint = Paint()
    columns: int = 80
    verbose: bool = False
    path: str = "."
    policies: tuple[str, ...] = ()


def render(audit: Audit, manner: Manner) -> str:
    """The whole output, each line within the columns, ending in a newline."""
    lines = [_header(audit, manner)]
    seen = {
        (witness.tool, witness.finding): weakness.tools
        for weakness in audit.weaknesses
        for witness in weakness.witnesses
    }
    for standing in _ORDER:
        for outcome in audit.outcomes:
            if _standing(outcome) is standing:
                lines += _told(outcome, _plan(audit, outcome.tool), standing, seen, manner)
    lines += _unable(audit.unable, manner)
    lines += _categories(audit, manner)
    lines += _nothing(audit.planned, manner)
    lines += _offered(audit.planned, manner)
    lines += _aside(audit, manner)
    lines += ["", *wrap(_next(audit, manner), manner.columns)]
    return "\n".join(lines) + "\n"


def render_plan(audit: Audit, manner: Manner) -> str:
    """What would run and what is missing, each tool with its sentences."""
    ready = [each for each in audit.planned if each.state is State.READY]
    said = f"{_count(len(ready), 'tool')} would run"
    missing = sum(each.state in UNABLE and each.scans for each in audit.planned)
    said += f" · {missing} cannot" if missing else ""
    lines = [_head(audit, said, [said], manner, "")]
    for each in sorted(audit.planned, key=lambda one: list(State).index(one.state)):
        lines += ["", *_listed(each, manner)]
    if not audit.planned:
        lines += ["", "The policy promises no tool."]
    lines += ["", *wrap(_next(audit, manner), manner.columns)]
    return "\n".join(lines) + "\n"


# ---- the list


_STATES = {
    State.READY: (Standing.KEPT, ""),
    State.MISSING: (Standing.UNPROVEN, "not installed"),
    State.NOTHING: (Standing.NOTED, "nothing to do"),
    State.RETIRED: (Standing.BROKEN, "retired by its makers"),
    State.ELSEWHERE: (Standing.UNPROVEN, "not run by Troth"),
    State.REFUSED: (Standing.AT_RISK, "not on an untrusted tree"),
    State.OFFERED: (Standing.NOTED, "only with --all or --tool"),
}


def _listed(planned: Planned, manner: Manner) -> list[str]:
    standing, words = _STATES[planned.state]
    mark = manner.paint.standing(MARKS[standing], standing)
    version = f" {plain(planned.version)}" if planned.version else ""
    name = f"{mark} {manner.paint.strong(plain(planned.tool))}{version}"
    fits = width(f"x {plain(planned.tool)}{version}   {words}") <= manner.columns
    lines = [f"{name}   {words}" if words and fits else name]
    lines += _indented(words, manner) if not fits else []
    if planned.for_work:
        lines += _indented(f"for {planned.for_work}, which is promised without naming a tool", manner)
    for span in planned.sentences[: None if manner.verbose else MOST_SENTENCES]:
        lines += [manner.paint.quiet(cut(f"    {plain(str(span))}  {plain(span.text)}", manner.columns))]
    more = len(planned.sentences) - MOST_SENTENCES
    if more > 0 and not manner.verbose:
        lines += [manner.paint.quiet(f"    and {_count(more, 'more sentence')}")]
    if planned.reason and planned.state not in (State.MISSING, State.OFFERED):
        lines += _indented(planned.reason, manner)
    if planned.state in (State.READY, State.OFFERED):
        lines += [line for call in planned.calls for line in _indented(f"$ {shlex.join(call)}", manner)]
    for line in planned.lines:
        if line.refused and line.refused != planned.reason:
            lines += _indented(f"not as the policy shows it ({line.line}): {line.refused}", manner)
        elif line.left_out and not line.refused:
            lines += _indented(f"without {' '.join(line.left_out)}: Troth asks for its own form of report", manner)
    if planned.install and not planned.program and planned.state in (State.MISSING, State.OFFERED):
        lines += _indented(f"install it: {planned.install}", manner)
    if planned.state is State.ELSEWHERE and planned.scans:
        lines += _indented(f"hand in its report: --report {shlex.quote(planned.tool)}=FILE", manner)
    return lines


# ---- what came of it


def _header(audit: Audit, manner: Manner) -> str:
    found = sum(weakness.counts for weakness in audit.weaknesses)
    bad, weak = Standing.BROKEN, Standing.AT_RISK
    gave = sum(bool(outcome.runs) for outcome in audit.outcomes)
    whole = _count(len(audit.outcomes), "tool")
    ran = _came(audit.outcomes) if gave == len(audit.outcomes) else f"{gave} of {whole} gave a result"
    told: list[tuple[str, Standing | None]] = [(ran, None)]
    if audit.counted:
        told.append((_count(found, "finding"), bad))
    elif gave:
        told.append((f"{_count(found, 'finding')}, none counts" if found else "nothing found", None))
    lacking = len(audit.unable) + sum(not outcome.whole for outcome in audit.outcomes)
    if lacking:
        told.append((f"{lacking} not whole", weak))
    said = " · ".join(text for text, _ in told)
    painted = [text if standing is None else manner.paint.standing(text, standing) for text, standing in told]
    return _head(audit, said, painted, manner, f"{audit.seconds:.1f} s")


def _came(outcomes: Sequence[Outcome]) -> str:
    """How the results came: what ran now, what was kept, what was handed in."""
    how = Counter(outcome.how for outcome in outcomes)
    parts = [f"{_count(how['run'], 'tool')} ran"] if how["run"] or not outcomes else []
    for word, said in (("kept", "kept"), ("report", "handed in")):
        if how[word]:
            parts.append(f"{how[word]} {said}" if parts else f"{_count(how[word], 'result')} {said}")
    return ", ".join(parts)


def _head(audit: Audit, said: str, painted: Sequence[str], manner: Manner, clock: str) -> str:
    name = plain(audit.root or "/") + (f" @{audit.commit[:8]}" if audit.commit else "")
    name = cut(name, max(10, manner.columns - width(said) - len(clock) - 6))
    space = manner.columns - width(name) - 3 - width(said) - len(clock)
    line = f"{manner.paint.strong(name)}   {' · '.join(painted)}"
    return f"{line}{' ' * max(2, space)}{manner.paint.quiet(clock)}" if clock else line


def _standing(outcome: Outcome) -> Standing:
    if outcome.counted:
        return Standing.BROKEN
    return Standing.KEPT if outcome.whole else Standing.AT_RISK


def _told(outcome: Outcome, planned: Planned | None, standing: Standing, seen: Seen, manner: Manner) -> list[str]:
    mark = manner.paint.standing(MARKS[standing], standing)
    version = next((run.version for run in outcome.runs if run.version), "")
    name = f"{plain(outcome.tool)} {plain(version)}".strip()
    lines = ["", f"{mark} {manner.paint.strong(name)}   {_result(outcome)}"]
    if width(f"x {name}   {_result(outcome)}") > manner.columns:
        lines = ["", f"{mark} {manner.paint.strong(name)}", *_indented(_result(outcome), manner)]
    lines += [manner.paint.quiet(line) for line in _indented(_how(outcome), manner)]
    if planned:
        for span in planned.sentences[:1]:
            lines += [manner.paint.quiet(cut(f"    {plain(str(span))}  {plain(span.text)}", manner.columns))]
    lines += _findings(outcome, seen, manner)
    for gap in outcome.gaps:
        told = _indented(f"{gap.wanted}: {gap.reason}", manner)
        cut_off = not manner.verbose and len(told) > MOST_GAP_LINES
        last = [cut(f"{told[MOST_GAP_LINES - 1]} …", manner.columns)] if cut_off else []
        lines += [*told[: MOST_GAP_LINES - 1], *last] if cut_off else told
    return lines


def _result(outcome: Outcome) -> str:
    if not outcome.runs:
        return "gave no result"
    scanned = sum(run.scanned for run in outcome.runs)
    live = [finding for run in outcome.runs for finding in run.findings if not finding.suppressed]
    written = [path for run in outcome.runs for path in run.written]
    empty = f"wrote {', '.join(map(plain, written))}" if written else "nothing found"
    parts = [f"{scanned:,} scanned", _by_severity(live) if live else empty]
    silent = sum(bool(finding.suppressed) for run in outcome.runs for finding in run.findings)
    if silent:
        parts.append(f"{silent} suppressed")
    return " · ".join(parts)


def _by_severity(live: Sequence[ToolFinding]) -> str:
    counts = Counter(finding.severity.lower() for finding in live)
    known = [word for word in SEVERITIES if word and counts[word]]
    rest = len(live) - sum(counts[word] for word in known)
    said = [f"{counts[word]:,} {word}" for word in known] + ([f"{rest:,} without severity"] if rest and known else [])
    return _count(len(live), "finding") + (f" ({', '.join(said)})" if said else "")


def _how(outcome: Outcome) -> str:
    if outcome.how == "kept":
        again = "" if outcome.whole else "; --no-cache starts it again"
        said = f"kept from {_instant(outcome)}: nothing that it looks at has changed{again}"
    elif outcome.how == "report":
        said = f"from the report {plain(outcome.report)}, made {_instant(outcome)}"
    else:
        said = f"ran for {outcome.seconds:.1f} s" + (" in a sandbox" if outcome.sandboxed else "")
    database = next((run.database for run in outcome.runs if run.database), "")
    if outcome.configured:
        more = len(outcome.configured) - MOST_CONFIGURATIONS
        names = ", ".join(map(plain, outcome.configured[:MOST_CONFIGURATIONS])) + (
            f" and {more} more" if more > 0 else ""
        )
        said += f" · by the tree's own {names}"
    return said + (f" · database {plain(_LOCAL.sub('of local advisories', database)).strip()}" if database else "")


def _instant(outcome: Outcome) -> str:
    return f"{outcome.at.day} {outcome.at:%b %Y %H:%M} UTC"


def _findings(outcome: Outcome, seen: Seen, manner: Manner) -> list[str]:
    """The findings of a tool, the worst first; one that several tools saw is told once, by the tool that says most."""
    live = [finding for run in outcome.runs for finding in run.findings if not finding.suppressed]
    own = [finding for finding in live if _tools(outcome.tool, finding, seen)[0] == outcome.tool]
    own.sort(key=_rank)
    shown = own if manner.verbose else own[:MOST_FINDINGS]
    lines = _rows([(finding, _tools(outcome.tool, finding, seen)[1:]) for finding in shown], manner)
    if len(own) > len(shown):
        lines += [manner.paint.quiet(line) for line in _indented(_more(own[len(shown) :]), manner)]
    if len(live) > len(own):
        others = dict.fromkeys(tool for finding in live for tool in _tools(outcome.tool, finding, seen)[:1])
        names = ", ".join(tool for tool in others if tool != outcome.tool)
        shared = len(live) - len(own)
        lines += [manner.paint.quiet(f"    {shared} of them {'is' if shared == 1 else 'are'} told with {names}")]
    return lines


def _more(rest: Sequence[ToolFinding]) -> str:
    """How many findings are not told, and of which rules most of them are."""
    rules = Counter(plain(finding.rule) for finding in rest).most_common(MOST_RULES)
    often = [f"{count:,} {rule}" for rule, count in rules if count > 1 and rule]
    most = f", most of them {', '.join(often)}" if often else ""
    return f"and {len(rest):,} more{most} (-v lists them)"


def _tools(tool: str, finding: ToolFinding, seen: Seen) -> tuple[str, ...]:
    """The tools that saw what ``finding`` says, the one that says most first."""
    return seen.get((tool, finding)) or (tool,)


def _rank(finding: ToolFinding) -> tuple[int, str, int]:
    word = finding.severity.lower()
    place = finding.span or Span("")
    return SEVERITIES.index(word) if word in SEVERITIES else len(SEVERITIES), place.path, place.line or 0


def _rows(found: Sequence[tuple[ToolFinding, Sequence[str]]], manner: Manner) -> list[str]:
    """Severity, rule, place and words of each finding in columns; the words of all below, where some have no room.

    With ``-v`` more words stand below.
    """
    cells = [(plain(one.severity), plain(one.rule), plain(str(one.span)) if one.span else "") for one, _ in found]
    wide = [max((width(row[column]) for row in cells), default=0) for column in range(3)]
    taken = 4 + sum(size + 2 for size in wide if size)
    below = manner.verbose or manner.columns - taken < LEAST_WORDS
    lines = []
    for row, (one, others) in zip(cells, found, strict=True):
        columns = [f"{cell:{size - width(cell) + len(cell)}}" for cell, size in zip(row, wide, strict=True) if size]
        head, also = "  ".join(columns).rstrip(), f"  (also {', '.join(others)})" if others else ""
        if not below:
            head += " " * (taken - 4 - width(head))
            lines.append(f"    {head}{cut(_words(one), manner.columns - taken - width(also))}{also}")
            continue
        lines.append(cut(f"    {head}", manner.columns))
        room = manner.columns - 6
        if manner.verbose:
            lines += [f"      {line}" for line in _cut_off(wrap(_words(one) + also, room), room)]
        else:
            lines.append(f"      {cut(_words(one), room - width(also))}{also}")
    return lines


def _cut_off(lines: list[str], columns: int) -> list[str]:
    """The first of ``lines``: descriptions of advisories are pages."""
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], cut(lines[MOST_LINES - 1], columns - 2) + " …"]


def _words(finding: ToolFinding) -> str:
    """What a finding says; of a dependency, the version that mends it before the words of the advisory."""
    text = plain(finding.text)
    if not (finding.package and finding.fixed):
        return text
    name = f"{plain(finding.package)} {plain(finding.version)}".strip()
    rest = text.removeprefix(name).lstrip(": ")
    fixed = " or ".join(plain(each) for each in finding.fixed)
    return f"{name} → {fixed}" + (f"  {rest}" if rest else "")


def _unable(unable: Sequence[Planned], manner: Manner) -> list[str]:
    lines: list[str] = []
    for planned in unable:
        standing, _ = _STATES[planned.state]
        mark = manner.paint.standing(MARKS[standing], standing)
        lines += ["", f"{mark} {manner.paint.strong(plain(planned.tool))}   did not run"]
        lines += _indented(planned.reason, manner)
        for span in planned.sentences[:1]:
            lines += [manner.paint.quiet(cut(f"    {plain(str(span))}  {plain(span.text)}", manner.columns))]
        if planned.state is State.MISSING and planned.install:
            lines += _indented(f"install it: {planned.install}", manner)
        elif planned.state is State.ELSEWHERE:
            lines += _indented(f"hand in its report: --report {shlex.quote(planned.tool)}=FILE", manner)
    return lines


def _categories(audit: Audit, manner: Manner) -> list[str]:
    """What counts, by the categories of the newest edition of the OWASP Top 10; one may be in several."""
    held = Counter(category for weakness in audit.weaknesses if weakness.counts for category in weakness.categories)
    newest = max((category.edition for category in held), default=0)
    said = "; ".join(f"{one.code} {one.title} ({held[one]})" for one in sorted(held) if one.edition == newest)
    return ["", *wrap(f"By the OWASP Top 10 of {newest}: {said}.", manner.columns)] if said else []


def _nothing(planned: Sequence[Planned], manner: Manner) -> list[str]:
    idle = [each for each in planned if each.state is State.NOTHING]
    if not idle:
        return []
    said = "; ".join(f"{plain(each.tool)} ({plain(each.reason)})" for each in idle)
    return ["", *(manner.paint.quiet(line) for line in wrap(f"Nothing to do here: {said}.", manner.columns))]


def _offered(planned: Sequence[Planned], manner: Manner) -> list[str]:
    by_work: dict[str, list[str]] = {}
    for each in planned:
        if each.state is State.OFFERED:
            by_work.setdefault(each.for_work, []).append(each.tool)
    if not by_work:
        return []
    said = "; ".join(f"{work} ({', '.join(tools[:MOST_OFFERED])})" for work, tools in by_work.items())
    words = f"Promised without naming a tool: {said}. --all runs what is installed of them."
    return ["", *wrap(words, manner.columns)]


def _aside(audit: Audit, manner: Manner) -> list[str]:
    said = []
    if audit.untrusted and audit.outcomes and all(outcome.how != "run" for outcome in audit.outcomes):
        said.append("Untrusted: no tool was started; what is told here was kept or handed in.")
    elif audit.untrusted:
        said.append(
            f"Untrusted: no code of the project was executed; {audit.sandbox}."
            if audit.sandbox
            else "Untrusted: no code of the project was executed; without bubblewrap (bwrap) there was no sandbox."
        )
    lost = dict.fromkeys(outcome.not_kept for outcome in audit.outcomes if outcome.not_kept)
    said += [f"Results were not kept: {plain(reason)}." for reason in lost]
    return [line for words in said for line in ["", *wrap(words, manner.columns)]]


def _next(audit: Audit, manner: Manner) -> str:
    asked = "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    if not audit.outcomes:
        if any(each.state is State.READY for each in audit.planned):
            return f"Next: troth audit{where}{asked}"
        if any(each.state is State.OFFERED for each in audit.planned):
            return f"Next: troth audit{where}{asked} --all"
        return f"Next: troth audit{where}{asked} --tool NAME runs a tool that no sentence names."
    if any(_asks(outcome, audit) for outcome in audit.outcomes):
        return f"Next: troth advisories update, then troth audit{where}{asked}"
    if any(each.state is State.MISSING for each in audit.unable):
        return f"Next: install what is missing, then troth audit{where}{asked}"
    return f"Next: troth check{where}{asked} judges the promises by these results."


def _asks(outcome: Outcome, audit: Audit) -> bool:
    """Whether a tool lacked advisories, or newer ones."""
    said = [gap.reason for gap in outcome.gaps]
    lacks = any("advisories" in reason or "vulnerabilities" in reason for reason in said)
    return any("troth advisories update" in reason for reason in said) or (lacks and not audit.advisories)


def _plan(audit: Audit, tool: str) -> Planned | None:
    return next((each for each in audit.planned if each.tool == tool), None)


def _indented(text: str, manner: Manner) -> list[str]:
    return [f"    {line}" for line in wrap(plain(text), manner.columns - 4)]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
