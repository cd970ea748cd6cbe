"""What gatherers are given and what shape they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.terms.answer import Answer, Want


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of a desk that were handed in: their file, the files of keys that are trusted for them, and of which
    project ("organisation/project") they have to be; "" and none where nothing was said."""

    facts: str = ""
    keys: tuple[str, ...] = ()
    project: str = ""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What gatherers look at: the tree, the date of the check, and whether tools may be run.

    ``signatures``: those of attestations are looked at, by programs of the user and none of the tree.
    ``key`` is that of the user, by which kept results are known; ``advisories`` names the local
    advisories, and ``lend`` gives them to tools that ask some.
    ``history``: where the past of the tree can be looked through too, it is.
    ``reports`` are paths of test reports that were handed in, wherever they lie; ``desk`` the same for facts of a desk.
    ``memory`` keeps what one gatherer worked out for the others during one check (parsed automation, parsed manifests).
    """

    repository: Repository
    at: date
    run_tools: bool = False
    signatures: bool = True
    key: Key | None = None
    advisories: str = ""
    lend: Callable[[], LocalAdvisories] = LocalAdvisories
    history: bool = False
    reports: tuple[str, ...] = ()
    desk: Desk = Desk()
    progress: Callable[[str], None] = lambda _: None
    memory: dict[str, Any] = msgspec.field(default_factory=dict)


class Gatherer(msgspec.Struct, frozen=True, kw_only=True):
    """Answers one type of want.

    ``prepare`` is called once, with all wants, before any of them is answered: what takes long can start there.
    """

    wants: type[Want[Any]]
    answer: Callable[[Scene, Any], Answer[Any]]
    prepare: Callable[[Scene, Iterable[Want[Any]]], None] | None = None
