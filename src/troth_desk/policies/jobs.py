"""Documents that have an address are pulled again; what earlier releases read is compared as this one compares."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions, contradictions, pull, queries
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every, wake

EVERY = timedelta(hours=6)
COMPARED_EVERY = timedelta(hours=1)
AT_A_TIME = 100
"""Versions that are compared in one round, which reads the texts of each anew."""


@every(EVERY, scoped=False)
def pull_documents(organisation: Organisation, at: datetime) -> None:
    """Pull each followed document of ``organisation``; a failure is told on the page of the policy, and kept going."""
    with scope.inside(organisation):
        followed = list(queries.followed(organisation))
    for document in followed:  # each by itself: one that fails or takes long holds no transaction open
        try:
            text, failure = pull.fetch_text(document.path, document.source_url), ""
        except RefusedTextsError as error:
            text, failure = "", str(error)
        with scope.inside(organisation):
            actions.pulled(document, text, failure, by=SYSTEM, at=at)


@every(COMPARED_EVERY, scoped=False)
def compare_versions(organisation: Organisation, at: datetime) -> int:
    """Look once for contradictions where the release that read a version did not; how many versions.

    They come with an upgrade or a backup, and pages that are asked meanwhile read them by themselves.
    """
    with scope.inside(organisation):
        waiting = list(queries.uncompared(organisation)[:AT_A_TIME])
    done = 0
    for version in waiting:  # each by itself: reading takes its time, and what is done is done
        with scope.inside(organisation):
            done += contradictions.keep(version)
    if done and len(waiting) == AT_A_TIME:
        with scope.inside(organisation):
            wake(organisation, "policies.jobs.compare_versions")
    return done
