"""Files that belong to nothing: a request that is killed between sealing a file and its commit leaves one behind."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from troth_desk.files.owners import owners
from troth_desk.files.uploads import vault
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope

logger = logging.getLogger(__name__)

AGE = timedelta(days=1)
"""A file that is younger may belong to a request that is still at work."""
AT_A_TIME = 500
"""Names that are asked for in one query."""


def remove(at: datetime) -> int:
    """Take away files older than ``AGE`` that no row of any organisation names; how many.

    Files that were sealed before the first organisation of this database was founded stay: they belong to another
    database over the same folder, and a wrong address of it must cost nobody a file.
    """
    organisations = list(tenants.organisations().order_by("pk"))
    if not organisations:
        return 0
    founded = min(each.created_at for each in organisations)
    old = [name for name, written in vault().lying() if founded <= datetime.fromtimestamp(written, UTC) <= at - AGE]
    removed = 0
    for start in range(0, len(old), AT_A_TIME):
        orphans = set(old[start : start + AT_A_TIME])
        for organisation in organisations:
            with scope.inside(organisation):
                for model in owners():
                    named = model._default_manager.filter(  # noqa: SLF001 - Django's documented way to it
                        organisation=organisation, stored_as__in=orphans
                    )
                    orphans -= set(named.values_list("stored_as", flat=True))
        for name in orphans:
            vault().remove(name)
        removed += len(orphans)
    if removed:
        logger.warning("took away %s sealed files that belong to no case", removed)
    return removed
