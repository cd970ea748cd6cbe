"""The documents of a tree and the register of their commitments, which ``init`` and ``drift`` hold together."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from troth.cli import tree_file
from troth.cli.sources import sources
from troth.evidence.given import GivenFiles
from troth.evidence.waivers.gatherer import register
from troth.formats.troth_toml_commitments import TABLE
from troth.terms.errors import RefusedEditError, UnreadableTreeError
from troth.terms.register import Entry
from troth.terms.source import Source
from troth.terms.waiver import REGISTER


class Registered(msgspec.Struct, frozen=True):
    """What the tree says, and the entries of the register, in the order of the file.

    ``path`` is where the register lies or would lie, ``text`` what stands in it, None where there is none.
    """

    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]
    path: Path
    text: str | None


def registered(arguments: argparse.Namespace) -> Registered:
    """Read both. The register is read from the disk, whether git ignores it or not.

    Raises:
        TrothError: the tree or a policy cannot be read, or an entry of the register cannot be understood.
    """
    root = Path(arguments.path)
    if not root.is_dir():
        raise UnreadableTreeError(f"{root} is not a readable folder", "name a checkout: troth init PATH")
    found = sources(root, arguments.policy, arguments.organisation).sources
    path = tree_file.place(root, REGISTER, RefusedEditError)
    if not path.exists():
        return Registered(found, (), path, None)
    text = tree_file.text_at(path, RefusedEditError)
    given = GivenFiles({REGISTER: text.encode()})
    own = register(given)
    if own is None:
        raise RefusedEditError(f"{REGISTER} cannot be read: {given.unreadable.get(REGISTER, '')}", "mend it first")
    wrong = [gap for gap in own.gaps if gap.wanted.startswith(f"{REGISTER}: {TABLE}")]
    if wrong:
        told = "\n".join(f"{gap.span}: {gap.wanted.partition(': ')[2]}: {gap.reason}" for gap in wrong[:5])
        raise RefusedEditError(f"{REGISTER} has entries that cannot be understood; mend them first", told)
    return Registered(found, own.commitments, path, text)
