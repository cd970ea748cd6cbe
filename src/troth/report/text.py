"""A check for the terminal: what is true, what was not seen, broken first, one next command."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections import Counter
from collections.abc import Mapping

from troth.report import accepted, entries, groups, summary, words
from troth.report.manner import Manner
from troth.report.paint import MARKS, WORDS
from troth.report.plain import cut, plain, width, wrap
from troth.terms.commitment import Tool
from troth.terms.result import Judged, Result
from troth.terms.verdict import CONTRADICTIONS, Standing

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_Place = tuple[str, str]
"""A document, and lines of it as they are told."""
MOST_KEPT_LINES = 4
"""Lines that kept promises may take without ``-v``."""


MOST_CONTRADICTIONS = 3
"""Contradictions that are told without ``-v``."""
MOST_SENDING = 60
"""Words of a policy that does nothing but refer to another one."""
_POLICY_ELSEWHERE = re.compile(
    r"https?://[^\s()<>\[\]\"'`|]{0,200}(?:secur|vulnerab|disclos)[^\s()<>\[\]\"'`|]{0,200}", re.IGNORECASE
)
MOST_MENTIONED = 5
"""Documents that are named as linked and not read."""


def render(result: Result, seconds: float, manner: Manner) -> str:
    """The whole output, each line within the columns, ending in a newline."""
    lines = [_header(result, seconds, manner)]
    if not manner.quiet:
        lines += _not_seen(result, manner)
        lines += _started(result, manner)
        lines += _documents(result, manner)
        for standing in (Standing.BROKEN, Standing.AT_RISK):
            lines += _told(result.speaking, standing, manner)
        lines += accepted.told(result, manner)
        lines += _unproven(result, manner)
        lines += _kept(result, manner)
        lines += _noted(result, manner)
        lines += _by_register(result, manner)
        lines += _beside(result, manner)
        lines += ["", *wrap(_next(result, manner), manner.columns)]
    return "\n".join(lines) + "\n"


def _header(result: Result, seconds: float, manner: Manner) -> str:
    name = plain(result.root or "/") + (f" @{result.commit[:8]}" if result.commit else "")
    counts = result.speaking.counts()
    shown = [s for s in (Standing.BROKEN, Standing.AT_RISK, Standing.KEPT) if counts[s]]
    said = [f"{counts[standing]} {WORDS[standing]}" for standing in shown]
    painted = [manner.paint.standing(text, standing) for text, standing in zip(said, shown, strict=True)]
    extra = accepted.headed(result)
    if not counts[Standing.BROKEN]:
        extra = ["nothing newly broken" if extra else "nothing broken", *extra]
        said, painted = [*extra, *said], [*extra, *painted]
    elif extra:
        said, painted = [*said, *extra], [*painted, *extra]
    clock = f"{seconds:.1f} s"
    name = cut(name, max(10, manner.columns - width(" · ".join(said)) - len(clock) - 6))
    space = manner.columns - width(name) - 3 - width(" · ".join(said)) - len(clock)
    return f"{manner.paint.strong(name)}   {' · '.join(painted)}{' ' * max(2, space)}{manner.paint.quiet(clock)}"


def _not_seen(result: Result, manner: Manner) -> list[str]:
    if not result.not_seen:
        return []
    told = "; ".join(plain(seen.text) for seen in result.not_seen)
    lines = wrap(f"Not seen: {told}", manner.columns)
    if manner.verbose:
        for seen in result.not_seen:
            lines += [f"  {line}" for line in wrap(" ".join(map(plain, seen.paths)), manner.columns - 2)]
    return [manner.paint.quiet(line) for line in lines]


def _started(result: Result, manner: Manner) -> list[str]:
    """Which tools were run: nobody shall have to guess that a check started programs."""
    if not result.started:
        return []
    told = f"Ran on a copy of the tree: {', '.join(map(plain, result.started))} (--no-tools runs none)"
    return [manner.paint.quiet(line) for line in wrap(told, manner.columns)]


def _documents(result: Result, manner: Manner) -> list[str]:
    """Which documents were read, where others are or could be, and by which line a linked one is part of the policy."""
    mentioned = [plain(path) for reading in result.readings for path in reading.mentioned]
    if len(result.readings) < 2 and not mentioned:
        return []
    told = ", ".join(
        plain(reading.document) + (f" ({plain(str(reading.cited))})" if reading.cited else "")
        for reading in result.readings
    )
    if mentioned:
        more = f" and {len(mentioned) - MOST_MENTIONED} more" if len(mentioned) > MOST_MENTIONED else ""
        told += f"; linked, not read: {', '.join(mentioned[:MOST_MENTIONED])}{more}"
    return [manner.paint.quiet(line) for line in wrap(f"Read: {told}", manner.columns)]


def _title(standing: Standing, manner: Manner) -> str:
    return manner.paint.standing(f"{MARKS[standing]} {WORDS[standing].upper()}", standing)


def _told(result: Result, standing: Standing, manner: Manner) -> list[str]:
    """A section that tells each verdict with its facts; those of one cause stand together."""
    chosen = result.of(standing)
    if not chosen:
        return []
    lines = ["", _title(standing, manner)]
    for document, judged in groups.by_document(chosen):
        if len(result.readings) > 1:
            lines.append(f" {plain(document)}")
        for same in groups.by_cause(judged):
            lines += entries.entry(same, manner.columns, manner.paint, verbose=manner.verbose, asked=manner.again)
    return lines


def _unproven(result: Result, manner: Manner) -> list[str]:
    chosen = result.of(Standing.UNPROVEN)
    if not chosen:
        return []
    sorted_out = groups.by_settlement(chosen)
    counts = " · ".join(_counted(words, len(judged), manner) for words, judged in sorted_out)
    title = _title(Standing.UNPROVEN, manner)
    if not manner.verbose:
        return ["", *_ended(_after(title, counts, manner), "(list: -v)", manner)]
    lines = ["", title]
    for settled, judged in sorted_out:
        lines += [f" {_counted(settled, len(judged), manner)}"]
        lines += entries.listed(judged, manner.columns, documents=len(result.readings) > 1)
    return lines


def _counted(words: str, number: int, manner: Manner) -> str:
    """ "9 need people: troth attest --guide": the command where one settles them."""
    command = groups.COMMANDS.get(words, "")
    if command:
        where = "" if manner.path == "." else f" --root {shlex.quote(manner.path)}"
        command = f": {command}{where}" + "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    return f"{groups.counted(words, number)}{command}"


def _kept(result: Result, manner: Manner) -> list[str]:
    chosen = result.of(Standing.KEPT)
    if not chosen:
        return []
    title = _title(Standing.KEPT, manner)
    if manner.verbose:
        return ["", title, *entries.listed(chosen, manner.columns, documents=len(result.readings) > 1)]
    beside = Counter(_place(one) for one in result.judged if one.verdict.standing is not Standing.NOTED)
    told = "  ".join(_lines_of(document, judged, result, beside) for document, judged in groups.by_document(chosen))
    lines = _after(title, told, manner)
    if len(lines) > MOST_KEPT_LINES:
        lines = [*lines[:MOST_KEPT_LINES], f"  and more (-v); {len(chosen)} in all"]
    return ["", *lines]


def _lines_of(document: str, judged: tuple[Judged, ...], result: Result, beside: Mapping[_Place, int]) -> str:
    """The lines that are kept; of one that promises more than that, which of it: "L3 L9 (gosec, codeql) L12"."""
    lines: dict[str, list[Judged]] = {}
    for one in judged:
        lines.setdefault(entries.number(one), []).append(one)
    told = []
    for number, kept in lines.items():
        named = "" if len(kept) == beside[_place(kept[0])] else ", ".join(dict.fromkeys(map(_named, kept)))
        told.append(f"{number} ({named})" if named else number)
    return " ".join([plain(document), *told] if len(result.readings) > 1 else told)


def _place(one: Judged) -> _Place:
    return one.verdict.commitment.span.path, entries.number(one)


def _named(one: Judged) -> str:
    """A promise among others of its line: the tool alone, or what is promised."""
    commitment = one.verdict.commitment
    return plain(commitment.name) if isinstance(commitment, Tool) else words.promise(commitment).rstrip(".")


def _noted(result: Result, manner: Manner) -> list[str]:
    chosen = result.of(Standing.NOTED)
    if not chosen or not manner.verbose:
        return []
    silenced = [one for one in chosen if one.verdict.commitment.silenced]
    others = [one for one in chosen if not one.verdict.commitment.silenced]
    told = [
        f"{' '.join(dict.fromkeys(entries.number(one) for one in those))} {words}"
        for those, words in ((others, "advice and discretion, not judged"), (silenced, "silenced in troth.toml"))
        if those
    ]
    return ["", *_after(_title(Standing.NOTED, manner), "; ".join(told), manner)]


def _by_register(result: Result, manner: Manner) -> list[str]:
    """What the register changes is never hidden: it can weaken a promise as the policy can."""
    told = summary.by_register(result)
    return ["", *wrap(told, manner.columns)] if told else []


def _beside(result: Result, manner: Manner) -> list[str]:
    lines = []
    if result.findings:
        number = len(result.findings)
        known = sum(finding.accepted for finding in result.findings)
        title = f"{number} finding{'' if number == 1 else 's'} beside the promises"
        title += f", {'all' if known == number else known} accepted" if known else ""
        lines += ["", title if manner.verbose else f"{title} (list: -v)"]
    if manner.verbose:
        for finding in result.findings:
            lines += entries.fact(finding.span, f"{finding.text} [{finding.rule}]", manner.columns, indent=2)
    elif contradictions := [finding for finding in result.speaking.findings if finding.rule in CONTRADICTIONS]:
        for finding in contradictions[:MOST_CONTRADICTIONS]:
            lines += entries.fact(finding.span, finding.text, manner.columns, indent=2)
        lines += ["  → Let every place say the same."]
    first = next((one.document for one in result.readings if one.unread), "FILE")
    unread = sum(len(reading.unread) for reading in result.readings)
    if unread:
        said = "sentence looks like a promise and was" if unread == 1 else "sentences look like promises and were"
        lines += [
            *([] if lines else [""]),
            *wrap(f"{unread} {said} not understood (list: {_reading(first, manner, '--unread ')})", manner.columns),
        ]
    return lines


def _reading(document: str, manner: Manner, option: str = "") -> str:
    """The command that reads ``document``, by its path from where the check was started."""
    path = document if manner.path == "." else posixpath.join(manner.path, document)
    return f"troth read {option}{shlex.quote(plain(path))}"


def _after(title: str, told: str, manner: Manner) -> list[str]:
    """``told`` on the line of ``title`` and below it, indented."""
    plain_title = 12
    first, *rest = wrap(told, manner.columns - plain_title - 2)
    gap = " " * max(2, plain_title + 2 - _bare(title, manner))
    return [f"{title}{gap}{first}", *(" " * (plain_title + 2) + line for line in rest)]


def _ended(lines: list[str], tail: str, manner: Manner) -> list[str]:
    """``tail`` after the last line, whole, or on a line of its own."""
    *others, last = lines
    if _bare(last, manner) + 1 + width(tail) <= manner.columns:
        return [*others, f"{last} {tail}"]
    return [*lines, " " * 14 + tail]


def _bare(text: str, manner: Manner) -> int:
    """Columns of ``text`` without its colours."""
    return width(_COLOUR.sub("", text)) if manner.paint.on else width(text)


def _next(result: Result, manner: Manner) -> str:
    """One command that exists and leads on."""
    tail = "".join(f" --policy {shlex.quote(policy)}" for policy in manner.policies)
    where = "" if manner.path == "." else f" {shlex.quote(manner.path)}"
    for standing in (Standing.BROKEN, Standing.AT_RISK):
        for judged in result.speaking.of(standing):
            return f"Next: troth explain {shlex.quote(plain(judged.id))}{where}{tail}"
    if not result.judged:
        named = [plain(reading.document) for reading in result.readings]
        other = _sends_to(result.readings[0].text)
        if other:
            return (
                f"No promise was found in {', '.join(named)}, which refers to {plain(other)}. "
                "Next: save that page, and name it: troth check --policy FILE"
            )
        return f"No promise was found in {', '.join(named)}. Next: {_reading(result.readings[0].document, manner)}"
    if manner.verbose:
        return f"Next: troth explain {shlex.quote(plain(result.judged[0].id))}{where}{tail}"
    return f"Next: troth check{where}{tail} -v"


def _sends_to(text: str) -> str:
    """The policy in another place that a text of a few words refers to."""
    found = _POLICY_ELSEWHERE.search(text) if len(text.split()) <= MOST_SENDING else None
    return found[0].rstrip(".,;") if found else ""
