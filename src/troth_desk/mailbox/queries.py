"""Reads of mail: what waits for a person, what was left unanswered, what came with a case, how often somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from troth_desk.cases.models import Case
from troth_desk.intake.withheld import Withheld
from troth_desk.mailbox.limits import Rate
from troth_desk.mailbox.models import Became, Choices, Fetching, ReceivedMail, Thread
from troth_desk.tenants.models import Organisation


def mails(organisation: Organisation) -> QuerySet[ReceivedMail]:
    """Every mail that came in, the newest first."""
    found = ReceivedMail.objects.filter(organisation=organisation)
    return found.select_related("case", "project", "settled_by__user").order_by("-taken_at", "-pk")


def mail(organisation: Organisation, number: int) -> ReceivedMail | None:
    """The mail of that number; None where this organisation has none."""
    return mails(organisation).filter(pk=number).first()


def waiting(organisation: Organisation) -> QuerySet[ReceivedMail]:
    """Mails that wait for a person, the oldest first."""
    return mails(organisation).filter(became=Became.WAITING).order_by("taken_at", "pk")


def settled(organisation: Organisation) -> QuerySet[ReceivedMail]:
    """Mails that opened no case and went into no conversation, and wait for nobody, the newest first."""
    return mails(organisation).filter(became__in=(Became.NOTED, Became.ASIDE))


def of_case(case: Case) -> QuerySet[ReceivedMail]:
    """The mails of ``case`` in the order in which they came."""
    return ReceivedMail.objects.filter(organisation_id=case.organisation_id, case=case).order_by("taken_at", "pk")


def came_encrypted(case: Case) -> Withheld:
    """What of ``case`` came encrypted by mail: its report, words of its conversation."""
    sealed = of_case(case).filter(encrypted=True)
    said = sealed.filter(spoken__isnull=False).values_list("spoken__body", flat=True)
    return Withheld(sealed.filter(became=Became.CASE).exists(), frozenset(said))


def of_identity(organisation: Organisation, identity: str) -> ReceivedMail | None:
    """The mail with that identity, where it came before."""
    return mails(organisation).filter(identity=identity).first()


def too_many(found: QuerySet[ReceivedMail], rates: Iterable[Rate], at: datetime) -> Rate | None:
    """The rate that one more of ``found`` would exceed at ``at``; None where there is room."""
    for rate in rates:
        if found.filter(taken_at__gt=at - rate.span).count() >= rate.most:
            return rate
    return None


def choices(organisation: Organisation) -> Choices:
    """How ``organisation`` wishes its mail handled; what nobody chose is as the model says."""
    return Choices.objects.filter(organisation=organisation).first() or Choices(organisation=organisation)


def fetching(organisation: Organisation) -> Fetching | None:
    """How the looks into the mailbox went; None where there was none."""
    return Fetching.objects.filter(organisation=organisation).first()


def thread(organisation: Organisation, number: int) -> Thread | None:
    """The thread of that number; None where this organisation has none."""
    found = Thread.objects.filter(organisation=organisation, pk=number)
    return found.select_related("participant__case__project").first()


def threads_of(case: Case) -> QuerySet[Thread]:
    """The participants of ``case`` who still take part and with whom the desk writes by mail."""
    found = Thread.objects.filter(
        organisation_id=case.organisation_id,
        participant__case=case,
        participant__left_at__isnull=True,
        ended_at__isnull=True,
    )
    return found.select_related("participant").order_by("pk")
