"""The advisories that the desk holds components against: Troth's own index, one file that updates replace as a whole.

``TROTH_DESK_ADVISORIES`` names it; else it is where ``troth advisories update`` puts it (``TROTH_ADVISORIES``, or the
data folder of the user that the desk runs as). The desk only ever reads it, and never fetches anything itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from troth.terms.errors import TrothError
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnknownEcosystemError

if TYPE_CHECKING:
    from troth.advisories.index import Index

VARIABLE = "TROTH_DESK_ADVISORIES"
"""Names the file of the index that the desk reads."""
FRESH = timedelta(days=7)
"""Age of the advisories up to which the watch counts: a week, as between two looks of a scheduled scanner."""
FETCH = "troth advisories update"


class NoAdvisoriesError(Exception):
    """There is no index that could be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an index says of itself. ``ecosystems`` is when each was fetched, as ISO 8601, "" where that is unknown."""

    mark: str
    digest: str
    records: int
    newest: datetime | None
    fetched: datetime | None
    ecosystems: Mapping[str, str]


def path(environment: Mapping[str, str] | None = None) -> Path:
    """The file of the index."""
    from troth.advisories import place

    found = os.environ if environment is None else environment
    named = found.get(VARIABLE)
    return Path(named) if named else place.index(found)


def mark() -> str:
    """What tells this state of the file from another, "" where there is none: when it was written, and how large."""
    try:
        found = path().stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}:{found.st_size}:{found.st_ino}"


@contextmanager
def opened() -> Iterator[Index]:
    """The index, open to read.

    Raises:
        NoAdvisoriesError: there is none, or it turned out to be damaged.
    """
    from troth.advisories.index import Index

    try:
        with Index(path()) as index:
            yield index
    except TrothError as error:
        raise NoAdvisoriesError(f"{error.what}. {error.hint}") from None


def said(index: Index, marked: str) -> Said:
    """What ``index`` says of itself; ``marked`` is the mark under which it was opened."""
    data = index.data()
    coverage = index.coverage()
    fetched = max((each.fetched for each in coverage if each.fetched), default=None)
    return Said(
        mark=marked,
        digest=index.digest,
        records=data.records,
        newest=data.newest,
        fetched=fetched,
        ecosystems={each.ecosystem: each.fetched.isoformat() if each.fetched else "" for each in coverage},
    )


def unordered(ecosystem: str) -> str:
    """Why versions of ``ecosystem`` cannot be compared, "" where they can."""
    try:
        key_of(ecosystem.partition(":")[0])
    except UnknownEcosystemError as error:
        return str(error)
    return ""
