"""What the worker does: look whether somebody reported something on GitHub."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from troth_desk import clock
from troth_desk.cases.machine import Refused
from troth_desk.channels.sources import Source, sources
from troth_desk.hosted import actions, asking, queries
from troth_desk.hosted.asking import LookError
from troth_desk.hosted.models import Watch
from troth_desk.tenants import leases, scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.rounds import every

logger = logging.getLogger(__name__)

LONGEST = timedelta(minutes=3)
"""For how long one round looks: it is over before its lease is."""


@every(timedelta(minutes=1), scoped=False)
def look(organisation: Organisation, at: datetime) -> int:
    """Look at each repository that is due; how many looks ended well. No transaction is open while GitHub is asked."""
    if not sources().of(organisation):
        return 0
    with scope.inside(organisation):
        due = [
            (one.source, one.project, watch)
            for one in queries.looked(organisation)
            if one.project is not None
            for watch in [actions.watch_of(one.project, one.source.repository, at=at)]
            if not leases.ahead(watch.next_at, at, actions.LONGEST)
        ]
    began, well = clock.now(), 0
    for source, project, watch in due:
        if clock.now() - began > LONGEST:
            break
        try:
            _look(organisation, source, project, watch, at)
        except LookError as error:
            with scope.inside(organisation):
                actions.failed(watch, error, at=at)
        except Exception as error:  # what nobody foresaw at one repository must not hide the others, nor itself
            logger.exception("looking at %s failed", source.repository)
            with scope.inside(organisation):
                why = LookError(f"The desk itself failed ({type(error).__name__}); its log says where.")
                actions.failed(watch, why, at=at)
        else:
            well += 1
    return well


def _look(organisation: Organisation, source: Source, project: Project, watch: Watch, at: datetime) -> None:
    """Take what changed. Each advisory is a transaction; the place where the next look begins is moved at the end.

    An advisory that cannot be a case keeps no other from being one: it is said once all were taken.
    """
    etag, newest, refusals = "", None, list[str]()
    for page in asking.changed(source, etag=watch.etag, since=watch.newest_at, at=at):
        etag = etag or page.etag
        for told in page.advisories:
            if told.updated_at is not None and (newest is None or told.updated_at > newest):
                newest = told.updated_at
            with scope.inside(organisation):
                try:
                    actions.take(project, told, first=watch.newest_at is None, at=at)
                except Refused as refused:
                    refusals.append(f"{told.ghsa_id} cannot be made a case: {refused}")
    if refusals:
        raise LookError(refusals[0] + (f" So it is with {len(refusals) - 1} more." if refusals[1:] else ""))
    with scope.inside(organisation):
        actions.looked(watch, etag=etag, newest=newest, at=at)
