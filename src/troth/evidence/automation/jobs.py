"""The jobs that were walked through, each once, with the lines in it that keep its work from failing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from troth.evidence.automation.follow import Follower
from troth.terms.activity import Activity
from troth.terms.seen.automation import Invocation
from troth.terms.seen.proof import JobSeen
from troth.terms.span import Span

_NO_CHECK = frozenset({Activity.PUBLISHING})
"""Work whose failure says nothing of what a job checks."""


def seen(follower: Follower, found: Iterable[Invocation]) -> tuple[JobSeen, ...]:
    """Every job once: what starts it by one way or another is put together; ``found`` is what they run."""
    jobs: dict[str, JobSeen] = {}
    for job in follower.jobs:
        known = jobs.get(job.id)
        jobs[job.id] = job if known is None else _both(known, job)
    work: dict[str, list[Invocation]] = {}
    for one in found:
        if one.job and one.activities - _NO_CHECK:
            work.setdefault(one.job, []).append(one)
    return tuple(_softened(job, follower, work.get(job.id, [])) for job in jobs.values())


def _softened(job: JobSeen, follower: Follower, work: list[Invocation]) -> JobSeen:
    soft = dict.fromkeys((*follower.soft.get(job.id, ()), *_soft(work)))
    return msgspec.structs.replace(job, soft=tuple(soft))


def _both(one: JobSeen, other: JobSeen) -> JobSeen:
    """A job that is reached in two ways runs where one of them does."""
    sure = [job for job in (one, other) if job.firings and not job.doubts]
    firings = dict.fromkeys(firing for job in sure or (one, other) for firing in job.firings)
    return msgspec.structs.replace(
        one,
        firings=tuple(firings),
        doubts=() if sure else tuple(dict.fromkeys((*one.doubts, *other.doubts))),
        unreached="" if firings else one.unreached or other.unreached,
    )


def _soft(work: list[Invocation]) -> Iterator[Span]:
    """Lines that take a failure away from a tool that never fails the job; one that does so elsewhere in it counts.

    Where none of the work can fail by its nature, its own lines.
    """
    work = [one for one in work if one.gate is None]
    hard = {one.tool for one in work if one.can_fail and any(firing.blocking for firing in one.firings)}
    for one in work:
        if one.tool in hard:
            continue
        if one.firings and not any(firing.blocking for firing in one.firings):
            yield from (span for firing in one.firings for span in firing.softened_by)
        yield from one.softeners
    if work and not any(one.can_fail for one in work):
        yield from (one.span for one in work)
