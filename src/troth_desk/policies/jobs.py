"""Documents that have an address are pulled again, so that the desk says what the repository says."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions, pull, queries
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

EVERY = timedelta(hours=6)


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
