"""What every rule has to show: what it mended turns the verdict when checked again, and twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from conftest import write
from troth.cli import mending as written
from troth.cli.sources import sources
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.mending import Case, Mended, mend
from troth.remedy.rules import REMEDIES

TODAY = date(2026, 11, 25)
Tree = Callable[..., Repository]


def a_case(repository: Repository, today: date = TODAY) -> Case:
    """The policy of the tree and the tree, without tools and advisories."""
    found = sources(repository.root, [])
    return Case(sources=found.sources, scene=Scene(repository=Repository(repository.root), at=today))


def mended(repository: Repository, *rules: str, today: date = TODAY) -> Mended:
    """Mend ``repository`` on disk by ``rules`` and hold the result against the measure of every rule."""
    used = tuple(one for one in REMEDIES if one.name in rules)
    assert len(used) == len(rules)
    found = mend(a_case(repository, today), used)
    written.write(repository.root, found.edits)
    again = mend(a_case(repository, today), used)
    assert not again.edits, "twice changes more than once"
    assert standings(again) == {one.id: str(one.verdict.standing) for one in found.after.judged}
    return found


def standings(found: Mended) -> dict[str, str]:
    """How each promise stands before anything is mended."""
    return {one.id: str(one.verdict.standing) for one in found.before.judged}


def turned(found: Mended) -> list[tuple[str, str]]:
    """Standings of the promises that turn, before and after."""
    before = standings(found)
    return [
        (before[one.id], str(one.verdict.standing))
        for one in found.after.judged
        if before.get(one.id, one.verdict.standing) != one.verdict.standing
    ]


def after(found: Mended, path: str) -> str:
    """The text of ``path`` as it becomes; fails where it is not edited."""
    texts = {edit.path: edit.after for edit in found.edits}
    text = texts[path]
    assert text is not None
    return text


def policy(*lines: str) -> dict[str, str | bytes]:
    """A tree with nothing but a policy that says ``lines``."""
    return {"SECURITY.md": "\n".join(("# Security", "", *lines, ""))}


def mend_tree(tree: Tree, files: Mapping[str, str | bytes], *rules: str) -> Mended:
    """Make the tree and mend it."""
    return mended(tree(files), *rules)


__all__ = ["TODAY", "Tree", "a_case", "after", "mend_tree", "mended", "policy", "standings", "turned", "write"]
