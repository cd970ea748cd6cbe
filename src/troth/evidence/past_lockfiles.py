"""The past of the lockfiles, kept between runs: what a commit has behind it never changes."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.history import past
from troth.evidence.results import places, program
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tenures import ABSENT, tenures
from troth.terms.answer import Answer
from troth.terms.seen.components import Tenure
from troth.terms.wants import Tenures

MOST_KEPT = 32
"""Answers that are kept, one for each tree and commit; the oldest go."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest answer that is kept."""
_Kept = Answer[Tenure]


def answer(scene: Scene, _: Tenures) -> Answer[Tenure]:
    """Every tenure of every lockfile up to the day of the check, from the cache where this commit was read before."""
    place = _place(scene)
    kept = None if place is None else _read(place)
    if kept is not None:
        return kept
    scene.progress("reading the past of the lockfiles")
    parse = import_module("troth.evidence.inventory").parse
    found = tenures(scene.repository, globs(), parse, scene.at)
    if place is not None and not any(gap.reason.startswith(ABSENT) for gap in found.gaps):
        _write(place, found)
    return found


def globs() -> tuple[str, ...]:
    """File names of all lockfiles. Their readers are loaded here, since most checks ask for no past."""
    readers = import_module("troth.evidence.lockfiles").READERS
    return tuple(sorted({glob for reader in readers for glob in reader.globs}))


def _place(scene: Scene) -> Path | None:
    """Where the answer is kept; its name holds all that the answer depends on, how far back a shallow clone reaches
    among it. None outside of git."""
    top = scene.repository.checkout
    history = next(iter(past(scene.repository, scene.at).found), None)
    shared = None if top is None else git.shared(top)
    if top is None or shared is None or history is None:
        return None
    newest = git.ask(top, "log", "-1", "--format=%H %ct", "HEAD", "--").output.split()
    day = "" if history.newest <= scene.at and _is_past(newest, scene) else scene.at.isoformat()
    inside = os.path.relpath(scene.repository.root, top)
    ends = _text(shared / "shallow") if history.shallow else ""
    parts = (history.commit, str(top), inside, day, ends, *program.facts(), *globs())
    name = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=24).hexdigest()
    return places.cache() / "tenures" / f"{name}.msgpack"


def _is_past(newest: list[str], scene: Scene) -> bool:
    """Whether no commit lies after the day of the check, so that the day changes nothing."""
    from_epoch = (scene.at - scene.at.replace(1970, 1, 1)).days * 86_400
    return len(newest) == 2 and newest[1].isdigit() and int(newest[1]) < from_epoch


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeError):
        return ""


def _read(place: Path) -> Answer[Tenure] | None:
    try:
        if not places.is_ours(place) or place.stat().st_size > LARGEST:
            return None
        return msgspec.msgpack.decode(place.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(place: Path, found: Answer[Tenure]) -> None:
    """Keep ``found``; where the cache cannot be written, the next run reads the history again."""
    data = msgspec.msgpack.encode(found)
    if len(data) > LARGEST:
        return
    with suppress(OSError):
        places.write(place, data)
        older = sorted(place.parent.glob("*.msgpack"), key=lambda path: path.stat().st_mtime_ns)
        for path in older[:-MOST_KEPT]:
            path.unlink(missing_ok=True)


GATHERER = Gatherer(wants=Tenures, answer=answer)
