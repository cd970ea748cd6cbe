"""How each promise was kept, as facts that can be signed and that the checker's controls judge by.

Only numbers leave the desk: no names of people, no words of reports. Only promises that bind and of which the desk has
records are told; one whose clock was never started is told with nothing decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from troth.formats import desk_facts
from troth.formats.advisory_markdown import fixed_versions
from troth.formats.desk_facts import Announced, Desk, Facts, Statement, Subject, Window
from troth.formats.desk_facts import Ledger as LedgerFacts
from troth.formats.desk_facts import Promise as PromiseFacts
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Commitment
from troth.terms.seen.desk import DeskRecord
from troth.terms.wants import DeskRecords
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.numbers import Numbers, Standing
from troth_desk.ledger import queries as ledger
from troth_desk.ledger import signing
from troth_desk.policies import actions as policy
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs.handled import handled as handled_records
from troth_desk.publishing import queries as advisories
from troth_desk.publishing import record
from troth_desk.tenants.models import Project

WINDOW = timedelta(days=365)
"""Of which time facts tell, where nobody says otherwise."""
FILE = "desk-facts.json"
"""How the file of the facts is called."""
RECORDS = "the desk's record of reports"
"""Where the desk's own pages say that numbers were seen."""


Counted = tuple[dict[str, Numbers], dict[str, Standing]]


class NoPolicyError(ValueError):
    """A project without a policy has promised nothing that could be proven."""


def statement(
    project: Project,
    at: datetime,
    window: timedelta = WINDOW,
    valid: timedelta = desk_facts.VALID,
    counted: Counted | None = None,
) -> Statement:
    """The facts of ``project`` at ``at`` for ``window`` before it, not signed yet.

    ``counted`` is what ``deadlines.queries.counted`` says of the same, where the caller knows it already.

    Raises:
        NoPolicyError: no policy was imported.
    """
    version = policies.current_version(project)
    if version is None:
        raise NoPolicyError(f"{project.name} has no policy yet: nothing was promised that could be proven")
    newest = ledger.newest(project.organisation_id)
    return Statement(
        subject=tuple(
            Subject(name=text.document.path, digest={"sha256": desk_facts.digest(text.text)})
            for text in policies.texts(version)
            if text.role != policies.REGISTER_ROLE
        ),
        predicate=Facts(
            desk=Desk(
                organisation=project.organisation.name,
                project=project.name,
                name=f"{project.organisation.slug}/{project.slug}",
                repository=project.repository_url,
                key=signing.key_id(),
            ),
            issued_at=at,
            valid_until=at + min(valid, desk_facts.LONGEST_VALID),
            window=Window(since=at - window, until=at),
            records_since=project.created_at,
            promises=tuple(_promises(project, version, at, window, counted)),
            ledger=LedgerFacts(entries=newest.seq, digest=newest.digest) if newest else None,
            advisories=tuple(_announced(project, at)),
        ),
    )


def records(
    project: Project, at: datetime, window: timedelta = WINDOW, counted: Counted | None = None
) -> tuple[DeskRecord, ...]:
    """The same as the controls see it; none where no policy was imported."""
    try:
        return desk_facts.records(statement(project, at, window, counted=counted), RECORDS)
    except NoPolicyError:
        return ()


def answers(records: tuple[DeskRecord, ...], documents: Iterable[str]) -> Answers:
    """What the desk answers, by its ``records``, to the controls that want those of promises of ``documents``."""
    found = Answer(found=records, read=(RECORDS,))
    return Answers({DeskRecords(document=document): found for document in documents})


def _announced(project: Project, at: datetime) -> Iterable[Announced]:
    """The newest advisories of ``project`` that everybody can read and that were not withdrawn."""
    found = advisories.public(project.organisation, at, project).filter(withdrawn_at__isnull=True)
    for one in found[: desk_facts.MOST_ADVISORIES]:
        told = record.public(one)
        fixed = [each for product in told.products for each in fixed_versions(product)]
        yield Announced(names=told.names, fixed=tuple(dict.fromkeys(fixed)), published=utc(one.published_at or at))


def _promises(
    project: Project, version: PolicyVersion, at: datetime, window: timedelta, counted: Counted | None
) -> Iterable[PromiseFacts]:
    numbers, standing = counted or deadlines.counted(project, at, window)
    handled = handled_records(project, at, window)
    for name, commitment in policies.commitments(version).items():
        if not policy.binding(commitment):
            continue
        done = handled(commitment)
        if done is not None:
            shown = Numbers(n=done.n, kept=done.kept, late=done.late, running=done.running)
            seen = Standing(warned=done.warned, overdue=done.overdue, first=done.first, last=done.last)
            yield _told(name, commitment, shown, seen, at - window, covers=done.covers, exercises=done.exercises)
        elif name in numbers or name in standing or _by_clock(commitment):
            shown, seen = numbers.get(name, Numbers()), standing.get(name, Standing())
            yield _told(name, commitment, shown, seen, at - window)


def _by_clock(commitment: Commitment) -> bool:
    """Whether a clock is started for it: a time, or a rhythm in which reporters hear of their case."""
    if commitment.kind == "deadline":
        return bool(getattr(commitment, "upper", True))
    return commitment.kind == "recurrence" and getattr(commitment, "action", "") == "update"


def _told(
    name: str,
    commitment: Commitment,
    counted: Numbers,
    seen: Standing,
    since: datetime,
    *,
    covers: tuple[str, ...] = (),
    exercises: int = 0,
) -> PromiseFacts:
    """Clocks that were due before the window and are open still are late, though they were decided before it."""
    before = seen.overdue_before
    return PromiseFacts(
        id=name,
        kind=commitment.kind,
        document=commitment.span.path,
        line=commitment.span.line or 0,
        sentence=commitment.sentence,
        terms=desk_facts.terms(commitment),
        n=counted.n + before,
        kept=counted.kept,
        late=counted.late + before,
        running=counted.running,
        warned=seen.warned,
        overdue=seen.overdue,
        paused=seen.paused,
        exercises=exercises,
        median=_seconds(counted.median),
        p90=_seconds(counted.p90),
        first=since if before else seen.first,
        last=seen.last or (since if before else None),
        covers=covers,
    )


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())


def utc(at: datetime) -> datetime:
    """``at`` in UTC, to the second: what is signed needs no more."""
    return at.astimezone(UTC).replace(microsecond=0)
