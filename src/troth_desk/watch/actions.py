"""Writes of the watch: a list of components is taken, everything is held against the advisories."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from troth.terms.package import Package as Name
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import ApiKey
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import advisories, comparing, keeping, opening, telling
from troth_desk.watch.advisories import NoAdvisoriesError, Said
from troth_desk.watch.models import Comparison, Inventory, Origin, Package, Part, Watching, Weakness
from troth_desk.watch.reading import Brought
from troth_desk.watch.refusal import RefusedInventoryError

if TYPE_CHECKING:
    from troth.advisories.index import Index

logger = logging.getLogger(__name__)
PACKAGES = 500
"""Packages of one transaction of a comparison: other writers wait no longer than that."""
TOGETHER = 20
"""Projects whose findings are refreshed in one transaction."""
MOST_SETTLED = 2_000
"""Projects whose findings are refreshed in one round: a round is shorter than its lease."""
USUAL = "project"
"""The source of a list where nobody names one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that was taken. ``new`` is false where the very same one stands; ``older`` where a newer one does."""

    inventory: Inventory
    new: bool = True
    older: bool = False
    found: int = 0
    unwatched: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to: ``compared`` is None where nothing had changed; ``failure`` why nobody could look."""

    compared: Comparison | None = None
    failure: str = ""


def take(
    project: Project,
    brought: Brought,
    *,
    by: Actor,
    at: datetime,
    source: str = USUAL,
    origin: Origin = Origin.PUSH,
    commit: str = "",
    key: ApiKey | None = None,
) -> Taken:
    """Keep ``brought`` as what ``project`` is made of by ``source``, and look its components up at once.

    Raises:
        RefusedInventoryError: the name of the source cannot be used.
    """
    source = " ".join(source.split()) or USUAL
    if len(source) > 100 or not source.isprintable():
        raise RefusedInventoryError("The name of a source has at most 100 letters, all of which can be printed.")
    made_at = min(brought.made_at or at, at)
    with transaction.atomic():
        take_turn(project.organisation_id)
        of_source = Inventory.objects.filter(organisation_id=project.organisation_id, project=project, source=source)
        before = of_source.filter(current=True).first()
        if before is not None and before.digest == brought.digest:
            return Taken(_confirmed(before, made_at, by=by, at=at), new=False)
        if before is not None and made_at < before.made_at:
            return Taken(before, new=False, older=True)
        if before is not None and before.components and not brought.components:
            raise RefusedInventoryError(
                f"It names no component, and the list before named {before.components}: nothing is taken for gone by a "
                "list that could not be read."
            )
        of_source.filter(current=True).update(current=False)
        inventory = _kept(
            project, brought, source=source, origin=origin, commit=commit, key=key, made_at=made_at, at=at
        )
        came, went = keeping.parts(project, source, inventory, brought.components)
        inventory.added, inventory.removed = len(came), len(went)
        inventory.save(update_fields=("added", "removed"))
        detail: dict[str, Plain] = {
            "inventory": inventory.pk,
            "kind": inventory.kind,
            "digest": inventory.digest,
            "components": inventory.components,
            "added": len(came),
            "removed": len(went),
        }
        record(project.organisation_id, "inventory.kept", f"project:{project.pk}", detail, by=by, at=at)
        found, unwatched = _concerned(project, came, went, at=at)
    return Taken(inventory, found=found, unwatched=unwatched)


def _confirmed(before: Inventory, made_at: datetime, *, by: Actor, at: datetime) -> Inventory:
    before.confirmed_at, before.made_at = max(at, before.confirmed_at), max(made_at, before.made_at)
    before.save(update_fields=("confirmed_at", "made_at"))
    detail: dict[str, Plain] = {"inventory": before.pk}
    record(before.organisation_id, "inventory.confirmed", f"project:{before.project_id}", detail, by=by, at=at)
    return before


def _kept(
    project: Project,
    brought: Brought,
    *,
    source: str,
    origin: Origin,
    commit: str,
    key: ApiKey | None,
    made_at: datetime,
    at: datetime,
) -> Inventory:
    return Inventory.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        source=source,
        kind=brought.kind,
        origin=origin,
        commit=commit.replace("\0", "")[:64],
        digest=brought.digest,
        made_at=made_at,
        received_at=at,
        confirmed_at=at,
        key=key,
        components=len(brought.components),
        gaps=len(brought.gaps),
        unread=brought.unread,
        unknown={name[:60]: count for name, count in brought.unknown.items()},
    )


def _concerned(project: Project, came: set[int], went: set[int], *, at: datetime) -> tuple[int, str]:
    """Hold what came against the advisories, and bring the findings of ``project`` to what it is made of.

    Returns how many weaknesses came with it, and why nobody could look, "" where somebody could.
    """
    organisation, unwatched = project.organisation, ""
    packages = _packages(organisation, came)
    try:
        if packages:
            from troth.advisories.match import Matcher

            with advisories.opened() as index:
                states = index.states(packages.values())
                told = {pk: (name, state) for (pk, name), state in zip(packages.items(), states, strict=True)}
                comparing.compare(organisation, told, index, Matcher(index), at=at)
    except NoAdvisoriesError as error:
        unwatched = str(error)
    known = Weakness.objects.filter(organisation=organisation, ended_at__isnull=True)
    hits = [
        hit
        for some in keeping.batches(came)
        for hit in opening.hits(organisation, known.filter(release_id__in=some, informational=""), [project.pk])
    ]
    opening.refresh(organisation, {project.pk}, packages.keys() | _packages(organisation, went).keys(), at=at)
    _told_here(project, packages)
    return len(hits), unwatched


def _told_here(project: Project, packages: Iterable[int]) -> None:
    """What only ``project`` uses is not pending: its findings have just been told."""
    for some in keeping.batches(packages):
        waiting = Weakness.objects.filter(organisation=project.organisation, release__package_id__in=some, pending=True)
        used = Part.objects.filter(organisation=project.organisation, left__isnull=True).exclude(project=project)
        alone = [pk for (pk,) in waiting.exclude(release__in=used.values("release_id")).values_list("pk")]
        Weakness.objects.filter(organisation=project.organisation, pk__in=alone).update(pending=False)


def _packages(organisation: Organisation, releases: set[int]) -> dict[int, Name]:
    found: dict[int, Name] = {}
    for some in keeping.batches(releases):
        known = Package.objects.filter(organisation=organisation, releases__in=some).distinct()
        found |= {pk: Name(ecosystem, name) for pk, ecosystem, name in known.values_list("pk", "ecosystem", "name")}
    return found


def look(organisation: Organisation, at: datetime) -> Looked:
    """Is there a new state of the advisories? Then hold every package of which they say something new against it.

    Called outside of any transaction; what was compared stays so when it is broken off, and the rest follows.
    """
    marked = advisories.mark()
    with scope.inside(organisation):
        standing = Watching.objects.filter(organisation=organisation).first()
        waiting = Package.objects.filter(organisation=organisation, state="").exists()
    if standing is not None and marked and standing.mark == marked and not standing.failure and not waiting:
        with scope.inside(organisation):
            Watching.objects.filter(organisation=organisation).update(looked_at=at)
        settle(organisation, at)
        return Looked()
    try:
        with advisories.opened() as index:
            return _look(organisation, index, advisories.said(index, marked), standing, at)
    except NoAdvisoriesError as error:
        _stand(organisation, at, failure=str(error))
        return Looked(failure=str(error))


def _look(organisation: Organisation, index: Index, said: Said, standing: Watching | None, at: datetime) -> Looked:
    from troth.advisories.match import Matcher

    if standing is not None and standing.fetched and said.fetched and said.fetched < standing.fetched:
        failure = (
            f"The advisories here were fetched on {said.fetched:%Y-%m-%d %H:%M} UTC, those before on "
            f"{standing.fetched:%Y-%m-%d %H:%M}: nothing is taken back by older ones. Run {advisories.FETCH}."
        )
        _stand(organisation, at, failure=failure)
        return Looked(failure=failure)
    looked_up, changed = _changed(organisation, index)
    matcher = Matcher(index)
    found = ended = 0
    for some in keeping.batches(changed.items(), PACKAGES):
        with scope.inside(organisation), transaction.atomic():
            take_turn(organisation.pk)
            difference = comparing.compare(organisation, dict(some), index, matcher, at=at)
            found, ended = found + len(difference.found), ended + len(difference.ended)
    with scope.inside(organisation), transaction.atomic():
        take_turn(organisation.pk)
        telling.exploited(organisation, opening.hits(organisation, comparing.signals(organisation, index, at)), at=at)
        compared = _compared(organisation, said, looked_up, len(changed), found, ended, at)
    _stand(organisation, at, said=said)
    settle(organisation, at)
    return Looked(compared)


def settle(organisation: Organisation, at: datetime) -> int:
    """Bring the findings of every project to what is known of its components now; how many projects had to be.

    What is broken off is done by the next round: a weakness stays pending until all projects that use it know.
    """
    done = 0
    while done < MOST_SETTLED:
        with scope.inside(organisation):
            waiting = Weakness.objects.filter(organisation=organisation, pending=True).select_related("release")
            some = list(waiting.order_by("pk")[:PACKAGES])
            projects = opening.concerned(organisation, {one.release_id for one in some})
        if not some:
            break
        packages = {one.release.package_id for one in some}
        for chunk in keeping.batches(sorted(projects), TOGETHER):
            with scope.inside(organisation), transaction.atomic():
                take_turn(organisation.pk)
                opening.refresh(organisation, chunk, packages, at=at)
        with scope.inside(organisation), transaction.atomic():
            take_turn(organisation.pk)
            told = {one.pk: (one.changed_at, one.ended_at) for one in some}
            rows = Weakness.objects.filter(organisation=organisation, pk__in=told)
            same = [pk for pk, *now in rows.values_list("pk", "changed_at", "ended_at") if tuple(now) == told[pk]]
            rows.filter(pk__in=same).update(pending=False)
        done += len(projects)
    return done


def _changed(organisation: Organisation, index: Index) -> tuple[int, dict[int, tuple[Name, str]]]:
    """How many packages were looked up, and those of which the index says something else than before."""
    with scope.inside(organisation):
        rows = list(Package.objects.filter(organisation=organisation).values_list("pk", "ecosystem", "name", "state"))
    names = [Name(ecosystem, name) for _, ecosystem, name, _ in rows]
    states = index.states(names)
    return len(rows), {
        row[0]: (name, state) for row, name, state in zip(rows, names, states, strict=True) if row[3] != state
    }


def _compared(
    organisation: Organisation, said: Said, packages: int, changed: int, found: int, ended: int, at: datetime
) -> Comparison:
    compared = Comparison.objects.create(
        organisation=organisation,
        began_at=at,
        at=at,
        digest=said.digest,
        records=said.records,
        newest=said.newest,
        fetched=said.fetched,
        packages=packages,
        changed=changed,
        found=found,
        ended=ended,
    )
    detail: dict[str, Plain] = {
        "comparison": compared.pk,
        "digest": said.digest,
        "packages": packages,
        "changed": changed,
        "found": found,
        "ended": ended,
    }
    record(organisation.pk, "advisories.compared", f"comparison:{compared.pk}", detail, by=SYSTEM, at=at)
    return compared


def _stand(organisation: Organisation, at: datetime, *, said: Said | None = None, failure: str = "") -> None:
    """Where the watch stands. A failure leaves what was known before."""
    told: dict[str, object] = {"looked_at": at, "failure": failure[:300]}
    if said is not None:
        told |= {
            "mark": said.mark,
            "digest": said.digest,
            "records": said.records,
            "newest": said.newest,
            "fetched": said.fetched,
            "ecosystems": dict(said.ecosystems),
            "compared_at": at,
        }
    with scope.inside(organisation):
        before = Watching.objects.filter(organisation=organisation).values_list("failure", flat=True).first() or ""
        Watching.objects.update_or_create(organisation=organisation, defaults=told)
    if failure and failure[:300] != before:  # it is looked every minute: said once, not again until it is another one
        logger.warning("the watch of organisation %s could not look: %s", organisation.pk, failure)
