"""What is refused, and the sentence that says why."""

from __future__ import annotations

ONE_A_FILE = (
    "An SQLite file holds one organisation: it has no row-level security that could keep two apart. "
    "Give the second one a data folder of its own, or move to PostgreSQL (--database)."
)


class OneOrganisationAFileError(Exception):
    """SQLite keeps no two organisations apart."""

    def __init__(self) -> None:
        super().__init__(ONE_A_FILE)
