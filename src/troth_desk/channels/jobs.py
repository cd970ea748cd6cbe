"""What the worker does: letters about what was published, and the drafts on GitHub."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from troth_desk import clock
from troth_desk.channels import actions, drafting, queries
from troth_desk.channels.github import GitHubError
from troth_desk.channels.sources import sources
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

logger = logging.getLogger(__name__)

A_ROUND = 500
"""Letters that one round writes; the next one goes on."""
MOST_STEPS = 6
"""Steps of one draft in one round: made, told, asked for a CVE id, published, settled."""
LONGEST = timedelta(minutes=3)
"""For how long one round asks GitHub: it is over before its lease is."""


@every(timedelta(minutes=1), scoped=False)
def tell(organisation: Organisation, at: datetime) -> int:
    """Write the letters that known users are owed; how many. Each is a transaction of its own, and written once."""
    with scope.inside(organisation):
        owed = list(queries.untold(organisation, at))[:A_ROUND]
    written = 0
    for revision, contact in owed:
        with scope.inside(organisation):
            written += actions.tell_contact(revision, contact, at=at) is not None
    return written


@every(timedelta(minutes=1), scoped=False)
def draft(organisation: Organisation, at: datetime) -> int:
    """See to the drafts that are due; how many say what they shall. No transaction is open while GitHub is asked."""
    if not sources().of(organisation):
        return 0
    with scope.inside(organisation):
        due = queries.drafts_due(organisation, at)
    began, well = clock.now(), 0
    for one in due:
        if clock.now() - began > LONGEST:
            break
        try:
            for _ in range(MOST_STEPS):
                if not drafting.step(one, at):
                    break
            well += 1
        except GitHubError as error:
            with scope.inside(organisation):
                actions.draft_failed(one, str(error), error.wait, at=at)
        except Exception as error:  # what nobody foresaw at one draft must not hide the others, nor itself
            logger.exception("the draft of advisory %s on GitHub failed", one.advisory_id)
            with scope.inside(organisation):
                why = f"The desk itself failed ({type(error).__name__}); its log says where."
                actions.draft_failed(one, why, None, at=at)
    return well
