"""Reports: made, written, approved (which freezes what they tell), issued, shown to everybody."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from troth_desk.cases import actions as cases
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.reporting import content, gathering, periods
from troth_desk.reporting.actions.fulfilling import fulfil
from troth_desk.reporting.models import Report, State
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.reporting.sections import collected
from troth_desk.tenants.models import Project

LONGEST_WORDS = 20_000
LONGEST_TITLE = 200


def make(
    project: Project,
    begins: date,
    ends: date,
    *,
    by: Actor,
    at: datetime,
    member: Membership | None = None,
    title: str = "",
) -> Report:
    """A draft for the days from ``begins`` to ``ends``.

    Raises ``RefusedReportError``: the days are none, too many, or have not begun.
    """
    if ends < begins:
        raise RefusedReportError("The last day lies before the first one.", "ends")
    if ends - begins > periods.LONGEST:
        raise RefusedReportError("A report tells of three years at most.", "ends")
    if begins > at.astimezone(ZoneInfo(project.organisation.zone)).date():
        raise RefusedReportError("That period has not begun.", "begins")
    with transaction.atomic():
        take_turn(project.organisation_id)
        last = Report.objects.filter(organisation_id=project.organisation_id, project=project)
        report = Report.objects.create(
            organisation_id=project.organisation_id,
            project=project,
            number=(last.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=_line(title) or f"Security report, {periods.name(begins, ends)}",
            begins=begins,
            ends=ends,
            made_at=at,
            made_by=member,
        )
        detail: dict[str, Plain] = {"number": report.number, "begins": str(begins), "ends": str(ends)}
        record(project.organisation_id, "report.made", report.subject, detail, by=by, at=at)
    return report


def write(report: Report, words: str, *, by: Actor, at: datetime, title: str = "") -> None:
    """What the team says of the period. Raises ``RefusedReportError`` where it is approved, or too long."""
    words = words.replace("\r\n", "\n").replace("\0", "\ufffd").strip()
    if len(words) > LONGEST_WORDS:
        raise RefusedReportError(f"At most {LONGEST_WORDS:,} characters: it is the foreword of a report.", "words")
    with transaction.atomic():
        _draft(report)
        report.words, report.title = words, _line(title) or report.title
        report.save(update_fields=["words", "title"])
        record(report.organisation_id, "report.written", report.subject, {}, by=by, at=at)


def rename(report: Report, title: str, *, by: Actor, at: datetime) -> None:
    """Another title for a draft."""
    write(report, report.words, by=by, at=at, title=title)


def approve(report: Report, *, by: Actor, at: datetime, member: Membership | None = None) -> None:
    """Freeze what it tells now, bound by its digest; the ledger holds that.

    Raises ``RefusedReportError``: it is no draft, or its period has not ended.
    """
    with transaction.atomic():
        _draft(report)
        if gathering.period(report).until > at:
            raise RefusedReportError(
                f"Its period ends with {report.ends:%-d %B %Y}: what it would tell before is not all of it."
            )
        report.content, report.digest = content.frozen(gathering.gather(report, at))
        report.state, report.approved_at, report.approved_by = State.APPROVED, at, member
        report.save(update_fields=["content", "digest", "state", "approved_at", "approved_by"])
        record(report.organisation_id, "report.approved", report.subject, {"digest": report.digest}, by=by, at=at)


def take_back(report: Report, *, by: Actor, at: datetime) -> None:
    """An approved report becomes a draft again. Raises ``RefusedReportError`` where it is out already."""
    with transaction.atomic():
        _in(report, State.APPROVED, "Only an approved report that is not out yet can be taken back.")
        was = report.digest
        report.state, report.content, report.digest = State.DRAFT, "", ""
        report.approved_at, report.approved_by = None, None
        report.save(update_fields=["state", "content", "digest", "approved_at", "approved_by"])
        record(report.organisation_id, "report.taken_back", report.subject, {"digest": was}, by=by, at=at)


def issue(report: Report, *, by: Actor, at: datetime) -> int:
    """It goes out: the cases that were collected for it are told of, the obligation to report is done (``fulfil``).

    The number of cases. Raises ``RefusedReportError`` where nobody approved it.
    """
    with transaction.atomic():
        _in(report, State.APPROVED, "Have it approved first: what goes out is what somebody looked at.")
        report.state, report.issued_at = State.ISSUED, at
        report.save(update_fields=["state", "issued_at"])
        told = 0
        for one in collected.waiting(report.project, report.ends):
            told += cases.report_collected(
                one.duties, f"Told in: {report.title} (report {report.number})", by=by, at=at
            )
        detail: dict[str, Plain] = {"digest": report.digest, "cases": told}
        record(report.organisation_id, "report.issued", report.subject, detail, by=by, at=at)
        fulfil(report, by=by, at=at)
    return told


def publish(report: Report, *, shown: bool, by: Actor, at: datetime) -> bool:
    """Everybody may read it, or nobody outside any more; False where that was so before.

    Raises ``RefusedReportError`` where it is not out.
    """
    with transaction.atomic():
        _in(report, State.ISSUED, "Issue it first: everybody reads only what is out.")
        if report.public is shown:
            return False
        report.public, report.published_at = shown, at if shown else report.published_at
        report.save(update_fields=["public", "published_at"])
        record(
            report.organisation_id, "report.published" if shown else "report.hidden", report.subject, {}, by=by, at=at
        )
        return True


def _draft(report: Report) -> None:
    _in(report, State.DRAFT, "It is approved: what it tells is frozen. Take it back first.")


def _in(report: Report, state: State, says: str) -> None:
    """Wait for others, read it again, and refuse where it is not in ``state``."""
    take_turn(report.organisation_id)
    report.refresh_from_db(fields=["state", "content", "digest", "words", "title", "public"])
    if report.state != state:
        raise RefusedReportError(says)


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "\ufffd").split())[:LONGEST_TITLE]
