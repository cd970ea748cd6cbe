"""What the draft on GitHub shall say, and the next thing to do so that it says it: one step at a time.

A step is asked outside of any transaction, and what came of it is written down before the next one. Making a draft is
the one step that could double: that it began is written down first, and where no answer came, the draft is looked for
by the desk's own id before it is made again.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from troth.formats import ghsa
from troth.formats.json_text import printed
from troth.terms.own_advisory import OwnAdvisory, UnwritableError
from troth_desk.channels import actions, github, queries
from troth_desk.channels.github import Answered, GitHubError
from troth_desk.channels.models import Draft, There
from troth_desk.channels.sources import Source
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices.actions import tell
from troth_desk.publishing import checking
from troth_desk.publishing import record as records
from troth_desk.publishing.models import Advisory
from troth_desk.tenants import scope

EVERY = timedelta(minutes=10)
"""How often a draft that says what it shall is looked at again: somebody may have changed their wish to be named."""
CVE_EVERY = timedelta(minutes=15)
"""How often GitHub is asked whether a CVE id has come."""


def mark(advisory: Advisory) -> str:
    """The words of the description by which a draft is known as this advisory's (``formats.ghsa.description``)."""
    return f"Also known as {advisory.reference}"


def wanted(advisory: Advisory, at: datetime) -> dict[str, Any]:
    """The body that GitHub shall have: what the world reads, else what is being written. Raises ``UnwritableError``."""
    told: OwnAdvisory = records.public(advisory) if advisory.published_at else records.draft(advisory, at)
    return ghsa.body(told)


def digest(body: dict[str, Any]) -> str:
    """Of what GitHub is told."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def step(draft: Draft, at: datetime) -> bool:
    """Do the next thing; whether there may be another one right away.

    Raises:
        GitHubError: GitHub did not do it, or cannot be told yet.
    """
    with scope.inside(draft.organisation_id):
        draft.refresh_from_db()
        source = queries.source(draft.advisory.project, draft.repository)
        too_much = "" if draft.advisory.published_at else checking.draft_tells_too_much(draft.advisory)
        if too_much:
            raise GitHubError(f"GitHub is told nothing of it yet. {too_much}")
        try:
            body = wanted(draft.advisory, at)
        except UnwritableError as error:
            raise GitHubError(f"GitHub cannot take it yet. {error}") from None
        told = digest(body)
    if source is None:
        raise GitHubError(
            f"No token for {draft.repository} is named in TROTH_DESK_GITHUB any more: whoever runs the desk names it."
        )
    if not draft.ghsa_id:
        _make(draft, source, body, told, at)
        return True
    if draft.digest != told:
        if draft.there == There.TRIAGE:
            body["state"] = "draft"  # a private report is accepted by becoming a draft
        return _seen(draft, github.update(source, draft.ghsa_id, printed(body), at), at, told)
    if draft.cve_wanted and draft.cve_asked_at is None:
        github.request_cve(source, draft.ghsa_id, at)
        _keep(draft, at, "advisory.cve_requested", cve_asked_at=at)
        return True
    if draft.publishes and draft.advisory.published_at and draft.there == There.DRAFT:
        return _publish(draft, source, at)
    return _settled(draft, source, at)


def _make(draft: Draft, source: Source, body: dict[str, Any], told: str, at: datetime) -> None:
    found = None
    if draft.begun_at is not None:
        found = github.find(source, mark(draft.advisory), at)
    else:
        _keep(draft, at, begun_at=at)
    try:
        made = found or github.create(source, printed(body), at)
    except GitHubError as error:
        if not error.unsure:
            _keep(draft, at, begun_at=None)  # it said no: nothing was made
        raise
    _keep(
        draft,
        at,
        "advisory.made_on_github",
        ghsa_id=made.ghsa_id,
        url=made.address,
        there=made.there,
        digest="" if found else told,
        made_at=at,
        told_at=at,
        begun_at=None,
    )


def _publish(draft: Draft, source: Source, at: datetime) -> bool:
    answered = github.update(source, draft.ghsa_id, printed({"state": "published"}), at)
    if answered.there != There.PUBLISHED:
        raise GitHubError(f"GitHub did not publish it: it is {answered.state or 'in no state'} there.")
    _keep(draft, at, "advisory.published_on_github", there=answered.there, published_at=at, url=answered.address)
    return True


def _settled(draft: Draft, source: Source, at: datetime) -> bool:
    """Nothing is left to say: hear whether a CVE id has come, and be done for a while."""
    waits = draft.cve_asked_at is not None and not draft.cve_id
    if waits:
        _seen(draft, github.get(source, draft.ghsa_id, at), at, draft.digest)
    pause = CVE_EVERY if waits and not draft.cve_id else EVERY
    _keep(draft, at, failure="", failing_since=None, failures=0, looked_at=at, next_at=at + pause)
    return False


def _seen(draft: Draft, answered: Answered, at: datetime, told: str) -> bool:
    came = bool(answered.cve_id) and not draft.cve_id
    fields: dict[str, object] = {"there": answered.there, "digest": told, "url": answered.address or draft.url}
    if draft.digest != told:
        fields["told_at"] = at
    if came:
        fields["cve_id"] = str(answered.cve_id)[:30]
    _keep(draft, at, "advisory.changed_on_github" if draft.digest != told else "", **fields)
    if came and draft.cve_asked_at is not None:
        with scope.inside(draft.organisation_id):
            _tell(draft, at)
    return True


def _keep(draft: Draft, at: datetime, action: str = "", **fields: object) -> None:
    with scope.inside(draft.organisation_id):
        actions.keep_draft(draft, at=at, action=action, by=SYSTEM, **fields)


def _tell(draft: Draft, at: datetime) -> None:
    """A person writes the id into the advisory: an approval is of exactly what stands there."""
    tell(
        draft.advisory.project.organisation,
        key=f"github-cve:{draft.pk}:{draft.cve_id}",
        subject=draft.advisory.subject,
        group="security team",
        title=f"{draft.advisory.reference}: GitHub assigned {draft.cve_id}",
        body="Write it among the names of the advisory, so that every format tells it.",
        at=at,
    )
