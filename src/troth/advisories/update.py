"""Brings the index up to date: a new file beside the old one, put in its place only when all of it is well."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from troth.advisories import remote
from troth.advisories.build import Builder, Covered
from troth.advisories.index import Coverage, Index, NoIndexError
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.severity import assess
from troth.advisories.sources import Intake, Taken
from troth.terms.errors import TrothError
from troth.terms.seen.vulnerabilities import AdvisoryData

USUAL = ("PyPI", "crates.io", "Go", "npm")
"""Ecosystems that are fetched where none are named."""
FEW = 20
"""Ecosystems with fewer records may shrink as they like."""
ROOM = "is there room on the disk, and the right to write there?"
PATIENCE = 10.0
"""Seconds that an update waits for another one to end."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to take: ``sources`` are folders, files and addresses, none for the public export of ``ecosystems``.

    ``force`` takes an update that loses most of what was known.
    """

    sources: tuple[str, ...] = ()
    ecosystems: tuple[str, ...] = ()
    force: bool = False


class Change(msgspec.Struct, frozen=True):
    """Records of one ecosystem before and after."""

    ecosystem: str
    before: int
    after: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an update did. ``unreadable`` are source, name and reason of records that were left out."""

    data: AdvisoryData
    changes: tuple[Change, ...]
    skipped: int
    unreadable: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def update(path: Path, wanted: Wanted, at: datetime, say: Callable[[str], None]) -> Report:
    """Make the index at ``path`` anew from ``wanted`` and what it knew of other ecosystems. ``say`` hears of progress.

    Raises:
        RefusedUpdateError: what came is damaged, hostile or loses most records; the old index stays.
        UnreachableError: a source is not there, or the folder of ``path`` cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            return _update(path, wanted, at, say)
    except OSError as error:
        raise UnreachableError(f"{error.filename or path}: {error.strerror or error}", ROOM) from None
    except sqlite3.Error as error:
        raise UnreachableError(f"{path} could not be written: {error}", ROOM) from None


def _update(path: Path, wanted: Wanted, at: datetime, say: Callable[[str], None]) -> Report:
    for left in path.parent.glob(f".{path.name}.*.new"):
        left.unlink()  # of an update that was killed; nobody else is at work here
    for left in path.parent.glob(f"{remote.ROOM}*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    builder = Builder(fresh, assess)
    try:
        with contextlib.ExitStack() as stack:
            old, notes = _old(path, stack)
            taken = [*_take(builder, wanted, old, at, say, path.parent)]
            covered = {each.ecosystem: each for one in taken for each in one.covered}
            replaced = {name for name, each in covered.items() if each.whole == at}
            if old:
                say("keeping what else is known")
                for document in old.others(replaced):
                    builder.add_osv(document.id, document.content, document.native)
                builder.copy_signals(path)
                covered = _kept(old, covered)
            say("ordering")
            builder.finish(covered.values(), at, _sources(covered))
            report = _report(fresh, old, [*notes, *(note for one in taken for note in one.notes)])
        _check_losses(report, wanted)
        _put(fresh, path)
    finally:
        builder.close()
        fresh.unlink(missing_ok=True)  # gone already where it took the place of the old one
    return report


def _take(
    builder: Builder, wanted: Wanted, old: Index | None, at: datetime, say: Callable[[str], None], room: Path
) -> Iterator[Taken]:
    if not wanted.sources:
        yield remote.export(remote.PUBLIC, builder, wanted.ecosystems or USUAL, old, at, say, room)
    for source in wanted.sources:
        if "://" in source:
            yield remote.address(source, builder, wanted.ecosystems, old, at, say, room)
        else:
            path = Path(source)
            yield Intake(builder, str(path.absolute()), at, say).path(path, wanted.ecosystems)


def _old(path: Path, stack: contextlib.ExitStack) -> tuple[Index | None, list[str]]:
    if not path.exists():
        return None, []
    try:
        return stack.enter_context(Index(path)), []
    except NoIndexError as error:
        return None, [f"{error.what}: it was made anew from this update alone"]


def _kept(old: Index, covered: dict[str, Covered]) -> dict[str, Covered]:
    """``covered``, and what the old index says of ecosystems that this update did not touch, or not as a whole."""
    kept = {each.ecosystem: _as_covered(each) for each in old.coverage()}
    for name, each in covered.items():
        if each.whole is None and name in kept:
            each = msgspec.structs.replace(each, whole=kept[name].whole)  # noqa: PLW2901 - the same with one more word
        kept[name] = each
    return kept


def _as_covered(each: Coverage) -> Covered:
    """An ecosystem that came along with others (a record may speak of several) has no instant of its own."""
    return Covered(
        ecosystem=each.ecosystem, fetched=each.fetched, source=each.source, marker=each.marker, whole=each.whole
    )


def _sources(covered: dict[str, Covered]) -> list[str]:
    return sorted({each.source for each in covered.values() if each.source})


def _report(fresh: Path, old: Index | None, notes: list[str]) -> Report:
    with Index(fresh) as index:
        after = {each.ecosystem: each.records for each in index.coverage()}
        before = {each.ecosystem: each.records for each in old.coverage()} if old else {}
        return Report(
            data=index.data(),
            changes=tuple(Change(name, before.get(name, 0), after.get(name, 0)) for name in sorted({*before, *after})),
            skipped=index.skipped,
            unreadable=index.reasons(),
            notes=tuple(dict.fromkeys(notes)),
        )


def _check_losses(report: Report, wanted: Wanted) -> None:
    if not report.data.records and not report.changes:
        raise RefusedUpdateError("the update holds no advisories that can be read", "the old index stays in force")
    for change in report.changes:
        if change.before >= FEW and change.after * 2 < change.before and not wanted.force:
            raise RefusedUpdateError(
                f"the update would leave {change.after} of {change.before} records of {change.ecosystem}",
                "the old index stays in force; --force takes the update as it is",
            )


def _put(fresh: Path, path: Path) -> None:
    """In one step: readers see the old file or the new one, whole."""
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """One update at a time. SQLite's own lock: it works wherever the index does, and ends with the process."""
    lock = sqlite3.connect(path.with_name(f".{path.name}.lock"), timeout=PATIENCE, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise TrothError("another update of the advisories is running", "wait until it has ended") from None
    try:
        yield
    finally:
        lock.close()
