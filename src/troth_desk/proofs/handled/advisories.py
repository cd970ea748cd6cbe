"""What advisories show of promises that no clock measures: credit, the release with an advisory, details, channels.

Each report that was accepted and is over in the window is decided by its advisory. Only what the desk has on record is
counted: where it has no advisory of a report, or no release of a fix, it shows neither that the promise was kept nor
that it was not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from troth.controls.advisory_channel import somewhere
from troth.terms.commitment import AdvisoryChannel, Commitment, Credit, DisclosureStep
from troth_desk.cases.models import Participant
from troth_desk.cases.policy_stages import Phase, phase_of
from troth_desk.cases.states import CreditChoice, Part
from troth_desk.proofs.handled.cases import Over, over_in
from troth_desk.proofs.handled.counted import Handled
from troth_desk.publishing import content as contents
from troth_desk.publishing import crediting, queries
from troth_desk.publishing.models import Advisory, Revision
from troth_desk.publishing.window import Window, promises_time
from troth_desk.publishing.window import window as window_of
from troth_desk.tenants.models import Project

TOGETHER = timedelta(days=1)
"""How far apart a fix and the advisory may come out that are released with each other."""
FEED = "rss"
"""The channel that the desk's Atom feed is."""
_UNLESS = re.compile(
    r"\b(?:unless|anonym\w*|if (?:you|they)|prefer\w*|wish\w*|consent\w*|permission|opt)\b", re.IGNORECASE
)
"""A promise of credit that speaks of those who do not wish it."""
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_WITH = re.compile(r"\badvisor(?:y|ies)\b|\bannounc\w*|\bbulletin", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """A report that is over, who reported it, and its advisory, with the revisions that the world was shown by then.

    ``before`` are those of advisories of it that were withdrawn: what they told stays told.
    """

    over: Over
    reporters: tuple[Participant, ...]
    advisory: Advisory | None
    revisions: tuple[Revision, ...]
    before: tuple[Revision, ...] = ()

    @property
    def published(self) -> datetime | None:
        """When the world first read of it."""
        return self.revisions[0].at if self.revisions else None

    @property
    def detailed(self) -> datetime | None:
        """When the world first read all of it."""
        found = (one.at for one in (*self.revisions, *self.before) if not one.withheld)
        return min(found, default=None) if self.revisions else None


Shows = Callable[[_Told], bool | None]


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What the advisories of ``project`` show of a promise about reports that were over in ``window``."""
    told = _told(project, at, window)
    given = window_of(project)

    def of(commitment: Commitment) -> Handled | None:
        shows = _shown_by(commitment, given)
        found = [] if shows is None else [(each, shows(each)) for each in told if _concerns(commitment, each)]
        if not found:
            return None
        return Handled(
            n=len(found),
            kept=sum(shown is True for _, shown in found),
            late=sum(shown is False for _, shown in found),
            first=min(each.over.at for each, _ in found),
            last=max(each.over.at for each, _ in found),
        )

    return of


def _told(project: Project, at: datetime, window: timedelta) -> list[_Told]:
    over = {each.case.pk: each for each in over_in(project, at, window)}
    mine = Advisory.objects.filter(organisation_id=project.organisation_id, project=project, case__in=over)
    standing = mine.filter(withdrawn_at__isnull=True).select_related("case", "project__organisation")
    by_case = {one.case_id: one for one in standing}
    shown: dict[int, list[Revision]] = {}
    taken_back: dict[int | None, list[Revision]] = {}
    revisions = Revision.objects.filter(organisation_id=project.organisation_id, at__lte=at, advisory__in=mine)
    for revision in revisions.select_related("advisory").order_by("number"):
        if revision.advisory.withdrawn_at is None:
            shown.setdefault(revision.advisory_id, []).append(revision)
        else:
            taken_back.setdefault(revision.advisory.case_id, []).append(revision)
    reporters: dict[int, list[Participant]] = {}
    people = Participant.objects.filter(organisation_id=project.organisation_id, role=Part.REPORTER)
    for one in people.filter(case__project=project, case__in=over).order_by("pk"):
        reporters.setdefault(one.case_id, []).append(one)
    return [
        _Told(
            each,
            tuple(reporters.get(pk, ())),
            found,
            tuple(shown.get(found.pk, ())) if found else (),
            tuple(taken_back.get(pk, ())),
        )
        for pk, each in over.items()
        for found in [by_case.get(pk)]
    ]


def _concerns(commitment: Commitment, told: _Told) -> bool:
    """A promise of credit concerns reports of people who may be credited."""
    if not isinstance(commitment, Credit):
        return True
    wishes = [one.credit for one in told.reporters]
    return any(wish != CreditChoice.ANONYMOUS for wish in wishes) or bool(
        wishes and _UNLESS.search(commitment.sentence)
    )


def _shown_by(commitment: Commitment, given: Window | None) -> Shows | None:
    """What a report shows of ``commitment``: done, not done, or None for neither; None where no report shows it."""
    if isinstance(commitment, Credit):
        return _credited
    if isinstance(commitment, AdvisoryChannel):
        here = (commitment.channel == FEED or somewhere(commitment)) and _of_this_desk(commitment.sentence)
        return _published if here else None
    if isinstance(commitment, DisclosureStep):
        phase = phase_of(commitment.sentence)
        if phase is Phase.RELEASE:
            return _released_with if _WITH.search(commitment.sentence) else _released
        if phase is Phase.DISCLOSE:
            timed = promises_time(commitment.sentence)
            return (lambda told: _after_users_had_time(told, given)) if timed else _detailed
    return None


def _of_this_desk(sentence: str) -> bool:
    """Whether the place that ``sentence`` means can be the desk's own: it names no address, or one of this desk."""
    named = {urlsplit(found).hostname for found in _ADDRESS.findall(sentence)}
    return not named or urlsplit(settings.ADDRESS).hostname in named


def _credited(told: _Told) -> bool | None:
    """Each reporter is named as they wish: who gave a name stands there by it, who gave none does not.

    Neither where somebody has not said how they wish to be named, or nothing was published.
    """
    if told.advisory is None or not told.revisions:
        return None
    named = {one.participant: one.said for one in contents.read(told.revisions[-1].content).credits}
    shown = [_named_as_wished(one, named) for one in told.reporters]
    if False in shown:
        return False
    return None if None in shown or not shown else True


def _named_as_wished(reporter: Participant, named: Mapping[int | None, str]) -> bool | None:
    if reporter.credit in crediting.NAMED:
        return named.get(reporter.pk) == crediting.said(reporter.credit_name)
    if reporter.credit == CreditChoice.ANONYMOUS:
        return True  # their name is looked up where it is shown, and they have none
    return None


def _published(told: _Told) -> bool | None:
    return True if told.published is not None else None


def _detailed(told: _Told) -> bool | None:
    return True if told.detailed is not None else None


def _released(told: _Told) -> bool | None:
    return True if told.advisory is not None and told.advisory.fix_released_at is not None else None


def _released_with(told: _Told) -> bool | None:
    """The fix and the advisory came out within a day of each other; the desk says of no later one that it was late."""
    released = told.advisory.fix_released_at if told.advisory else None
    if released is None or told.published is None:
        return None
    return True if abs(told.published - released) <= TOGETHER else None


def _after_users_had_time(told: _Told, given: Window | None) -> bool | None:
    """Details came after users had had their time; before, it is a breach, unless the world knew already.

    A release that was put on record only once the details were public shows nothing: it could be dated back.
    """
    advisory = told.advisory
    if advisory is None or advisory.fix_released_at is None or told.detailed is None or given is None:
        return None
    if told.detailed >= given.ends(advisory.project, advisory.fix_released_at):
        recorded = queries.fix_recorded(advisory)
        return True if recorded is not None and recorded <= told.detailed else None
    known = advisory.case.public_at if advisory.case else None
    return None if known is not None and known <= told.detailed else False
