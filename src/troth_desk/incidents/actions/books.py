"""Playbooks are kept, version after version, and retired."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from troth_desk.faces.lines import NUL_SHOWN
from troth_desk.incidents import queries
from troth_desk.incidents.actions.bounds import Refused
from troth_desk.incidents.models import PlaybookText
from troth_desk.incidents.playbooks import reading, shipping
from troth_desk.incidents.playbooks.form import UnusablePlaybookError
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Project

DESK, REPOSITORY = "desk", "repository"
SLUG = re.compile(r"(?!(?:new|import|export)$)[a-z0-9][a-z0-9-]{0,79}")
MOST = 60
"""Playbooks of one project."""


def keep_playbook(
    project: Project, slug: str, text: str, *, origin: str = DESK, by: Actor, at: datetime
) -> PlaybookText | None:
    """Keep ``text`` as the playbook ``slug`` of ``project``; None where it is that already, byte by byte.

    Raises ``Refused`` where it cannot be read, with the line.
    """
    if not SLUG.fullmatch(slug):
        raise Refused("Name the file in small letters, digits and hyphens, such as data-breach.", "slug")
    if "\0" in text:
        text = text.replace("\0", NUL_SHOWN)
    try:
        read = reading.read(text)
    except UnusablePlaybookError as error:
        raise Refused(f"This is no playbook yet: {error}.", "text") from None
    with transaction.atomic():
        take_turn(project.organisation_id)
        kept = queries.playbook_texts(project)
        before = kept.get(slug)
        standing = shipping.text(slug) if before is None else "" if before.retired else before.text
        if standing == text:
            return None
        if before is None and len(kept) >= MOST:
            raise Refused(f"{MOST} playbooks are as many as a project has.", "slug")
        return _keep(project, slug, text, read.title, before, origin=origin, by=by, at=at)


def retire_playbook(project: Project, slug: str, *, by: Actor, at: datetime) -> None:
    """From now on there is no playbook of that name; incidents that began with it keep it. Raises ``Refused``."""
    with transaction.atomic():
        take_turn(project.organisation_id)
        shown = queries.playbook(project, slug)
        if shown is None:
            raise Refused("There is no playbook of this name.")
        if len(queries.playbooks(project)) == 1:
            raise Refused("It is the last one: an incident needs a playbook to begin with.")
        _keep(project, slug, shown.text, shown.playbook.title, shown.kept, retired=True, origin=DESK, by=by, at=at)


def _keep(  # noqa: PLR0913 - what a version is made of
    project: Project,
    slug: str,
    text: str,
    title: str,
    before: PlaybookText | None,
    *,
    retired: bool = False,
    origin: str,
    by: Actor,
    at: datetime,
) -> PlaybookText:
    made = PlaybookText.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        slug=slug,
        number=before.number + 1 if before else 1,
        title=title,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        origin=origin,
        retired=retired,
        actor=str(by),
        at=at,
    )
    detail: dict[str, Plain] = {"playbook": made.pk, "number": made.number, "digest": made.digest, "origin": origin}
    verb = "playbook.retired" if retired else "playbook.kept"
    record(project.organisation_id, verb, f"project:{project.pk}", detail, by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of files: ``kept`` are new or changed, ``same`` were here, ``refused`` are names with the reason."""

    kept: tuple[str, ...]
    same: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def bring_playbooks(project: Project, texts: Mapping[str, str], *, by: Actor, at: datetime) -> Brought:
    """Keep each of ``texts`` (by short name) that can be read, as they stand in a repository."""
    kept: list[str] = []
    same: list[str] = []
    refused: list[tuple[str, str]] = []
    with transaction.atomic():
        for slug, text in texts.items():
            try:
                made = keep_playbook(project, slug, text, origin=REPOSITORY, by=by, at=at)
            except Refused as error:
                refused.append((slug, str(error)))
            else:
                (same if made is None else kept).append(slug)
    return Brought(tuple(kept), tuple(same), tuple(refused))
