"""How something is mended: a file before and after, and the promise that it serves."""

from __future__ import annotations

import msgspec


class Serves(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that an edit serves: its id, where it stands ("SECURITY.md:29"), and its sentence."""

    id: str
    place: str
    sentence: str


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One file, as it is and as it should be.

    ``before`` is None for a new file, ``after`` None for one that should go. ``remedy`` names the rule that made it
    ("pin", "workflow"), ``why`` says in one sentence what it does. ``executable``: a script that is run by its name.
    ``encoding`` is how the file is written (Python's name for it); line ends are those of the texts.
    """

    path: str
    before: str | None
    after: str | None
    remedy: str
    why: str
    serves: tuple[Serves, ...] = ()
    executable: bool = False
    encoding: str = "utf-8"


class Unmended(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was to be mended and was not, and why: a person has to."""

    path: str
    reason: str
    serves: tuple[Serves, ...] = ()
