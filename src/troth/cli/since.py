"""``troth drift --since REV``: the tree against a revision of it, both checked in the same way."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from troth import pipeline
from troth.cli.local_advisories import Lent
from troth.cli.shelf import opened
from troth.cli.sources import Found, owners_defaults, sources
from troth.cli.terminal import Progress
from troth.evidence import git
from troth.evidence.gather import Scene
from troth.evidence.repository import Repository
from troth.evidence.results.key import key
from troth.evidence.revisions import moved, revision
from troth.terms.changes import Changes, compare
from troth.terms.errors import TrothError, UnreadablePolicyError
from troth.terms.result import Result


def changes(arguments: argparse.Namespace) -> Changes:
    """What changed since the revision that ``arguments`` name.

    Both sides are checked on the same day, by the same policy options and the same advisories; what is accepted by the
    baseline is told like anything else. Only the older side may lack a policy: then everything is new.

    Raises:
        TrothError: the tree, a policy or the revision cannot be read.
    """
    root = Path(arguments.path)
    repository = Repository(root)
    top = repository.checkout or git.checkout_of(repository.root)
    if top is None:
        raise TrothError(f"{root} is no git checkout that could be read", "--since compares with a git revision")
    inside = repository.root.relative_to(os.path.realpath(top))
    at = datetime.now(UTC).date()
    organisation = arguments.organisation or str(owners_defaults(root) or "")
    with Progress() as progress, Lent(arguments.advisories, progress) as lent:
        look = _Look(arguments, at, lent, progress)
        progress("looking at the tree …")
        after = look.check(repository, sources(root, arguments.policy, arguments.organisation))
        progress(f"writing {arguments.since} out …")
        with revision(top, arguments.since) as old:
            progress(f"looking at {arguments.since} …")
            then = old.top / inside
            empty = Result(root=after.root, commit=old.commit, at=at, readings=(), judged=())
            found = _older(root, then, arguments.policy, organisation, _names(moved(top, old.commit), inside))
            before = empty if found is None else look.check(Repository(then), found)
    return compare(msgspec.structs.replace(before, commit=old.commit), after, arguments.since)


class _Look:
    """How both sides are looked at."""

    def __init__(self, arguments: argparse.Namespace, at: date, lent: Lent, progress: Progress) -> None:
        self._arguments, self._at, self._lent, self._progress = arguments, at, lent, progress

    def check(self, repository: Repository, found: Found) -> Result:
        tools = self._arguments.tools
        scene = Scene(
            repository=repository,
            at=self._at,
            run_tools=tools,
            signatures=tools,
            key=key(),
            advisories=self._lent.state,
            lend=self._lent,
            progress=self._progress,
        )
        shelf = self._arguments.advisories
        return pipeline.check(found.sources, scene, found.not_seen, lambda: opened(shelf, self._at))


def _older(root: Path, then: Path, named: list[str], organisation: str, renamed: dict[str, str]) -> Found | None:
    """The documents of the older side; None where it had none, or not even the folder.

    A named one is looked for where it lay then; where none of them was there, in the usual places.
    """
    if not then.is_dir():
        return None
    known = []
    for name in named:
        inside = _inside(root, name)
        if inside is None:
            known.append(os.path.realpath(name))  # outside of the tree: the same file on both sides
        else:
            known += [path for path in (inside, renamed.get(inside, "")) if path and (then / path).is_file()][:1]
    try:
        return sources(then, known, organisation)
    except UnreadablePolicyError:
        return None


def _inside(root: Path, name: str) -> str | None:
    """``name`` relative to the tree, however it was given; None where it lies elsewhere."""
    top = Path(os.path.realpath(root))
    below = Path(os.path.realpath(root / name))
    real = below if below.exists() else Path(os.path.realpath(name))
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else None


def _names(renamed: dict[str, str], inside: Path) -> dict[str, str]:
    """Renamed files relative to the checked folder; those that left or entered it are left out."""
    prefix = "" if inside == Path() else f"{inside.as_posix()}/"
    return {
        new.removeprefix(prefix): old.removeprefix(prefix)
        for new, old in renamed.items()
        if new.startswith(prefix) and old.startswith(prefix)
    }
