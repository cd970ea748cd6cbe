"""Releases and their gates: an update is tested in staging before it goes to production, and the record shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from troth_desk.findings.models import Passage, Release
from troth_desk.findings.refusal import RefusedError
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Project

AHEAD = timedelta(minutes=5)
"""How far the clock of a sender may be ahead."""
Stage = Passage.Stage
_SHORTEST_COMMIT = 7
"""Digits of the shortest name of a commit that git gives."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a passage: when it happened (None: now), what shows it, and whether the test passed."""

    at: datetime | None = None
    evidence: str = ""
    passed: bool = True


@transaction.atomic
def begin(project: Project, version: str, *, commit: str = "", note: str = "", by: Actor, at: datetime) -> Release:
    """The release ``version`` of ``project``; the one that is there where it was begun before.

    Raises:
        RefusedError: it has no version, or was begun for another commit: what was tested of that says nothing of this.
    """
    named = " ".join(version.replace("\0", "").split())[:100]
    if not named:
        raise RefusedError("Name the version of the release.")
    said = commit.replace("\0", "").strip()[:64]
    take_turn(project.organisation_id)
    release, new = Release.objects.get_or_create(
        organisation_id=project.organisation_id,
        project=project,
        version=named,
        defaults={
            "commit": said,
            "note": " ".join(note.replace("\0", "").split())[:300],
            "created_at": at,
        },
    )
    if new:
        detail: dict[str, Plain] = {"release": release.pk, "project": project.pk}
        record(project.organisation_id, "release.begun", f"release:{release.pk}", detail, by=by, at=at)
    elif said and release.commit and not _same_commit(release.commit, said):
        raise RefusedError(
            f"{named} was begun for the commit {release.commit[:12]}, and this is {said[:12]}: what was tested of the "
            "one says nothing of the other. Give it a version of its own."
        )
    return release


def _same_commit(one: str, other: str) -> bool:
    """Whether two names of commits are the same, the shorter one cut off (git shows seven digits and more)."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return long.startswith(short) and len(short) >= _SHORTEST_COMMIT


@transaction.atomic
def tested(release: Release, told: Told, *, by: Actor, at: datetime) -> Passage:
    """``release`` was tested in staging, and passed or not; what shows it is a link or words.

    Raises:
        RefusedError: nothing shows it, or it is told of a time to come.
    """
    if not told.evidence.strip():
        raise RefusedError("Say what shows it: the address of the run, or what was tried and what came of it.")
    take_turn(release.organisation_id)
    return _passage(release, Stage.STAGING, told, by=by, at=at)


@transaction.atomic
def shipped(release: Release, told: Told, reason: str = "", *, by: Actor, at: datetime) -> Passage:
    """``release`` went to production. Without a test in staging before it, that is refused.

    It may have happened all the same: with a ``reason`` it is put on record as what it is, a breach that never clears.

    Raises:
        RefusedError: it was not tested before and no reason is given, or it is told of a time to come.
    """
    take_turn(release.organisation_id)
    why = barred(release, told.at or at)
    said = " ".join(reason.replace("\0", "").split())[:500]
    if why and not said:
        raise RefusedError(why)
    return _passage(release, Stage.PRODUCTION, told, by=by, at=at, untested=bool(why), reason=said if why else "")


def barred(release: Release, at: datetime) -> str:
    """Why ``release`` may not go to production at ``at``; "" where it may: its last test before then passed."""
    rows = Passage.objects.filter(organisation_id=release.organisation_id, release=release, stage=Stage.STAGING)
    last = rows.filter(at__lte=at).order_by("-at", "-pk").first()
    if last is None:
        return (
            f"{release.version} was not tested in staging: record the test first. If it is in production already, say "
            "why; it is kept as a breach of the order."
        )
    if not last.passed:
        return (
            f"{release.version} did not pass its last test in staging: test it again. If it is in production already, "
            "say why; it is kept as a breach of the order."
        )
    return ""


def _passage(
    release: Release,
    stage: Stage,
    told: Told,
    *,
    by: Actor,
    at: datetime,
    untested: bool = False,
    reason: str = "",
) -> Passage:
    happened = told.at or at
    if happened > at + AHEAD:
        raise RefusedError("That is a time to come. Record it once it has happened.")
    passage = Passage.objects.create(
        organisation_id=release.organisation_id,
        release=release,
        stage=stage,
        passed=told.passed,
        at=min(happened, at),
        recorded_at=at,
        actor=str(by),
        evidence=" ".join(told.evidence.replace("\0", "").split())[:1000],
        untested=untested,
        reason=reason,
    )
    detail: dict[str, Plain] = {
        "release": release.pk,
        "stage": stage.value,
        "passed": told.passed,
        "untested": untested,
        "at": passage.at.isoformat(),
    }
    record(release.organisation_id, "release.passed", f"release:{release.pk}", detail, by=by, at=at)
    return passage
