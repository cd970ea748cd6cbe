"""Is anything that the desk is made of known to be weak? Asked of Troth's own index of advisories, offline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import DEPENDENCIES, UPDATES

if TYPE_CHECKING:
    from troth.advisories.index import Index

STALE = timedelta(days=14)
"""Age of the index from which its silence says little."""
FETCH = "troth advisories update"


def _look(desk: Desk) -> Iterator[Finding]:
    # the desk itself needs none of it, and starts without
    from troth.advisories import place
    from troth.advisories.index import Index, NoIndexError

    try:
        with Index(place.index(os.environ)) as index:
            yield from _by(index, desk)
    except NoIndexError as error:
        yield unseen(f"Nobody looked: {error}.", FETCH)


def _by(index: Index, desk: Desk) -> Iterator[Finding]:
    import importlib.metadata

    from troth.terms.package import PYPI

    if PYPI not in index.ecosystems:
        yield unseen("Nobody looked: the index of advisories has none of Python's packages.", FETCH)
        return
    installed = sorted({(each.name, each.version) for each in importlib.metadata.distributions() if each.name})
    weak = [(name, version, found) for name, version in installed if (found := _known(index, name, version))]
    for name, version, found in weak:
        yield unsafe(f"{name} {version} is known to be weak: {', '.join(found)}.", f"pip install --upgrade {name}")
    fetched = index.data([PYPI]).fetched
    if fetched is None or desk.at - fetched > STALE:
        yield at_risk("The index of advisories was not renewed for two weeks or more.", FETCH)
    if not weak:
        yield safe(f"{len(installed)} packages are installed, and no advisory of the index holds for one of them.")


def _known(index: Index, name: str, version: str) -> list[str]:
    """Ids of the advisories that hold for the package; the shortest list of one weakness a line."""
    from troth.advisories.affects import affects
    from troth.terms.package import PYPI, package
    from troth.terms.versions.unreadable import UnreadableVersionError

    wanted = package(PYPI, name)
    try:
        return [each.id for each in index.records(wanted) if affects(each, wanted, version)]
    except UnreadableVersionError:
        return []


CHECK = Check(
    name="dependencies",
    asks="Is anything that the desk is made of known to be weak?",
    applies=(DEPENDENCIES, UPDATES),
    look=_look,
)
