"""The advisories that a command asks: those of ``--advisories``, of ``TROTH_ADVISORIES``, or the user's own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from troth.advisories import place
from troth.advisories.answers import Shelf
from troth.advisories.index import Index, NoIndexError
from troth.terms.answer import Gap


def opened(named: str, at: date) -> Shelf | Gap:
    """The advisories as of the day ``at``; a gap that says what to do where there are none.

    Raises:
        NoIndexError: ``named`` is no index. One that nobody named is a gap only.
    """
    try:
        index = Index(Path(named) if named else place.index(os.environ))
    except NoIndexError as error:
        if named:
            raise
        return Gap(wanted="known weaknesses of dependencies", reason=f"{error.what}: {error.hint}")
    return Shelf(index, index.data, at)
