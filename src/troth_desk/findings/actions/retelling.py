"""Lines move with every commit: where findings are now is written for many at once, by one statement a database has."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

Retold = tuple[int, int | None, str, str]
"""The id of a finding, and its line, version and text now."""
# Both statements name the organisation beside the id; row-level security does so once more on PostgreSQL.
_MANY = (
    "UPDATE findings_finding SET line = now.line, version = now.version, text = now.text "
    "FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[]) AS now(id, line, version, text) "
    "WHERE findings_finding.id = now.id AND findings_finding.organisation_id = %s"
)
_ONE = "UPDATE findings_finding SET line = %s, version = %s, text = %s WHERE id = %s AND organisation_id = %s"


def retell(organisation_id: int, moved: Sequence[Retold]) -> None:
    """Write what ``moved`` says of findings of the organisation; inside the transaction of an import."""
    if not moved:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*moved, strict=True)]
            cursor.execute(_MANY, [*columns, organisation_id])
        else:
            cursor.executemany(_ONE, [(line, version, text, pk, organisation_id) for pk, line, version, text in moved])
