"""Advisories from an address: OSV's bulk export with its changes, a served Go database, or a single file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

import msgspec

from troth.advisories import fetch
from troth.advisories.build import Builder
from troth.advisories.index import Coverage, Index
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.sources import CHANGES, WHOLE, Intake, Taken, changes
from troth.formats.osv import instant, usable_id

PUBLIC = "https://osv-vulnerabilities.storage.googleapis.com"
"""The public bulk export (https://google.github.io/osv.dev/data/)."""
MOST_CHANGED = 2_000
"""Changed records that are fetched one by one; where there are more, all are fetched at once."""
AT_ONCE = 8
"""Connections side by side."""
WHOLE_EVERY = timedelta(days=30)
"""How often all records are fetched: lists of changes do not name what was deleted."""
ROOM = ".fetch-"
"""What folders for unfinished downloads begin with."""
_FILES = (".zip", ".tar.gz", ".tgz", ".tar", ".csv", ".csv.gz", ".json", ".json.gz")


def export(
    base: str,
    builder: Builder,
    ecosystems: Sequence[str],
    old: Index | None,
    at: datetime,
    say: Callable[[str], None],
    room: Path,
) -> Taken:
    """Take ``ecosystems`` from the bulk export at ``base``: what changed since ``old`` where that is little, else all.

    Raises:
        UnreachableError: it cannot be had.
        RefusedUpdateError: it came damaged.
    """
    label = fetch.shown(base)
    known = {each.ecosystem: each for each in old.coverage()} if old else {}
    taken = []
    for ecosystem in ecosystems:
        intake = Intake(builder, label, at, say)
        builder.source(f"{label}/{ecosystem}")
        before = known.get(ecosystem)
        if old and before and _fit(before, label, at) and _changes(base, before, old, intake, say):
            taken.append(intake.changes_of(ecosystem))
            continue
        newest = next((when for when, _ in changes(_first(fetch.below(base, ecosystem, CHANGES)))), "")
        with tempfile.TemporaryDirectory(dir=room, prefix=ROOM) as folder:
            to = Path(folder) / f"{ecosystem.replace('/', '_')}-{WHOLE}"
            fetch.download(fetch.below(base, ecosystem, WHOLE), to, say)
            intake.export(ecosystem, to)
        intake.marker(ecosystem, newest)
        taken.append(intake.result())
    return Taken(
        covered=tuple(each for one in taken for each in one.covered),
        notes=tuple(note for one in taken for note in one.notes),
    )


def address(
    where: str,
    builder: Builder,
    ecosystems: Sequence[str],
    old: Index | None,
    at: datetime,
    say: Callable[[str], None],
    room: Path,
) -> Taken:
    """Take what lies at ``where``: a file, a mirror of the bulk export, or a served Go database.

    Raises: as ``export``.
    """
    name = PurePosixPath(fetch.shown(where)).name
    if name.endswith(_FILES):
        with tempfile.TemporaryDirectory(dir=room, prefix=ROOM) as folder:
            to = Path(folder) / name
            fetch.download(where, to, say)
            return Intake(builder, fetch.shown(where), at, say).path(to)
    try:
        listed = fetch.document(fetch.below(where, "ecosystems.txt")).decode("utf-8", "replace").split("\n")
    except fetch.AbsentError:
        return _go(where, builder, at, say)
    there = [each.strip() for each in listed if each.strip() and "/" not in each and not each.startswith(".")]
    wanted = [each for each in there if each in ecosystems] if ecosystems else there
    if not wanted:
        have = ", ".join(there)
        raise UnreachableError(f"{fetch.shown(where)} has none of {', '.join(ecosystems)}", f"it has {have}")
    return export(where, builder, wanted, old, at, say, room)


def _go(where: str, builder: Builder, at: datetime, say: Callable[[str], None]) -> Taken:
    """A served Go vulnerability database (https://go.dev/doc/security/vuln/database): its list, then each record."""
    try:
        content = fetch.document(fetch.below(where, "index", "vulns.json"))
    except fetch.AbsentError:
        raise UnreachableError(
            f"{fetch.shown(where)} is neither a mirror of OSV's export nor a Go database",
            "it has no ecosystems.txt and no index/vulns.json; name a file or another folder",
        ) from None
    try:
        listed = msgspec.json.decode(content, type=list[_Listed])
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise RefusedUpdateError(f"{fetch.shown(where)}/index/vulns.json cannot be read: {error}") from None
    intake = Intake(builder, fetch.shown(where), at, say)
    builder.source(fetch.shown(where))
    ids = [each.id for each in listed if usable_id(each.id)]
    for id_, record in _each(ids, lambda id_: fetch.below(where, "ID", f"{id_}.json")):
        intake.member(f"{id_}.json", record)
    if not intake.taken:
        raise UnreachableError(f"no advisories at {fetch.shown(where)}")
    return intake.result()


class _Listed(msgspec.Struct):
    id: str


def _fit(before: Coverage, label: str, at: datetime) -> bool:
    """Whether the changes since ``before`` are enough: same source, and all of it was fetched not long ago."""
    return before.source == label and before.whole is not None and at - before.whole < WHOLE_EVERY


def _changes(base: str, before: Coverage, old: Index, intake: Intake, say: Callable[[str], None]) -> bool:
    """Take what changed since ``before``; whether that could be done: not where it is much, or a record is gone."""
    changed = _changed(base, before, old, intake, say)
    if changed is None:
        return False
    try:
        for id_, content in _each(changed, partial(_record_of, base, before.ecosystem)):
            intake.member(f"{id_}.json", content)
    except fetch.AbsentError:
        return False
    return True


def _changed(base: str, before: Coverage, old: Index, intake: Intake, say: Callable[[str], None]) -> list[str] | None:
    """Ids that changed since ``before``, newest first; None where they are too many, or the list ends too early."""
    marker = instant(before.marker)
    if marker is None:
        return None
    say(f"asking what changed in {before.ecosystem}")
    changed: list[str] = []
    first = ""
    for told, id_ in changes(fetch.lines(fetch.below(base, before.ecosystem, CHANGES), MOST_CHANGED + 1)):
        first = first or told
        when = instant(told)
        if when is None or when < marker:
            intake.marker(before.ecosystem, first)
            return list(dict.fromkeys(changed))
        if when > marker or old.modified(id_) != when:  # several may bear the instant of the last change
            changed.append(id_)
    return None


def _record_of(base: str, ecosystem: str, id_: str) -> str:
    """Where the record ``id_`` lies."""
    return fetch.below(base, ecosystem, f"{id_}.json")


def _first(where: str) -> Iterator[str]:
    """The first line at ``where``; none where there is no such list."""
    try:
        yield from fetch.lines(where, 1)
    except fetch.AbsentError:
        return


def _each(ids: Iterable[str], where: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    """The documents of ``ids``, some side by side, in their order."""
    waiting = iter(ids)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := list(islice(waiting, AT_ONCE * 8)):
            yield from zip(batch, pool.map(lambda id_: fetch.document(where(id_)), batch), strict=True)
