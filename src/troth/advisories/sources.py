"""What a file or folder of advisories is, told by looking at it, and its records given to the builder.

Known are: the bulk export of OSV and any mirror of it; a checkout or archive of RustSec's, Go's or PyPA's database; the
files of a served Go database; EPSS; CISA's catalogue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec

from troth.advisories import archives
from troth.advisories.build import Builder, Covered
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.formats import epss, kev
from troth.formats.osv import instant, usable_id
from troth.terms.advisory import Advisory

KNOWN = (
    "known are OSV's bulk export or a mirror of it, RustSec's, Go's and PyPA's databases as folders or archives, "
    "EPSS scores and CISA's catalogue"
)
CHANGES = "modified_id.csv"
WHOLE = "all.zip"
STEP = 1_000
"""Records between two words on progress."""
ALONG = 20
"""An ecosystem with fewer than one in so many records of a source only came along with others."""
_NAMED = re.compile(r"[A-Za-z]+-[\w.:+-]*\d")
"""What a record's file is called ("GO-2024-0001", "GHSA-…"): one of that name that cannot be read is a bad record."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a source gave: ecosystems, and words on what was odd about it."""

    covered: tuple[Covered, ...] = ()
    notes: tuple[str, ...] = ()


class Intake:
    """Gives records of one source to ``builder`` and remembers what they cover.

    ``only`` are the ecosystems that are wanted, all where it is empty.
    """

    def __init__(self, builder: Builder, label: str, at: datetime, say: Callable[[str], None]) -> None:
        self._ecosystems: Counter[str] = Counter()
        self._exported: set[str] = set()
        self.notes: list[str] = []
        self.taken = 0
        self._builder, self._label, self._at, self._say = builder, label, at, say
        self._markers: dict[str, str] = {}
        self._left_out = 0
        self._alone = False

    def path(self, path: Path, only: Collection[str] = ()) -> Taken:
        """Take everything at ``path``.

        Raises:
            UnreachableError: there is nothing, or nothing that is known.
            RefusedUpdateError: it is damaged or hostile.
        """
        self._builder.source(self._label)
        if path.is_dir():
            self._folder(path, only)
        elif path.is_file():
            self._file(path)
        else:
            raise UnreachableError(f"there is nothing at {path}", KNOWN)
        if not self.taken:
            raise UnreachableError(f"no advisories in {self._label}", KNOWN)
        if self._left_out:
            self.notes.append(f"{self._left_out} advisories of Rust's standard library and tools were left out")
        return self.result()

    def export(self, ecosystem: str, packed: Path) -> None:
        """Take all records of ``ecosystem``, as the bulk export packs them."""
        self._exported.add(ecosystem)
        self._archive(packed)

    def result(self) -> Taken:
        """What was taken: ecosystems that were exported as such; else those that the records speak of."""
        most = sum(self._ecosystems.values())
        whole = self._exported or {name for name, count in self._ecosystems.items() if count * ALONG >= most}
        return Taken(covered=tuple(self._covered(name, self._at) for name in sorted(whole)), notes=tuple(self.notes))

    def changes_of(self, ecosystem: str) -> Taken:
        """What was taken as changes of ``ecosystem``, the rest of which is known."""
        return Taken(covered=(self._covered(ecosystem, None),), notes=tuple(self.notes))

    def _covered(self, ecosystem: str, whole: datetime | None) -> Covered:
        marker = self._markers.get(ecosystem, "")
        return Covered(ecosystem=ecosystem, fetched=self._at, source=self._label, marker=marker, whole=whole)

    def member(self, name: str, content: bytes, deflated: bytes = b"") -> None:
        """Take one file by its name, relative to its source, and its content; others than advisories are passed by.

        ``deflated`` as in ``Member``.
        """
        path = PurePosixPath(name.removesuffix(".gz"))
        if name.endswith(".gz"):
            deflated = b""  # that of the archive around it
        kind = path.suffix.lower()
        if kind == ".json":
            self._json(path, content, deflated)
        elif kind == ".md" and content.lstrip()[:7] == b"```toml":
            self._markdown(path, content)
        elif kind in (".yaml", ".yml") and _NAMED.fullmatch(path.stem) and b"affected" in content:
            self._note(self._builder.add_yaml(name, content))
        elif kind == ".csv" and epss.looks_like(content[:64].decode("latin-1")):
            self._scores(content)

    def marker(self, ecosystem: str, changed: str) -> None:
        """Remember the instant of the newest change of ``ecosystem``."""
        self._markers[ecosystem] = changed

    def _folder(self, folder: Path, only: Collection[str]) -> None:
        exports = sorted(path.parent for path in folder.glob(f"*/{WHOLE}"))
        if exports or (folder / "ecosystems.txt").is_file():
            loose = (path for path in folder.iterdir() if path.is_dir() and path not in exports)
            for each in sorted((*exports, *loose)):
                if not only or each.name in only:
                    self._export(each)
            if exports or self.taken:
                return
        if (folder / WHOLE).is_file():
            self._archive(folder / WHOLE)
            return
        for path in archives.files(folder):
            if archives.is_tar(path) or path.suffix == ".zip" or not _wanted(path.name):
                continue
            self.member(path.relative_to(folder).as_posix(), archives.content(path))

    def _export(self, folder: Path) -> None:
        """One ecosystem of the bulk export: the whole of it, then what changed since the whole was packed."""
        if (folder / WHOLE).is_file():
            self.export(folder.name, folder / WHOLE)
        else:
            self._exported.add(folder.name)
            for path in archives.files(folder):
                if path.suffix == ".json":
                    self.member(f"{folder.name}/{path.name}", archives.content(path))
        if (folder / CHANGES).is_file():
            self._catch_up(folder)

    def _catch_up(self, folder: Path) -> None:
        behind = missing = 0
        first = ""
        for changed, id_ in changes(archives.content(folder / CHANGES).decode("utf-8", "replace").splitlines()):
            first = first or changed
            known = self._builder.modified(id_)
            at = instant(changed)
            if known is not None and (at is None or known >= at.isoformat()):
                continue
            path = folder / f"{id_}.json"
            if path.is_file():
                self.member(f"{folder.name}/{path.name}", archives.content(path))
            elif known is None:
                missing += 1
            else:
                behind += 1
        if missing:
            self.notes.append(f"{folder.name}: {missing} records that {CHANGES} names are not there or unreadable")
        if behind:
            self.notes.append(f"{folder.name}: {behind} records are older than {CHANGES} says")
        self.marker(folder.name, first)

    def _file(self, path: Path) -> None:
        if archives.is_tar(path) or archives.is_zip(path):
            self._archive(path)
        else:
            self._alone = True
            self.member(path.name, archives.content(path))

    def _archive(self, path: Path) -> None:
        for member in archives.archive(path):
            if _wanted(member.name):
                self.member(member.name, archives.inflated(member.name, member.content), member.deflated)

    def _json(self, path: PurePosixPath, content: bytes, deflated: bytes) -> None:
        if "index" in path.parts[:-1]:
            return  # lists of a served Go database; the records themselves stand beside
        if kev.looks_like(content[:4096]):
            self._catalogue(content)
        elif _NAMED.fullmatch(path.stem) or (b'"id"' in content and b'"affected"' in content):
            self._note(self._builder.add_osv(path.name, content, deflated=deflated))

    def _markdown(self, path: PurePosixPath, content: bytes) -> None:
        """RustSec's files lie in crates/NAME; its example and those of Rust's own tools lie elsewhere."""
        place = path.parts[-3] if len(path.parts) > 2 else ""
        if place == "crates" or self._alone:
            self._note(self._builder.add_rustsec(str(path), content))
        elif place == "rust":
            self._left_out += 1

    def _scores(self, content: bytes) -> None:
        try:
            self._builder.add_scores(content.decode("utf-8", "replace").splitlines())
        except epss.BadScoresError as error:
            raise RefusedUpdateError(f"{self._label} {error}", "EPSS publishes one file a day") from None
        self._builder.note("epss", epss.score_date(content[:200].decode("utf-8", "replace")))
        self.taken += 1

    def _catalogue(self, content: bytes) -> None:
        try:
            self._builder.add_exploited(content)
        except kev.BadCatalogueError as error:
            raise RefusedUpdateError(f"{self._label}: the catalogue cannot be read: {error}") from None
        self.taken += 1

    def _note(self, advisory: Advisory | None) -> None:
        """Count a record, readable or not; ``advisory`` is None for those that are known already too."""
        self.taken += 1
        if advisory is not None:
            self._ecosystems.update({entry.package.base for entry in advisory.affected})
        if self.taken % STEP == 0:
            self._say(f"reading {self._label}: {self.taken} records")


def changes(lines: Collection[str] | Iterator[str]) -> Iterator[tuple[str, str]]:
    """Instant and id of each line of a list of changes, newest first; lines of another form are passed over."""
    for line in lines:
        changed, _, id_ = line.strip().partition(",")
        if instant(changed.replace("0001-", "1980-", 1)) is not None and usable_id(id_):
            yield changed, id_


def _wanted(name: str) -> bool:
    return name.removesuffix(".gz").endswith((".json", ".md", ".yaml", ".yml", ".csv")) and not name.endswith(CHANGES)
