"""Runs the promised tools side by side, while everything else is gathered."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, time
from typing import Any

from troth.evidence import process
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools.index import by_name
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job
from troth.terms.answer import Answer, Gap, Want
from troth.terms.seen.results import ToolRun
from troth.terms.wants import ToolRuns

AT_ONCE = 4
"""Tools that run at the same time; each has its own limit of time."""
_MEMORY = "tools.running"
_POOL = "tools.pool"


def start(scene: Scene, wants: Iterable[Want[Any]]) -> None:
    """Start every wanted tool that Troth can run."""
    names = {want.tool for want in wants if isinstance(want, ToolRuns)}
    records = [record for record in map(by_name, sorted(names)) if record is not None and record.runner is not None]
    if not scene.run_tools or not records:
        return
    pool = scene.memory[_POOL] = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="troth-tool")
    futures: dict[str, Future[Answer[ToolRun]]] = scene.memory.setdefault(_MEMORY, {})
    for record in records:
        futures[record.name.name] = pool.submit(_run, scene, record)
    pool.shutdown(wait=False)


def answer(scene: Scene, want: ToolRuns) -> Answer[ToolRun]:
    """The runs of one tool, once it has ended; a gap where it was not run."""
    record = by_name(want.tool)
    if record is None or record.runner is None:
        return _none(want.tool, "Troth does not run this tool")
    if not scene.run_tools:
        return _none(want.tool, "no tool was run (--no-tools, or --at another day)")
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


def _run(scene: Scene, record: ToolRecord) -> Answer[ToolRun]:
    assert record.runner is not None  # noqa: S101 -- for the type checker; callers looked
    scene.progress(f"running {record.name.name}")
    found = record.runner.run(Job(repository=scene.repository, at=datetime.combine(scene.at, time(), UTC)))
    scene.progress(f"{record.name.name} has ended")
    return found


def _none(tool: str, reason: str) -> Answer[ToolRun]:
    return Answer(gaps=(Gap(wanted=f"a run of {tool}", reason=reason),))


GATHERER = Gatherer(wants=ToolRuns, answer=answer, prepare=start)
