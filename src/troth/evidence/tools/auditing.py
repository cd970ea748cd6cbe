"""Runs tools side by side, each with its limit of time, and keeps what they say; unchanged inputs start nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from datetime import date, datetime

import msgspec

from troth.evidence import process
from troth.evidence.results import holding
from troth.evidence.results.holding import Now
from troth.evidence.tools import counting, redaction
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping, advised, answer_of
from troth.evidence.tools.plan import words_of
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job
from troth.evidence.tools.runs.sandbox import Sandbox, sandbox
from troth.terms.answer import Answer
from troth.terms.audit import AT_ONCE, LIMIT, UNABLE, Line, Outcome, Planned, State
from troth.terms.seen.results import ToolRun
from troth.terms.severity import Unknown


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How an audit runs. ``at`` is its instant; ``use_kept`` is false where every tool must start.

    ``fail_on`` and ``unknown`` are what counts.
    """

    at: datetime
    limit: float = LIMIT
    at_once: int = AT_ONCE
    untrusted: bool = False
    use_kept: bool = True
    fail_on: str = "tool"
    unknown: Unknown = Unknown.UNSAID


def audit(
    keeping: Keeping,
    planned: Sequence[Planned],
    settings: Settings,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """The outcome of every tool that is ready, in the order in which they end.

    Of one that cannot run here a report that was handed in before counts as long as it holds.
    """
    for each in planned:
        record = by_name(each.tool) if each.state in UNABLE else None
        earlier = _handed_in(keeping, record, settings) if record else None
        if earlier is not None:
            yield earlier
    ready = [(each, record) for each in planned if each.state is State.READY and (record := by_name(each.tool))]
    todo: list[tuple[Planned, ToolRecord, Now]] = []
    for each, record in ready:
        now = keeping.now(record, settings.at.date(), words_of(each.lines))
        known = _from_kept(keeping, record, now, settings) if settings.use_kept else None
        if known is not None:
            yield known
        else:
            todo.append((each, record, now))
    keeping.digests.save()
    if not todo:
        return
    with ThreadPoolExecutor(
        max_workers=settings.at_once, thread_name_prefix="troth-tool", initializer=process.stoppable
    ) as pool:
        waiting: dict[Future[Outcome], str] = {
            pool.submit(_run, keeping, each, record, now, settings): record.name.name for each, record, now in todo
        }
        try:
            while waiting:
                progress(_doing(list(waiting.values()), len(ready)))
                done, _ = wait(waiting, timeout=0.5, return_when="FIRST_COMPLETED")
                for future in done:
                    waiting.pop(future)
                    yield future.result()
        finally:
            if waiting:  # stopped by hand, or by an error: nobody waits for the rest
                pool.shutdown(wait=False, cancel_futures=True)
                process.stop()


def obtain(record: ToolRecord, job: Job, lines: Sequence[Line]) -> tuple[Answer[ToolRun], bool]:
    """Run the tool, once for each documented line that it can be run as, and say whether it was in a sandbox.

    All that is started for it ends within ``job.limit`` seconds together.
    """
    assert record.runner is not None  # noqa: S101 -- for the type checker; callers looked
    room = _room(record, job) if job.untrusted else None
    usable = {line.words: line.line for line in reversed(lines) if not line.refused}
    answers, newest = [], advised(record, job.repository, job.advisories)
    with process.within(job.limit), process.wrapped(room) if room else nullcontext():
        for words in words_of(lines) or ((),):
            answer = record.runner.run(msgspec.structs.replace(job, words=words))
            said = usable.get(words, "")
            answers.append(
                msgspec.structs.replace(
                    answer,
                    found=tuple(
                        redaction.redacted(
                            msgspec.structs.replace(run, said=said, database=_dated(run.database, newest)), record
                        )
                        for run in answer.found
                    ),
                )
            )
    whole = Answer(
        found=tuple(run for answer in answers for run in answer.found),
        gaps=tuple(dict.fromkeys(gap for answer in answers for gap in answer.gaps)),
        read=tuple(dict.fromkeys(path for answer in answers for path in answer.read)),
    )
    return whole, isinstance(room, Sandbox) and room.used > 0


def _room(record: ToolRecord, job: Job) -> Sandbox | None:
    """A sandbox with the local advisories in it, and their API for tools that ask one."""
    lent = job.advisories
    asks = record.runner is not None and record.runner.asks_advisories
    api = (lent.osv_api, lent.osv_socket) if asks and lent.osv_api and lent.osv_socket else None
    return sandbox(lent.folders, api)


def _dated(database: str, newest: date | None) -> str:
    """``database`` with the day of its newest advisory, where the tool did not tell it by itself."""
    told = not database or newest is None or newest.isoformat() in database
    return database if told else f"{database} (newest of {newest})"


def _from_kept(keeping: Keeping, record: ToolRecord, now: Now, settings: Settings) -> Outcome | None:
    """The kept result, where it is surely what the tool would say again."""
    begin = time.monotonic()
    looked = keeping.look(record, now)
    kept = looked.kept
    if kept is None or not looked.holds or kept.report or not holding.same_program(kept, now):
        return None
    if not holding.settled(kept, now, untrusted=settings.untrusted):
        return None
    not_kept = keeping.confirm(record, kept, settings.at)
    runs = answer_of(kept).found
    return Outcome(
        tool=record.name.name,
        how="kept",
        at=kept.at,
        seconds=time.monotonic() - begin,
        runs=runs,
        gaps=kept.gaps,
        sandboxed=kept.sandboxed,
        not_kept=not_kept,
        counted=sum(counting.counted(run, record, settings.fail_on, settings.unknown) for run in runs),
    )


def _handed_in(keeping: Keeping, record: ToolRecord, settings: Settings) -> Outcome | None:
    """The report of a tool that was handed in, or kept by a job that can run it, where it still holds."""
    begin = time.monotonic()
    if keeping.store.find(record.name.name).kept is None:
        return None
    looked = keeping.look(record, keeping.now(record, settings.at.date(), None))
    if looked.kept is None or not looked.holds or not looked.kept.runs:
        return None
    runs = answer_of(looked.kept).found
    return Outcome(
        tool=record.name.name,
        how="report" if looked.kept.report else "kept",
        at=looked.kept.at,
        seconds=time.monotonic() - begin,
        runs=runs,
        gaps=looked.kept.gaps,
        sandboxed=looked.kept.sandboxed,
        counted=sum(counting.counted(run, record, settings.fail_on, settings.unknown) for run in runs),
        report=looked.kept.report,
    )


def _run(keeping: Keeping, planned: Planned, record: ToolRecord, now: Now, settings: Settings) -> Outcome:
    begin = time.monotonic()
    job = Job(
        repository=keeping.repository,
        at=settings.at,
        limit=settings.limit,
        untrusted=settings.untrusted,
        advisories=keeping.advisories,
    )
    answer, sandboxed = obtain(record, job, planned.lines)
    seconds = time.monotonic() - begin
    not_kept = keeping.keep(
        record, answer, now, settings.at, seconds=seconds, sandboxed=sandboxed, untrusted=settings.untrusted
    )
    return Outcome(
        tool=record.name.name,
        how="run",
        at=settings.at,
        seconds=seconds,
        runs=answer.found,
        gaps=answer.gaps,
        sandboxed=sandboxed,
        not_kept=not_kept,
        counted=sum(counting.counted(run, record, settings.fail_on, settings.unknown) for run in answer.found),
    )


def _doing(tools: list[str], whole: int) -> str:
    return f"{whole - len(tools)} of {whole} done, running: {', '.join(tools)}"
