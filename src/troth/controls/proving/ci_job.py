"""``ci_job``: a job that runs by itself, and whose failure fails the run (VERDICTS §2)."""

from __future__ import annotations

from datetime import date

from troth.controls.proving.proof import Proof, gone, hidden, seen
from troth.controls.wiring import Outcome, asleep, spoken
from troth.terms.answer import Answer, Answers, Class, Fact, Gap
from troth.terms.commitment import Commitment, Demand, Recurrence
from troth.terms.event import AUTOMATIC, Event
from troth.terms.seen.automation import Firing
from troth.terms.seen.proof import JobSeen
from troth.terms.selector import CiJobSelector
from troth.terms.span import Span
from troth.terms.time.period import every, longest
from troth.terms.verdict import Standing, Step
from troth.terms.wants import Jobs, Past

_SLACK = 1e-6


def named(answer: Answer[JobSeen], written: str) -> tuple[JobSeen, ...]:
    """The jobs that ``written`` names: "workflow.yml#job", with or without folders, or the name alone."""
    path, mark, name = written.rpartition("#")
    found = [job for job in answer.found if name in (job.id.rpartition("#")[2], job.name)]
    if mark:
        found = [job for job in found if f"/{job.span.path}".endswith(f"/{path.lstrip('/')}")]
    exact = [job for job in found if job.id.rpartition("#")[2] == name]
    return tuple(exact or found)


def _judge(selector: CiJobSelector, commitment: Commitment, answers: Answers, today: date) -> Outcome:
    answer = answers[Jobs()]
    jobs = named(answer, selector.job)
    live = tuple(job for job in jobs if not job.unreached)
    if len(live) > 1:
        listed = ", ".join(job.id for job in live[:4])
        gap = Gap(wanted=f"the job {selector.job}", reason=f"several jobs have that name: {listed}", span=selector.span)
        step = Step(text=f'Name one at {selector.span}: ci_job = "{live[0].id}".')
        return hidden(gap.reason, (gap,), "repository", step)
    if not jobs:
        return _absent(selector, answer)
    job = live[0] if live else jobs[0]
    if job.unreached:
        facts = (seen(f"never runs: {job.unreached}", job.span, Class.WIRED, weakness=True),)
        what = f"the job {selector.job} never runs: {job.unreached}"
        return Outcome(standing=Standing.BROKEN, reason=what, because=facts, next=Step(text=f"Start it at {job.span}."))
    if job.doubts:
        reason = f"whether the job {selector.job} runs cannot be told from here: {job.doubts[0].reason}"
        return hidden(reason, job.doubts, "hosted", Step(text=f"What decides it stands at {job.doubts[0].span}."))
    return _running(selector, commitment, job, answers, today)


def _absent(selector: CiJobSelector, answer: Answer[JobSeen]) -> Outcome:
    path = selector.job.rpartition("#")[0]
    hiding = tuple(
        gap
        for gap in answer.gaps
        if gap.span is None or not path or gap.span.path.endswith(path) or gap.span.path not in answer.read
    )
    read = tuple(one for one in answer.read if path and one.endswith(path))
    if hiding and not read:
        return hidden(f"no job is called {selector.job}, and not all CI can be seen", hiding, "repository")
    return gone(selector, f"no job is called {selector.job}", read or answer.read)


def _running(selector: CiJobSelector, commitment: Commitment, job: JobSeen, answers: Answers, today: date) -> Outcome:
    automatic = tuple(firing for firing in job.firings if firing.event in AUTOMATIC)
    when = spoken(firing.event for firing in automatic or job.firings)
    facts = _sighting(job, automatic or job.firings)
    weak = tuple(_weaknesses(commitment, job, automatic, answers, today))
    if weak:
        words = f"the job {selector.job} {weak[0][0]}"
        told = tuple(seen(what, span, Class.WIRED, weakness=True) for what, span in weak)
        step = Step(text=f"Mend it at {weak[0][1]}, so that the job runs by itself and fails the run.")
        return Outcome(standing=Standing.AT_RISK, reason=words, because=(*told, *facts), next=step)
    reason = f"the job {selector.job} runs on {when}, and its failure fails the run"
    return Outcome(standing=Standing.KEPT, reason=reason, because=facts)


def _weaknesses(
    commitment: Commitment, job: JobSeen, automatic: tuple[Firing, ...], answers: Answers, today: date
) -> list[tuple[str, Span]]:
    if not automatic:
        return [(f"runs only on {spoken(firing.event for firing in job.firings)}", job.span)]
    found = []
    if all(any(given.fatal for given in firing.filters) for firing in automatic):
        given = next(given for given in automatic[0].filters if given.fatal)
        found.append((f"is kept from what it should see: {given.what}", given.span))
    allowed = longest(commitment.every, commitment.basis) if isinstance(commitment, Recurrence) else None
    gaps = [firing.gap_days for firing in automatic if firing.event is Event.SCHEDULE and firing.gap_days is not None]
    if isinstance(commitment, Recurrence) and allowed is not None and min(gaps, default=allowed + 1) > allowed + _SLACK:
        often = f"up to {min(gaps):g} days apart" if gaps else "by no schedule that is seen"
        found.append((f"runs {often}; promised: {every(commitment.every, commitment.basis)}", automatic[0].span))
    if commitment.demand is not Demand.ADVISORY:
        if not any(firing.blocking for firing in automatic):
            spans = [span for firing in automatic for span in firing.softened_by]
            found += [("fails nothing: its failure is taken away", span) for span in dict.fromkeys(spans)]
        found += [("ignores the failure of what it runs", span) for span in job.soft]
    sleeping = asleep(answers[Past()].found, today)
    if sleeping is not None and {firing.event for firing in automatic} == {Event.SCHEDULE}:
        words = f"is only scheduled, and schedules stop after 60 days without a commit (newest {sleeping.newest})"
        found.append((words, automatic[0].span))
    return found


def _sighting(job: JobSeen, firings: tuple[Firing, ...]) -> tuple[Fact, ...]:
    facts = [seen(f"the job {job.id.rpartition('#')[2]}", job.span, Class.WIRED)]
    facts += [seen(f"started by {spoken([firing.event])}", firing.span, Class.WIRED) for firing in firings]
    return tuple(dict.fromkeys(facts))


PROOF = Proof(wants=lambda _: (Jobs(), Past()), judge=_judge)
