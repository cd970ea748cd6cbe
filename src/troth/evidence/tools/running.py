"""Answers who asks for a run: by the kept result where it still holds, else by running the tool, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from troth.evidence import process
from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.results import holding
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools.auditing import obtain
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping, answer_of
from troth.evidence.tools.plan import Standstill, lines_of, standstill
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job
from troth.evidence.tools.runs.stage import tool_path
from troth.terms.answer import Answer, Gap, Want
from troth.terms.audit import AT_ONCE
from troth.terms.seen.results import ToolRun
from troth.terms.wants import ToolRuns

_MEMORY = "tools.running"
_POOL = "tools.pool"
_KEEPING = "tools.keeping"
_COMMANDS = "tools.commands"


class _Known(msgspec.Struct):
    """What is kept of a tool: an answer that holds, or the gap that says why what lies there does not count."""

    answer: Answer[ToolRun] | None = None
    gaps: tuple[Gap, ...] = ()


def start(scene: Scene, wants: Iterable[Want[Any]]) -> None:
    """Start every wanted tool that Troth can run and whose kept result does not hold."""
    asked = [want for want in wants if isinstance(want, ToolRuns)]
    commands: dict[str, dict[str, None]] = scene.memory.setdefault(_COMMANDS, {})
    for want in asked:
        commands.setdefault(want.tool, {}).update({want.command: None} if want.command else {})
    names = sorted({want.tool for want in asked})
    records = [record for record in map(by_name, names) if record is not None and record.runner is not None]
    if not scene.run_tools or not records:
        return
    missing = [
        record for record in records if _known(scene, record).answer is None and not _blocked(scene, record).reason
    ]
    keeping(scene).digests.save()
    if not missing:
        return
    pool = scene.memory[_POOL] = ThreadPoolExecutor(
        max_workers=AT_ONCE, thread_name_prefix="troth-tool", initializer=process.stoppable
    )
    futures: dict[str, Future[Answer[ToolRun]]] = scene.memory.setdefault(_MEMORY, {})
    for record in missing:
        futures[record.name.name] = pool.submit(_run, scene, record)
    pool.shutdown(wait=False)


def started(scene: Scene) -> tuple[str, ...]:
    """The tools that were started for this check."""
    return tuple(sorted(scene.memory.get(_MEMORY, ())))


def answer(scene: Scene, want: ToolRuns) -> Answer[ToolRun]:
    """The runs of one tool, kept or made now; a gap where there are none."""
    record = by_name(want.tool)
    if record is None:
        return _none(want.tool, "Troth does not run this tool")
    known = _known(scene, record)
    if known.answer is not None:
        return known.answer
    if record.runner is None:
        return _none(want.tool, "Troth does not run this tool", *known.gaps)
    if not scene.run_tools:
        return _none(want.tool, "no tool was run (--no-tools, or --at another day)", *known.gaps)
    blocked = _blocked(scene, record)
    if blocked.reason:
        return _none(want.tool, blocked.reason, *known.gaps)
    if want.tool not in scene.memory.get(_MEMORY, {}):
        start(scene, (want,))
    future: Future[Answer[ToolRun]] = scene.memory[_MEMORY][want.tool]
    if not future.done():
        scene.progress(f"waiting for {want.tool}")
    try:
        return future.result()
    except KeyboardInterrupt:
        scene.memory[_POOL].shutdown(wait=False, cancel_futures=True)
        process.stop()
        raise


def programs(scene: Scene) -> tuple[Path, ...]:
    """The executables of the tools that were asked for, those that are installed."""
    records = filter(None, map(by_name, scene.memory.get(_COMMANDS, ())))
    found = (tool_path(record.runner.program) for record in records if record.runner)
    return tuple(Path(path) for path in found if path)


def _blocked(scene: Scene, record: ToolRecord) -> Standstill:
    """Why the tool cannot run here, known without starting it."""
    commands: dict[str, dict[str, None]] = scene.memory.get(_COMMANDS, {})
    return standstill(scene.repository, record, commands.get(record.name.name, ()))


def keeping(scene: Scene) -> Keeping:
    """The kept results of the tree, opened once in a check."""
    if _KEEPING not in scene.memory:
        scene.memory[_KEEPING] = Keeping(scene.repository, scene.key, LocalAdvisories(state=scene.advisories))
    found: Keeping = scene.memory[_KEEPING]
    return found


def _known(scene: Scene, record: ToolRecord) -> _Known:
    name = f"{_KEEPING}.{record.name.name}"
    if name not in scene.memory:
        scene.memory[name] = _look(scene, record)
    found: _Known = scene.memory[name]
    return found


def _look(scene: Scene, record: ToolRecord) -> _Known:
    """What is kept of the tool, unless it can run here and may say more. Nothing is digested where nothing is kept."""
    kept = keeping(scene)
    there = kept.store.find(record.name.name)
    if there.kept is None and there.gap is None:
        return _Known()
    now = kept.now(record, scene.at, None)
    looked = kept.look(record, now)
    if looked.kept is not None and looked.holds:
        again = scene.run_tools and not looked.kept.report and not _blocked(scene, record).reason
        if again and not holding.settled(looked.kept, now):
            return _Known()
        return _Known(answer=answer_of(looked.kept))
    return _Known(gaps=(looked.gap,) if looked.gap else ())


def _run(scene: Scene, record: ToolRecord) -> Answer[ToolRun]:
    scene.progress(f"running {record.name.name}")
    asks = record.runner is not None and record.runner.asks_advisories
    job = Job(
        repository=scene.repository,
        at=datetime.combine(scene.at, time(), UTC),
        advisories=scene.lend() if asks else LocalAdvisories(),
    )
    commands: dict[str, dict[str, None]] = scene.memory.get(_COMMANDS, {})
    found, _ = obtain(record, job, lines_of(record, commands.get(record.name.name, ()), keeping(scene)))
    scene.progress(f"{record.name.name} has ended")
    return found


def _none(tool: str, reason: str, *others: Gap) -> Answer[ToolRun]:
    return Answer(gaps=(*others, Gap(wanted=f"a run of {tool}", reason=reason)))


GATHERER = Gatherer(wants=ToolRuns, answer=answer, prepare=start)
"""Tools that ran before on the same files, or that Troth runs itself on a copy, and what their reports say."""
