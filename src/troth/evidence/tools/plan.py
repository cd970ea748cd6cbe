"""What an audit would run: each promised tool, how, and what keeps it from running."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from troth.evidence.process import run as start
from troth.evidence.repository import Repository
from troth.evidence.tools import RECORDS
from troth.evidence.tools.documented import NOWHERE, simple_commands
from troth.evidence.tools.index import by_command, by_name
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.stage import tool_path
from troth.evidence.tools.wording import worded
from troth.terms.activity import SCANNING, Activity, serves
from troth.terms.audit import Line, Planned, State
from troth.terms.promised import Promised, PromisedTool, PromisedWork

SCANS = SCANNING | {Activity.LICENCE_CHECK, Activity.POSTURE, Activity.SBOM}
"""What an audit is about; tools that only format, test or publish are listed and never missed."""
WORK = SCANS | {Activity.SCANNING_ANY}
MOST_LINES = 3
"""Documented lines of one tool that are run, each by itself."""
LONGEST_TOLD = 2_000
_VERSION = re.compile(r"\d+(?:\.\d+)+[0-9A-Za-z.+-]*")
_INSTALLS = {"pip": "pip install", "cargo": "cargo install --locked", "npm": "npm install -g", "gem": "gem install"}


def plan(
    keeping: Keeping, promised: Promised, named: Sequence[str], *, everything: bool, untrusted: bool
) -> tuple[Planned, ...]:
    """The tools of an audit, in the order in which the policy promises them.

    ``named`` are asked for by name, and then only they; ``everything`` runs the tools for work that names none as well.
    """
    planned = [_tool(keeping, each, untrusted=untrusted) for each in promised.tools]
    known = {each.tool for each in planned}
    if named:
        rest = (PromisedTool(name=name) for name in dict.fromkeys(named) if name not in known)
        planned = [each for each in planned if each.tool in named]
        return (*planned, *(_tool(keeping, each, untrusted=untrusted) for each in rest))
    for work in promised.work:
        for each in _for(keeping, work, known, untrusted=untrusted, everything=everything):
            known.add(each.tool)
            planned.append(each)
    return tuple(planned)


def words_of(lines: Iterable[Line]) -> tuple[tuple[str, ...], ...]:
    """The documented words with which a tool runs, one run each; () where it chooses its own."""
    return tuple(dict.fromkeys(line.words for line in lines if line.words))[:MOST_LINES]


def lines_of(record: ToolRecord, commands: Iterable[str], keeping: Keeping) -> tuple[Line, ...]:
    """The documented lines of a tool, as a run may use them."""
    found = (worded(record, command, keeping.repository) for command in dict.fromkeys(commands))
    return tuple(each for each in found if each is not None)


def _tool(keeping: Keeping, promised: PromisedTool, *, untrusted: bool, for_work: str = "") -> Planned:
    record = by_name(promised.name)
    if record is None:
        return Planned(
            tool=promised.name,
            state=State.ELSEWHERE,
            reason="Troth does not know this tool",
            sentences=promised.sentences,
            scans=False,
        )
    lines = lines_of(record, promised.commands, keeping)
    still = standstill(keeping.repository, record, promised.commands, untrusted=untrusted)
    path = tool_path(record.runner.program) if record.runner else None
    words = words_of(lines)
    runner = record.runner
    return Planned(
        tool=record.name.name,
        state=still.state,
        reason=still.reason,
        sentences=promised.sentences,
        for_work=for_work,
        scans=bool(record.activities & SCANS),
        calls=tuple((runner.program, *each) for each in words or (runner.usual,)) if runner else (),
        lines=lines,
        program=path or "",
        version=version(keeping, record) if path else "",
        install=install_line(record),
    )


class Standstill(msgspec.Struct, frozen=True):
    """What keeps a tool from running, and why; READY without a reason where nothing does."""

    state: State = State.READY
    reason: str = ""


def standstill(
    repository: Repository, record: ToolRecord, commands: Iterable[str], *, untrusted: bool = False
) -> Standstill:
    """What keeps the tool from running in this tree, known without starting it."""
    retired = record.unsupported or _retired(record, commands)
    runner = record.runner
    if retired:
        return Standstill(State.RETIRED, retired)
    if runner is None:
        hosted = f" ({record.hosted})" if record.hosted else ""
        return Standstill(State.ELSEWHERE, f"Troth has no way to run it{hosted}")
    nothing = runner.nothing_to_do(repository)
    if nothing:
        return Standstill(State.NOTHING, nothing)
    if untrusted and (record.executes_project or runner.executes):
        what = runner.executes or "code of the project"
        return Standstill(State.REFUSED, f"it executes {what}, and the tree is not trusted")
    if tool_path(runner.program) is None:
        return Standstill(State.MISSING, "not installed")
    return Standstill()


def _retired(record: ToolRecord, commands: Iterable[str]) -> str:
    """Why the makers no longer support what the policy shows, where it shows nothing else."""
    reasons = []
    for command in commands:
        for words in simple_commands(command):
            hit = by_command(words)
            if hit is not None and hit[0] is record:
                reasons.append(record.read(hit[1], NOWHERE, "").unsupported)
    return reasons[0] if reasons and all(reasons) else ""


def _for(
    keeping: Keeping, work: PromisedWork, known: set[str], *, untrusted: bool, everything: bool
) -> Iterable[Planned]:
    """The tools that would do ``work`` in this tree; none where a tool that is named does it already."""
    if work.activity not in WORK:
        return
    done = (record for name in known if (record := by_name(name)) is not None)
    if any(record.runner and serves(record.activities, work.activity) for record in done):
        return
    for record in RECORDS:
        if record.runner is None or not serves(record.activities, work.activity) or record.name.name in known:
            continue
        if record.unsupported or record.runner.nothing_to_do(keeping.repository):
            continue
        promised = PromisedTool(name=record.name.name, sentences=work.sentences)
        words = work.activity.value.replace("_", " ")
        found = _tool(keeping, promised, untrusted=untrusted, for_work=words)
        if everything and found.state is not State.MISSING:
            yield found
        else:
            yield _offered(found)


def _offered(found: Planned) -> Planned:
    reason = found.reason if found.state is not State.READY else "no sentence names it"
    return msgspec.structs.replace(found, state=State.OFFERED, reason=reason)


def version(keeping: Keeping, record: ToolRecord) -> str:
    """The version of the installed tool: as it told last time, else it is asked."""
    which = keeping.program(record)
    if which is None or record.runner is None:
        return ""
    known = keeping.versions.of(which)
    if known:
        return known
    done = start((str(tool_path(record.runner.program)), *record.runner.version), Path("/"), timeout=30)
    said = f"{done.output}\n{done.errors}"[:LONGEST_TOLD]
    name = re.escape(record.runner.program)
    match = re.search(rf"{name}[@ ]v?({_VERSION.pattern})", said) or _VERSION.search(said)
    told = match[match.lastindex or 0] if match and not done.trouble else ""
    keeping.versions.learn(which, told)
    return told


def install_line(record: ToolRecord) -> str:
    """The line that brings the tool, "" where none is known."""
    if record.runner:
        return record.runner.install
    for manager, package in record.packages:
        if manager in _INSTALLS:
            return f"{_INSTALLS[manager]} {package}"
    return f"go install {record.go_packages[0]}@latest" if record.go_packages else ""
