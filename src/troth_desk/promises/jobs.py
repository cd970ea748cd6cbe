"""The numbers of large desks are counted again, off the page, where somebody looked at kept ones that have aged."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.policies import queries as policies
from troth_desk.promises import counting
from troth_desk.tenants import queries, scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(seconds=10), scoped=False)
def count_again(organisation: Organisation, at: datetime) -> int:
    """Count again what was asked for; of how many projects."""
    with scope.inside(organisation):
        projects = list(queries.projects(organisation))
    done = 0
    for project in projects:  # each by itself: counting takes seconds
        with scope.inside(organisation):
            version = policies.current_version(project)
            done += version is not None and counting.count_again(project, version, at)
    return done
