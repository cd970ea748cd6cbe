"""``/api/v1/cases``: programs of the team read cases and act on them. Internal notes are written here and never read.

What is refused is answered with 409 and the sentence that a person would read; what is no proper request with 422.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, ParamSpec, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StrictInt, field_validator

from troth_desk import clock
from troth_desk.cases import actions, queries, scoring, telling
from troth_desk.cases.links import address_of_link
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case
from troth_desk.ledger.actor import Actor
from troth_desk.people import monitoring
from troth_desk.people.keys import KeyAuth, actor_of, key_of
from troth_desk.people.models import Membership

router = Router(tags=["cases"])
READS, WRITES = KeyAuth("cases:read"), KeyAuth("cases:write")
MOST = 100
"""Cases of one page."""
FURTHEST = 1_000_000_000
"""The largest ``offset``; no desk has so many cases."""
_UNKEPT = re.compile("[\\x00\ud800-\udfff]")
"""What no database keeps in a text; JSON can write it."""
P = ParamSpec("P")
R = TypeVar("R")


class Page(Schema):
    """Cases, the newest first; ``next`` is the ``offset`` of the next page, None at the end.

    ``last`` is the id of the last one, "" where there is none: as ``after`` it gives the page behind it, which skips
    and repeats nothing however many reports come in meanwhile, and costs as little at the end as at the begin.
    """

    cases: list[telling.CaseTold]
    next: int | None
    last: str


def _say_so(schema: dict[str, Any]) -> None:
    """In the description the texts have no NUL; half a character is none that JSON could hold (RFC 8259 §8.2)."""
    for told in schema.get("properties", {}).values():
        for one in (told, *told.get("anyOf", ())):
            if one.get("type") == "string":
                one.setdefault("pattern", "^[^\\x00]*$")


class Asked(Schema):
    """What a program sends. Its texts are texts: what no database keeps is refused, field by field."""

    model_config = ConfigDict(json_schema_extra=_say_so)

    @field_validator("*", mode="after")
    @classmethod
    def _is_text(cls, value: object) -> object:
        if isinstance(value, str) and _UNKEPT.search(value):
            raise ValueError("it holds NUL or half a character: send text")
        return value


class MoveAsked(Asked):
    """``to`` is a state; a reason, a question or the original's reference where the move asks for it."""

    to: str
    reason: str = ""
    information: str = ""
    duplicate_of: str = ""


class VectorAsked(Asked):
    """A vector of CVSS 3.1 or 4.0."""

    vector: str


class WordsAsked(Asked):
    """Words of a message or a note."""

    body: str


class ReasonAsked(Asked):
    """Why."""

    reason: str = ""


class AssignAsked(Asked):
    """The number of a member, or null for nobody."""

    member: StrictInt | None


class HoldAsked(Asked):
    """``held`` is "doubtful" or "possible duplicate"."""

    held: str
    reason: str
    resembles: str = ""


class MergeAsked(Asked):
    """The reference of the case that it repeats."""

    original: str


class EmbargoAsked(Asked):
    """When silence is to end, with its zone."""

    until: AwareDatetime


class AnswerAsked(Asked):
    """Whether the team agrees to what a participant proposed."""

    agree: StrictBool


class EndAsked(Asked):
    """``public``: the world knows, or the weakness is being used."""

    reason: str
    public: StrictBool = False


class BountyAsked(Asked):
    """``decision`` is "granted" or "declined"."""

    decision: str
    reason: str
    amount: str = ""


class SettleAsked(Asked):
    """``applies`` false: the promised thing does not apply, and ``record`` says why."""

    record: str
    applies: StrictBool = True


class InviteAsked(Asked):
    """``role`` is "reporter", "vendor", "coordinator" or "observer"."""

    role: str
    contact: str = Field("", max_length=300)


class Invited(Schema):
    """The link is told this once."""

    participant: int
    link: str


class Scored(Schema):
    """What a vector says. ``severity`` is that of the rating scale of CVSS; a policy may set other bands."""

    version: str
    vector: str
    score: float
    severity: str


def _was_read(request: HttpRequest, cases: int) -> None:
    monitoring.read(key_of(request), cases, at=clock.now(), place=monitoring.place_of(request))


def _case(request: HttpRequest, reference: str) -> Case:
    found = queries.case(key_of(request).organisation, reference)
    if found is None:
        raise HttpError(404, "There is no case of this reference here.")
    return found


def _other(request: HttpRequest, reference: str) -> Case | None:
    return _case(request, reference) if reference else None


def _doing(request: HttpRequest, reference: str) -> tuple[Case, Actor, datetime]:
    return _case(request, reference), actor_of(key_of(request)), clock.now()


def _allowed(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What ``act`` answers; its refusal as an answer of the interface."""
    try:
        return act(*args, **kwargs)
    except Refused as refused:
        raise HttpError(409, str(refused)) from None


@router.get("/cases", auth=READS, response=Page)
def listed(  # noqa: PLR0913, PLR0917 - each is a name in addresses
    request: HttpRequest,
    state: str = "",
    severity: str = "",
    held: str = "",
    open: str = "",  # noqa: A002 - the name of the filter in addresses
    project: str = "",
    text: str = "",
    offset: Annotated[int, Field(le=FURTHEST)] = 0,
    after: str = "",
) -> dict[str, Any]:
    """Cases, narrowed by what is given, the newest first: behind the case ``after``, or from ``offset`` on."""
    filters = {"state": state, "severity": severity, "held": held, "open": open, "project": project, "text": text}
    organisation = key_of(request).organisation
    found = queries.cases(organisation, filters).defer(*queries.UNREAD)
    if after:
        found = queries.behind(found, _case(request, after))
    start = max(offset, 0)
    shown = queries.page(found, start, MOST + 1)
    _was_read(request, len(shown[:MOST]))
    return {
        "cases": [telling.case_told(one) for one in shown[:MOST]],
        "next": start + MOST if len(shown) > MOST else None,
        "last": shown[:MOST][-1].reference if shown else "",
    }


@router.get("/cases/{slug:reference}", auth=READS, response=telling.WholeCase)
def whole(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One case with its clocks, stages, conversation, embargo, promised actions and legal moves; never with notes."""
    case = _case(request, reference)
    _was_read(request, 1)
    return telling.whole_case(case, clock.now())


@router.post("/cases/{slug:reference}/moves", auth=WRITES, response=telling.CaseTold)
def move(request: HttpRequest, reference: str, payload: MoveAsked) -> dict[str, Any]:
    """Move it; 409 with the reason where that is not legal."""
    case, by, at = _doing(request, reference)
    _allowed(
        actions.move,
        case,
        payload.to,
        by=by,
        at=at,
        reason=payload.reason,
        information=payload.information,
        duplicate_of=_other(request, payload.duplicate_of),
    )
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/rating", auth=WRITES, response=telling.CaseTold)
def rate(request: HttpRequest, reference: str, payload: VectorAsked) -> dict[str, Any]:
    """Rate it: what the policy promises for the severity is set off."""
    case, by, at = _doing(request, reference)
    _allowed(actions.rate, case, payload.vector, by=by, at=at)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/messages", auth=WRITES, response={201: telling.MessageTold})
def say(request: HttpRequest, reference: str, payload: WordsAsked) -> Status[dict[str, Any]]:
    """Write to the reporter; the words are those of whoever made the key."""
    case, by, at = _doing(request, reference)
    return Status(201, telling.message_told(_allowed(actions.say, case, payload.body, by=by, at=at)))


@router.post("/cases/{slug:reference}/notes", auth=WRITES, response={204: None})
def note(request: HttpRequest, reference: str, payload: WordsAsked) -> Status[None]:
    """Keep an internal note of whoever made the key."""
    case, by, at = _doing(request, reference)
    _allowed(actions.note, case, payload.body, by=by, at=at, member=key_of(request).created_by)
    return Status(204, None)


@router.post("/cases/{slug:reference}/owner", auth=WRITES, response=telling.CaseTold)
def assign(request: HttpRequest, reference: str, payload: AssignAsked) -> dict[str, Any]:
    """Give it to a member, or to nobody."""
    case, by, at = _doing(request, reference)
    member = None
    if payload.member is not None:
        member = Membership.objects.filter(organisation_id=case.organisation_id, pk=payload.member).first()
        if member is None:
            raise HttpError(404, "There is no member of this number here.")
    _allowed(actions.assign, case, member, by=by, at=at)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/hold", auth=WRITES, response=telling.CaseTold)
def hold(request: HttpRequest, reference: str, payload: HoldAsked) -> dict[str, Any]:
    """Put it into the triage queue."""
    case, by, at = _doing(request, reference)
    other = _other(request, payload.resembles)
    _allowed(actions.hold, case, payload.held, payload.reason, by=by, at=at, resembles=other)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/release", auth=WRITES, response=telling.CaseTold)
def release(request: HttpRequest, reference: str, payload: ReasonAsked) -> dict[str, Any]:
    """Take it out of the triage queue."""
    case, by, at = _doing(request, reference)
    _allowed(actions.release, case, payload.reason, by=by, at=at)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/merge", auth=WRITES, response=telling.CaseTold)
def merge(request: HttpRequest, reference: str, payload: MergeAsked) -> dict[str, Any]:
    """Mark it as a duplicate of another, through the ordinary moves."""
    case, by, at = _doing(request, reference)
    _allowed(actions.merge, case, _case(request, payload.original), by=by, at=at)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/rejection", auth=WRITES, response=telling.CaseTold)
def turn_away(request: HttpRequest, reference: str, payload: ReasonAsked) -> dict[str, Any]:
    """Turn a report away, through the ordinary moves, with the reason that its reporter reads."""
    case, by, at = _doing(request, reference)
    _allowed(actions.turn_away, case, payload.reason, by=by, at=at)
    return telling.case_told(case)


@router.post("/cases/{slug:reference}/embargo", auth=WRITES, response=telling.EmbargoTold)
def propose(request: HttpRequest, reference: str, payload: EmbargoAsked) -> dict[str, Any]:
    """Propose an embargo, or a change of the one that holds."""
    case, by, at = _doing(request, reference)
    return telling.embargo_told(_allowed(actions.propose_embargo, case, payload.until, by=by, at=at), at)


@router.post("/cases/{slug:reference}/embargo/answer", auth=WRITES, response=telling.EmbargoTold)
def answer(request: HttpRequest, reference: str, payload: AnswerAsked) -> dict[str, Any]:
    """Answer what a participant proposed, for the team."""
    case, by, at = _doing(request, reference)
    return telling.embargo_told(_allowed(actions.answer_embargo_for_team, case, payload.agree, by=by, at=at), at)


@router.post("/cases/{slug:reference}/embargo/end", auth=WRITES, response=telling.EmbargoTold)
def end(request: HttpRequest, reference: str, payload: EndAsked) -> dict[str, Any]:
    """End the embargo, at once where the world knows."""
    case, by, at = _doing(request, reference)
    ended = _allowed(actions.end_embargo, case, payload.reason, by=by, at=at, public=payload.public)
    return telling.embargo_told(ended, at)


@router.post("/cases/{slug:reference}/bounty", auth=WRITES, response={204: None})
def bounty(request: HttpRequest, reference: str, payload: BountyAsked) -> Status[None]:
    """Decide about a bounty."""
    case, by, at = _doing(request, reference)
    _allowed(
        actions.decide_bounty,
        case,
        payload.decision,
        reason=payload.reason,
        amount=payload.amount,
        by=by,
        at=at,
        member=key_of(request).created_by,
    )
    return Status(204, None)


@router.post("/cases/{slug:reference}/duties/{number}", auth=WRITES, response=telling.DutyTold)
def settle(request: HttpRequest, reference: str, number: int, payload: SettleAsked) -> dict[str, Any]:
    """Tick what the policy promises for the severity, or say why it does not apply."""
    case, by, at = _doing(request, reference)
    found = queries.duties(case).filter(pk=number).first()
    if found is None:
        raise HttpError(404, "There is no such promise on this case.")
    act = actions.tick if payload.applies else actions.withdraw
    return telling.duty_told(_allowed(act, found, payload.record, by=by, at=at))


@router.post("/cases/{slug:reference}/participants", auth=WRITES, response={201: Invited})
def invite(request: HttpRequest, reference: str, payload: InviteAsked) -> Status[dict[str, Any]]:
    """Let somebody from outside take part; their link is told this once."""
    case, by, at = _doing(request, reference)
    participant, secret = _allowed(actions.invite, case, payload.role, payload.contact, by=by, at=at)
    return Status(201, {"participant": participant.pk, "link": address_of_link(case.project.organisation, secret)})


@router.post("/cases/{slug:reference}/emergency", auth=WRITES, response={204: None})
def emergency(request: HttpRequest, reference: str, payload: ReasonAsked) -> Status[None]:
    """Call the emergency contact."""
    case, by, at = _doing(request, reference)
    _allowed(actions.call_emergency, case, payload.reason, by=by, at=at)
    return Status(204, None)


@router.post("/cases/{slug:reference}/pause", auth=WRITES, response=list[telling.ClockTold])
def pause(request: HttpRequest, reference: str, payload: ReasonAsked) -> list[dict[str, Any]]:
    """Let the clocks stand still, for a reason."""
    case, by, at = _doing(request, reference)
    return [telling.clock_told(one, at) for one in _allowed(actions.pause_clocks, case, payload.reason, by=by, at=at)]


@router.post("/cases/{slug:reference}/resume", auth=WRITES, response=list[telling.ClockTold])
def resume(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """Let the clocks go on."""
    case, by, at = _doing(request, reference)
    return [telling.clock_told(one, at) for one in _allowed(actions.resume_clocks, case, by=by, at=at)]


@router.get("/cvss", auth=READS, response=Scored)
def cvss(request: HttpRequest, vector: str) -> dict[str, Any]:
    """The overall score of a vector of CVSS 3.1 or 4.0, without a case."""
    try:
        found = scoring.score(vector)
    except Refused as refused:
        raise HttpError(422, str(refused)) from None
    severity = scoring.banded(found.score, ()).severity
    return {"version": found.version, "vector": found.vector, "score": float(found.score), "severity": severity}
