"""An advisory is begun, from a case or without one, and written; every change takes back what was approved."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case
from troth_desk.cases.models import State as CaseState
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.publishing import content as contents
from troth_desk.publishing import prefilling, queries
from troth_desk.publishing.actions.taking import changed, claim, left
from troth_desk.publishing.content import LONGEST, MOST, Content
from troth_desk.publishing.models import Advisory, Did, State
from troth_desk.publishing.states import SEEN
from troth_desk.tenants.models import Project

_NO_WEAKNESS = frozenset({CaseState.REJECTED, CaseState.DUPLICATE})


@transaction.atomic
def begin(project: Project, case: Case | None = None, *, by: Actor, at: datetime) -> Advisory:
    """A new advisory of ``project``, filled in from ``case`` where there is one.

    A case has one advisory that stands: where it has one already, that one is given. Raises ``Refused`` for a case of
    another project, or one that was turned away.
    """
    take_turn(project.organisation_id)
    if case is not None:
        case.refresh_from_db()
        if case.organisation_id != project.organisation_id or case.project_id != project.pk:
            raise Refused("That case is none of this project.")
        if case.state in _NO_WEAKNESS:
            raise Refused(f"The case was {case.get_state_display()}: there is nothing to publish.")
        before = queries.of_case(case)
        if before is not None and before.state != State.WITHDRAWN:
            return before
    content = prefilling.prefilled(project, case)
    made = Advisory.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        case=case,
        reference=_reference(project, at),
        content=contents.kept(content),
        created_at=at,
        changed_at=at,
    )
    left(made, Did.BEGUN, by=by, at=at)
    return made


def _reference(project: Project, at: datetime) -> str:
    """ "x_harbour-2026-0001": a name of a database that OSV has not registered (schema 1.7, "id field")."""
    year = at.astimezone(ZoneInfo(project.organisation.zone or "UTC")).year
    beginning = f"x_{project.slug}-{year}-"
    found = Advisory.objects.filter(organisation_id=project.organisation_id, reference__startswith=beginning)
    numbers = [one.removeprefix(beginning) for one in found.values_list("reference", flat=True)]
    last = max((int(one) for one in numbers if one.isascii() and one.isdigit()), default=0)
    return f"{beginning}{last + 1:04d}"


@transaction.atomic
def write(advisory: Advisory, content: Content, *, seen: str | None, by: Actor, at: datetime) -> Advisory:
    """Write ``content`` in place of what stands there; review and approval of anything else are taken back.

    ``seen`` is the digest of what the writer had before them: where somebody else wrote meanwhile, nothing is
    overwritten, and ``Refused`` says so; None overwrites whatever stands there. The same content again changes nothing.
    """
    _refuse_too_much(content)
    claim(advisory)
    stands = contents.digest(contents.read(advisory.content))
    if seen is not None and seen != stands:
        raise Refused("Somebody else wrote meanwhile: look at what stands there now, then write again.")
    written = contents.digest(content)
    if written == stands:
        return advisory
    was = State(advisory.state)
    changed(advisory, content=contents.kept(content), state=State.DRAFT, publish_at=None)
    left(advisory, Did.WRITTEN, by=by, at=at, digest=queries.digest(advisory))
    if was in SEEN:
        left(advisory, Did.TAKEN_BACK, by=by, at=at, digest=queries.digest(advisory), detail={"was": was.value})
    return advisory


def _refuse_too_much(content: Content) -> None:
    for name, longest in LONGEST.items():
        said = getattr(content, name)
        if len(said) > longest:
            raise Refused(f"The {name} is too long: at most {longest:,} characters, this has {len(said):,}.")
    for name in ("products", "references", "remediations", "credits", "aliases", "related", "cwes", "severity"):
        if len(getattr(content, name)) > MOST:
            raise Refused(f"There are too many {name}: at most {MOST}.")


def number_of(advisory: Advisory) -> int:
    """The number of the next revision."""
    last = queries.revisions(advisory).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
