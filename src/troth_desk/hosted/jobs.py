"""What the worker does: look whether somebody reported something on GitHub."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk import clock
from troth_desk.cases.machine import Refused
from troth_desk.hosted import actions, asking, queries
from troth_desk.hosted.asking import LookError
from troth_desk.hosted.models import Watch
from troth_desk.hosted.sources import Source, sources
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.rounds import every

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
            and (watch := actions.watch_of(one.project, one.source.repository, at=at)).next_at <= at
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
        else:
            well += 1
    return well


def _look(organisation: Organisation, source: Source, project: Project, watch: Watch, at: datetime) -> None:
    """Take what changed. Each advisory is a transaction; the place where the next look begins is moved at the end."""
    etag, newest = "", None
    for page in asking.changed(source, etag=watch.etag, since=watch.newest_at, at=at):
        etag = etag or page.etag
        for told in page.advisories:
            if told.updated_at is not None and (newest is None or told.updated_at > newest):
                newest = told.updated_at
            with scope.inside(organisation):
                try:
                    actions.take(project, told, first=watch.newest_at is None, at=at)
                except Refused as refused:
                    raise LookError(f"{told.ghsa_id} cannot be made a case: {refused}") from None
    with scope.inside(organisation):
        actions.looked(watch, etag=etag, newest=newest, at=at)
