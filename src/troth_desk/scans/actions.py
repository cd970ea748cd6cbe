"""Writes of pushed results: each is kept once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from troth.formats.told_result import ToldAudit, ToldCheck
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import ApiKey
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.policies.models import PolicyVersion
from troth_desk.policies.reading import storable
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.scans import pushed as pushes
from troth_desk.scans.models import Scan
from troth_desk.scans.pushed import Pushed, RefusedPushError
from troth_desk.tenants.models import Project

_followers: list[Callable[[Scan, Actor, datetime], None]] = []


def follow(follower: Callable[[Scan, Actor, datetime], None]) -> None:
    """Have ``follower(scan, by, at)`` called in the transaction that keeps a result, for what apps above make of it.

    To follow twice is to follow once.
    """
    if follower not in _followers:
        _followers.append(follower)


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that is kept. ``new`` is false where it was kept before; ``imported`` the version its texts made."""

    scan: Scan
    new: bool
    imported: PolicyVersion | None = None


def keep(
    project: Project, pushed: Pushed, *, by: Actor, at: datetime, key: ApiKey | None = None, with_texts: bool = False
) -> Kept:
    """Keep ``pushed`` in the history of ``project``; the same result again is the one that is there.

    ``with_texts``: the documents that came with it become the policy, where they differ from what it is; an older
    result than the newest one never takes a newer policy back.

    Raises:
        RefusedPushError: it tells of a day to come, or its documents cannot be taken.
    """
    if pushed.at > at + pushes.AHEAD:
        raise RefusedPushError(f"It tells of {pushed.at:%Y-%m-%d}, a day to come. Set the clock of the sender.")
    try:
        with transaction.atomic():
            before = Scan.objects.filter(project=project, digest=pushed.digest).first()
            if before is not None:
                return Kept(before, new=False)
            imported = _import(project, pushed, by=by, at=at) if with_texts else None
            version = policy_queries.current_version(project)
            scan = Scan.objects.create(
                organisation_id=project.organisation_id,
                project=project,
                kind=pushed.kind,
                commit=_plain(pushed.told.commit, 64),
                at=pushed.at,
                received_at=at,
                key=key,
                policy=version,
                same_words=version is not None and _same(version, pushed),
                troth=_plain(pushed.told.troth, 40),
                digest=pushed.digest,
                document=pushed.document,
                digests=dict(pushed.digests),
                counts=dict(pushed.told.counts if isinstance(pushed.told, ToldAudit) else pushed.told.counts()),
                tools=_tools(pushed.told),
                standings=_standings(pushed.told),
            )
            detail: dict[str, Plain] = {"scan": scan.pk, "kind": pushed.kind, "digest": pushed.digest}
            record(project.organisation_id, "scan.kept", f"project:{project.pk}", detail, by=by, at=at)
            for follower in _followers:
                follower(scan, by, at)
            return Kept(scan, new=True, imported=imported)
    except IntegrityError:  # another job brought the same result at the same instant
        before = Scan.objects.filter(project=project, digest=pushed.digest).first()
        if before is None:
            raise
        return Kept(before, new=False)


def _import(project: Project, pushed: Pushed, *, by: Actor, at: datetime) -> PolicyVersion | None:
    """The version that the texts made, None where they are what stands or came with a result that is not the newest."""
    standing = policy_queries.current_version(project)
    next_day = datetime.combine(pushed.at.date() + timedelta(days=1), time(), UTC)  # of a check the day alone is known
    newer = Scan.objects.filter(project=project, at__gte=next_day).exists()
    if pushed.texts is None or newer or (standing is not None and standing.digest == pushed.texts.digest):
        return None
    try:
        return policies.import_documents(
            project, pushed.texts, by=by, at=at, origin="push", commit=_plain(pushed.told.commit, 64)
        )
    except RefusedTextsError as error:
        raise RefusedPushError(f"The documents cannot be taken. {error}") from None


def _same(version: PolicyVersion, pushed: Pushed) -> bool:
    """Whether it was made of the texts of ``version``, by whatever paths these were handed in."""
    ours, theirs = policy_queries.digests(version).values(), pushed.digests.values()
    return bool(theirs) and sorted(ours) == sorted(theirs)


def _tools(told: ToldCheck | ToldAudit) -> list[dict[str, Any]]:
    return [pushes.tool(one, told) for one in told.tools] if isinstance(told, ToldAudit) else []


def _standings(told: ToldCheck | ToldAudit) -> dict[str, str]:
    if isinstance(told, ToldAudit):
        return {}
    said: dict[str, str] = storable({one.id: one.verdict.standing.value for one in told.judged})
    return said


def _plain(text: str, most: int) -> str:
    return text.replace("\0", "")[:most]
