"""``/api/v1/reviews``: programs read what comes round, take it on, and record that it was done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from troth_desk import clock
from troth_desk.faces.instants import Moment
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of
from troth_desk.people.models import ApiKey, Membership
from troth_desk.reviews import actions, kinds, periods, proposals, queries
from troth_desk.reviews.actions import Given, RefusedReviewError
from troth_desk.reviews.actions.doing import LONGEST_WORDS, MOST_LINKS, MOST_SCANS
from troth_desk.reviews.actions.taking import LONGEST_ITEM, LONGEST_TITLE, MOST_ITEMS
from troth_desk.reviews.forms import refuse_address
from troth_desk.reviews.models import Obligation, Occasion
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

router = Router(tags=["reviews"])
MOST = 100
"""Reviews, and periods of one, in one answer."""
Item = Annotated[str, Field(max_length=LONGEST_ITEM)]
Link = Annotated[str, Field(max_length=1_000)]


class Shown(Schema):
    """What shows that something was done: words, a link, or a result on the desk. Files are downloaded by people."""

    kind: str
    words: str
    url: str
    scan: int | None


class PeriodTold(Schema):
    """One period. ``done_at`` is the day on which it was done, as it was recorded at ``recorded_at``."""

    number: int
    period: str
    state: str
    starts_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    recorded_at: datetime | None
    before_desk: bool
    reason: str
    checklist: list[dict[str, Any]]
    evidence: list[Shown]
    files: int


class ReviewTold(Schema):
    """What comes round. ``current`` is the period that is to be done next."""

    reference: str
    project: str
    kind: str
    title: str
    every: str
    once: bool
    origin: str
    promise: str
    own_rhythm: bool
    by_machine: bool
    owner: int | None
    begun_at: datetime
    ended_at: datetime | None
    current: PeriodTold | None


class ReviewWhole(ReviewTold):
    """The same with its history, the newest first, 100 periods at most."""

    periods: list[PeriodTold]


class ProposalTold(Schema):
    """What the policy says comes round and is not taken on. ``commitment`` is the id that ``troth check`` gives it."""

    commitment: str
    kind: str
    title: str
    every: str
    by_machine: bool
    document: str
    line: int
    sentence: str


class NewReview(Schema):
    """Something to take on: what the policy says by ``commitment``, else the team's own: once, or ``every`` (ISO)."""

    project: str = Field(max_length=60)
    commitment: str = Field("", max_length=200)
    title: str = Field("", max_length=LONGEST_TITLE)
    kind: str = Field("other", max_length=40)
    every: str = Field("", max_length=40)
    due_at: Moment | None = None
    owner: int | None = None
    checklist: list[Item] | None = Field(None, max_length=MOST_ITEMS)


class DoneNow(Schema):
    """It was done. ``items`` are the numbers of the checklist that are done (from 0); all of them where not given."""

    number: int | None = None
    words: str = Field("", max_length=LONGEST_WORDS)
    links: list[Link] = Field(default_factory=list, max_length=MOST_LINKS)
    scans: list[int] = Field(default_factory=list, max_length=MOST_SCANS)
    done_at: Moment | None = None
    items: list[int] | None = Field(None, max_length=MOST_ITEMS)


class ReviewReason(Schema):
    """Why it is left out, or comes round no more."""

    reason: str = Field(min_length=1, max_length=300)


def _refused(refused: RefusedReviewError) -> HttpError:
    """422 for what was sent, 409 for what cannot be done as things stand."""
    return HttpError(422 if refused.field else 409, f"{refused.field}: {refused}" if refused.field else str(refused))


def _one(key: ApiKey, reference: str) -> Obligation:
    found = queries.obligation(key.organisation, reference)
    if found is None:
        raise HttpError(404, "There is no such review here.")
    return found


def _owner(key: ApiKey, pk: int | None) -> Membership | None:
    if pk is None:
        return None
    found = Membership.objects.filter(organisation_id=key.organisation_id, pk=pk, ended_at=None).first()
    if found is None:
        raise HttpError(422, "owner: there is no such member.")
    return found


@router.get("/reviews", auth=KeyAuth("reviews:read"), response=list[ReviewTold])
def reviews(request: HttpRequest, project: str = "", ended: bool = False, after: int = 0) -> list[ReviewTold]:  # noqa: FBT001, FBT002 - of the query string
    """What comes round, in the order in which it was taken on, 100 at a time; ``after`` is how many to pass over."""
    key = key_of(request)
    found = queries.obligations(key.organisation, ended=ended).select_related("project__organisation")
    if project:
        found = found.filter(project=project_of(key, project))
    first = max(0, after)
    shown = list(found[first : first + MOST])
    current = queries.open_occasions(key.organisation, shown)
    return [ReviewTold(**_row(one, current.get(one.pk))) for one in shown]


@router.post("/reviews", auth=KeyAuth("reviews:write"), response={201: ReviewTold})
def take_on(request: HttpRequest, payload: NewReview) -> Status[dict[str, Any]]:
    """Take something on; what the policy says is taken on once, and is answered as it stands where it is."""
    key, at = key_of(request), clock.now()
    project, owner, by = project_of(key, payload.project), _owner(key, payload.owner), actor_of(key)
    try:
        if payload.commitment:
            made = _by_the_policy(project, payload, owner, key, at)
        else:
            made = actions.oblige(
                project,
                title=payload.title,
                kind=payload.kind,
                every=payload.every,
                due_at=payload.due_at,
                owner=owner,
                checklist=payload.checklist,
                origin="team",
                by=by,
                at=at,
            )
    except RefusedReviewError as refused:
        raise _refused(refused) from None
    return Status(201, _told(_one(key, made.reference)))


def _by_the_policy(
    project: Project, payload: NewReview, owner: Membership | None, key: ApiKey, at: datetime
) -> Obligation:
    offered = {one.promise.commitment: one for one in proposals.proposals(project)}
    before = proposals.taken(project).get(payload.commitment)
    if before is not None:
        return before
    proposal = offered.get(payload.commitment)
    if proposal is None:
        raise RefusedReviewError("the policy says nothing of that id that comes round for the team.", "commitment")
    every = payload.every if periods.keeps(payload.every) else ""
    return actions.take_over(project, proposal.promise, owner=owner, every=every, by=actor_of(key), at=at)


@router.get("/reviews/proposals", auth=KeyAuth("reviews:read"), response=list[ProposalTold])
def offered(request: HttpRequest, project: str) -> list[ProposalTold]:
    """What the policy of ``project`` says comes round, and is not taken on yet."""
    return [
        ProposalTold(
            commitment=one.promise.commitment,
            kind=one.kind,
            title=one.title,
            every=one.every,
            by_machine=one.by_machine,
            document=one.promise.document,
            line=one.promise.line,
            sentence=one.promise.sentence,
        )
        for one in proposals.proposals(project_of(key_of(request), project))
    ]


@router.get("/reviews/{reference}", auth=KeyAuth("reviews:read"), response=ReviewWhole)
def review(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One thing that comes round, with its history."""
    one = _one(key_of(request), reference)
    return {**_told(one), "periods": [_period(each) for each in queries.occasions(one)[:MOST]]}


@router.post("/reviews/{reference}/done", auth=KeyAuth("reviews:write"), response=ReviewTold)
def done(request: HttpRequest, reference: str, payload: DoneNow) -> dict[str, Any]:
    """Record that it was done: in its open period, in that of ``number``, or once more where it has none."""
    key, at = key_of(request), clock.now()
    one, by = _one(key, reference), actor_of(key)
    given = Given(words=payload.words, links=_links(payload.links), scans=_scans(one, payload.scans))
    try:
        if not one.every and not one.once:
            actions.do_untimed(one, given, done_at=payload.done_at, by=by, at=at)
        else:
            occasion = queries.open_occasion(one)
            if payload.number is not None:
                occasion = queries.occasion(one, payload.number)
            if occasion is None:
                raise HttpError(404, "There is no such period.")
            items = range(len(occasion.checklist)) if payload.items is None else payload.items
            actions.do(occasion, given, done_at=payload.done_at, ticked=items, by=by, at=at)
    except RefusedReviewError as refused:
        raise _refused(refused) from None
    return _told(_one(key, reference))


@router.post("/reviews/{reference}/excuse", auth=KeyAuth("reviews:write"), response=ReviewTold)
def excuse(request: HttpRequest, reference: str, payload: ReviewReason) -> dict[str, Any]:
    """Leave the open period out, for a reason: it shows the promise neither kept nor broken."""
    key = key_of(request)
    occasion = queries.open_occasion(_one(key, reference))
    if occasion is None:
        raise HttpError(404, "No period of it is open.")
    try:
        actions.excuse(occasion, payload.reason, by=actor_of(key), at=clock.now())
    except RefusedReviewError as refused:
        raise _refused(refused) from None
    return _told(_one(key, reference))


@router.post("/reviews/{reference}/end", auth=KeyAuth("reviews:write"), response=ReviewTold)
def end(request: HttpRequest, reference: str, payload: ReviewReason) -> dict[str, Any]:
    """It comes round no more, for a reason; its history stays."""
    key = key_of(request)
    try:
        actions.end(_one(key, reference), payload.reason, by=actor_of(key), at=clock.now())
    except RefusedReviewError as refused:
        raise _refused(refused) from None
    return _told(_one(key, reference))


def _links(given: list[str]) -> list[str]:
    for url in given:
        try:
            refuse_address(url)
        except ValidationError as wrong:
            raise HttpError(422, f"links: {' '.join(wrong.messages)}") from None
    return given


def _scans(obligation: Obligation, given: list[int]) -> list[Scan]:
    found = list(scans.scans(obligation.project).filter(pk__in=given))
    if len(found) != len(set(given)):
        raise HttpError(422, "scans: the project has no such result.")
    return found


def _told(one: Obligation) -> dict[str, Any]:
    return _row(one, queries.open_occasion(one))


def _row(one: Obligation, current: Occasion | None) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "project": one.project.slug,
        "kind": kinds.kind(one.kind).name,
        "title": one.title,
        "every": one.every,
        "once": one.once,
        "origin": one.origin,
        "promise": one.promise.commitment if one.promise else "",
        "own_rhythm": one.own_rhythm,
        "by_machine": one.by_machine,
        "owner": one.owner_id,
        "begun_at": one.begun_at,
        "ended_at": one.ended_at,
        "current": _period(current) if current else None,
    }


def _period(one: Occasion) -> dict[str, Any]:
    return {
        "number": one.number,
        "period": queries.label(one, one.obligation.project.organisation.zone),
        "state": one.state,
        "starts_at": one.starts_at,
        "due_at": one.due_at,
        "done_at": one.done_at,
        "recorded_at": one.recorded_at,
        "before_desk": one.before_desk,
        "reason": one.reason,
        "checklist": one.checklist,
        "evidence": [
            {"kind": each.kind, "words": each.words, "url": each.url, "scan": each.scan_id}
            for each in one.evidence.all()
        ],
        "files": len(one.files.all()),
    }
