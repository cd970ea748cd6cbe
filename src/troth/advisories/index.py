"""The advisory index as readers see it: one SQLite file that is only ever replaced as a whole, opened to read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from troth.advisories import schema
from troth.advisories.library import Exploitation
from troth.terms.advisory import Advisory
from troth.terms.errors import TrothError
from troth.terms.package import Package
from troth.terms.seen.vulnerabilities import AdvisoryData
from troth.terms.severity import UNKNOWN, Assessed, Rating

T = TypeVar("T")
TEACH = "troth advisories update fetches them; in a closed network hand in a mirror: troth advisories update --from DIR"


_AT_ONCE = 2_000
"""Packages of one query for their states."""
NOTHING_SAID = "0" * 32
"""The state of a package of which no record speaks."""
_STATES = (
    "SELECT asked.key, r.id, r.hash, s.rating, s.score, (SELECT group_concat(id, ' ') FROM (SELECT other.id FROM"
    " assessed o JOIN record other ON other.number = o.record WHERE o.first = s.first ORDER BY other.id))"
    " FROM json_each(?) asked"
    " CROSS JOIN affected a ON a.ecosystem = json_extract(asked.value, '$[0]')"
    " AND a.name = json_extract(asked.value, '$[1]') AND a.seq = (SELECT min(seq) FROM affected f WHERE"
    " f.ecosystem = a.ecosystem AND f.name = a.name AND f.record = a.record)"
    " JOIN record r ON r.number = a.record LEFT JOIN assessed s ON s.record = a.record ORDER BY asked.key, r.id"
)


class NoIndexError(TrothError):
    """There is no index, or none that can be read."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the index has of one ecosystem.

    ``newest`` is the latest instant that a record bears; ``fetched`` when its source was last read; ``marker`` and
    ``whole`` as in ``build.Covered``.
    """

    ecosystem: str
    records: int
    newest: datetime | None
    fetched: datetime | None
    source: str
    marker: str = ""
    whole: datetime | None = None


class Document(msgspec.Struct, frozen=True):
    """A record as it was published: OSV JSON, and RustSec's own text where it came so."""

    id: str
    content: bytes
    native: str = ""


class Index:
    """The advisories at ``path``. Use it as a context manager; look-ups of one thread only.

    Raises:
        NoIndexError: there is none, it is of another version of Troth, or no index at all.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NoIndexError(f"no advisories here yet ({path})", TEACH)
        self.path = path
        try:
            self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            (application,) = self._database.execute("PRAGMA application_id").fetchone()
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            self._meta: dict[str, str] = dict(self._database.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise NoIndexError(f"{path} is no index of advisories: {error}", TEACH) from None
        if application != schema.APPLICATION or version != schema.VERSION or "digest" not in self._meta:
            self.close()
            raise NoIndexError(f"{path} is an index of another version of Troth", TEACH)
        self._ecosystems = frozenset(ecosystem for (ecosystem,) in self._ask("SELECT ecosystem FROM coverage"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def digest(self) -> str:
        """SHA-256 over all records, in hexadecimal: equal for equal content, whatever the order it came in."""
        return self._meta["digest"]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the records come from."""
        return tuple(msgspec.json.decode(self._meta.get("sources", "[]"), type=list[str]))

    @property
    def skipped(self) -> int:
        """Records that could not be read when the index was made."""
        return int(self._meta.get("skipped", "0"))

    @property
    def ecosystems(self) -> frozenset[str]:
        """The ecosystems of which there is any record, without releases ("PyPI", "Debian")."""
        return self._ecosystems

    def records(self, package: Package) -> tuple[Advisory, ...]:
        """The records that speak of ``package``, each with its entries for that package alone and without details."""
        rows = self._ask(
            "SELECT a.record, a.entry, r.head FROM affected a JOIN record r ON r.number = a.record"
            " WHERE a.ecosystem = ? AND a.name = ? ORDER BY a.record, a.seq",
            package.base,
            package.name,
        )
        found = []
        for _, same in groupby(rows, key=lambda row: row[0]):
            entries = list(same)
            affected = tuple(self._whole(schema.unpack_entry, entry) for _, entry, _ in entries)
            head = self._whole(schema.unpack_head, entries[0][2])
            found.append(msgspec.structs.replace(head, affected=affected))
        return tuple(found)

    def states(self, packages: Iterable[Package]) -> Iterator[str]:
        """For each of ``packages`` a digest of all that is said of it (32 hexadecimal digits), in their order.

        It changes when a record about the package comes, goes or changes, when the severity of its weakness does, and
        when another record joins or leaves the names of one. ``NOTHING_SAID`` where there is no record.
        """
        waiting = iter(packages)
        while some := tuple(islice(waiting, _AT_ONCE)):
            told = [blake2b(digest_size=16) for _ in some]
            said = set[int]()
            asked = msgspec.json.encode([[each.base, each.name] for each in some]).decode()
            for place, *row in self._ask(_STATES, asked):
                said.add(place)
                told[place].update(repr(row).encode())
            yield from (each.hexdigest() if place in said else NOTHING_SAID for place, each in enumerate(told))

    def group(self, id_: str) -> tuple[str, ...]:
        """All names of the weakness ``id_``: itself and its aliases, transitively, sorted; none for an unknown one."""
        heads = self.heads(id_)
        names = {id_} if heads else set()
        for head in heads:
            names.update((head.id, *head.aliases))
        return tuple(sorted(names))

    def severity(self, id_: str) -> Assessed:
        """How bad ``id_`` is, over its alias group; unknown where none of its records says."""
        for number in self._numbers(id_):
            for row in self._ask("SELECT rating, score, vector, by FROM assessed WHERE record = ?", number):
                return Assessed(rating=Rating(row[0]), score=row[1], vector=row[2], by=row[3])
        return UNKNOWN

    def heads(self, id_: str) -> tuple[Advisory, ...]:
        """The records of the weakness ``id_``, its own first, without packages and details."""
        heads = [self._head(number) for number in self._numbers(id_)]
        return tuple(sorted(heads, key=lambda head: (head.id != id_, head.id)))

    def document(self, id_: str) -> Document | None:
        """The record ``id_`` as it was published; None where there is none of that very id."""
        rows = self._ask("SELECT id, document, native FROM record WHERE id = ?", id_)
        return next((self._document(row) for row in rows), None)

    def documents(self, ecosystem: str) -> Iterator[Document]:
        """All records of ``ecosystem``, by id."""
        query = (
            "SELECT id, document, native FROM record WHERE number IN (SELECT record FROM affected WHERE ecosystem = ?)"
            " ORDER BY id"
        )
        yield from (self._document(row) for row in self._ask(query, ecosystem))

    def others(self, ecosystems: Iterable[str]) -> Iterator[Document]:
        """Records that speak of more than ``ecosystems``, or of no package."""
        left_out = sorted(set(ecosystems))
        query = (
            "SELECT id, document, native FROM record WHERE number IN (SELECT record FROM affected WHERE ecosystem"
            " NOT IN (SELECT value FROM json_each(?))) OR number NOT IN (SELECT record FROM affected)"
        )
        yield from (self._document(row) for row in self._ask(query, msgspec.json.encode(left_out).decode()))

    def aliases_of(self, name: str) -> tuple[Advisory, ...]:
        """The record with the id ``name`` and those that have it for an alias, without details; no further step."""
        query = "SELECT number FROM record WHERE id = ? UNION SELECT record FROM named WHERE name = ? ORDER BY 1"
        return tuple(self._head(number) for (number,) in tuple(self._ask(query, name, name)))

    def exploitation(self, names: Collection[str]) -> Exploitation:
        """What is known of the use of the weakness with all these ``names``: known if any is, the highest EPSS."""
        scores = [score for name in names for (score,) in self._ask("SELECT probability FROM epss WHERE cve = ?", name)]
        listed = any(True for name in names for _ in self._ask("SELECT cve FROM exploited WHERE cve = ?", name))
        return Exploitation(known=listed, epss=max(scores, default=None))

    def signals(self) -> tuple[int, int]:
        """How many CVEs have an EPSS score, and how many are known to be exploited."""
        ((scored, exploited),) = self._ask("SELECT (SELECT count(*) FROM epss), (SELECT count(*) FROM exploited)")
        return scored, exploited

    def coverage(self) -> tuple[Coverage, ...]:
        """What there is of each ecosystem, by name."""
        query = "SELECT ecosystem, records, newest, fetched, source, marker, whole FROM coverage ORDER BY ecosystem"
        return tuple(
            Coverage(
                ecosystem=ecosystem,
                records=records,
                newest=_instant(newest),
                fetched=_instant(fetched),
                source=source,
                marker=marker,
                whole=_instant(whole),
            )
            for ecosystem, records, newest, fetched, source, marker, whole in self._ask(query)
        )

    def reasons(self) -> tuple[tuple[str, str, str], ...]:
        """Source, name and reason of records that could not be read, the first thousand."""
        return tuple(self._ask("SELECT source, name, reason FROM skipped ORDER BY 1, 2"))

    def modified(self, id_: str) -> datetime | None:
        """When the record ``id_`` was modified; None where it is not known, or where that is not."""
        return next((_instant(told) for (told,) in self._ask("SELECT modified FROM record WHERE id = ?", id_)), None)

    def data(self, ecosystems: Collection[str] | None = None) -> AdvisoryData:
        """What the index holds of ``ecosystems``, of all by default.

        ``newest`` is the newest record of all; where ``ecosystems`` are named, of the one whose newest is the oldest,
        since new advisories of another one say nothing of it. ``fetched`` is when the one was fetched that waits
        longest.
        """
        coverage = [each for each in self.coverage() if ecosystems is None or each.ecosystem in ecosystems]
        told = [each.newest for each in coverage if each.newest]
        newest = (max if ecosystems is None else min)(told, default=None)
        return AdvisoryData(
            records=int(self._meta["records"]) if ecosystems is None else sum(each.records for each in coverage),
            newest=newest if ecosystems is None or len(told) == len(coverage) else None,
            fetched=min((each.fetched for each in coverage if each.fetched), default=None),
            digest=self.digest,
            ecosystems=tuple(each.ecosystem for each in coverage),
            sources=self.sources,
        )

    def _numbers(self, id_: str) -> tuple[int, ...]:
        """The records of the alias group of ``id_``."""
        start = self._number("SELECT number FROM record WHERE id = ?", id_)
        if start is None:
            start = self._number("SELECT min(record) FROM named WHERE name = ?", id_)
        if start is None:
            return ()
        first = self._number("SELECT first FROM assessed WHERE record = ?", start)
        if first is None:
            return (start,)
        rows = self._ask("SELECT record FROM assessed WHERE first = ? ORDER BY record", first)
        return tuple(number for (number,) in rows)

    def _number(self, query: str, word: object) -> int | None:
        return next((number for (number,) in self._ask(query, word)), None)

    def _head(self, number: int) -> Advisory:
        ((head,),) = self._ask("SELECT head FROM record WHERE number = ?", number)
        return self._whole(schema.unpack_head, head)

    def _document(self, row: tuple[str, bytes, bytes | None]) -> Document:
        id_, content, native = row
        text = self._whole(schema.unpack, native).decode() if native else ""
        return Document(id_, self._whole(schema.unpack, content), text)

    def _whole(self, unpack: Callable[[bytes], T], stored: bytes) -> T:
        try:
            return unpack(stored)
        except schema.DamagedError as error:
            raise NoIndexError(f"{self.path} is damaged: {error}", TEACH) from None

    def _ask(self, query: str, *words: object) -> Iterator[Any]:
        """The rows of a query; a damaged file is named instead."""
        try:
            yield from self._database.execute(query, words)
        except sqlite3.Error as error:
            raise NoIndexError(f"{self.path} is damaged: {error}", TEACH) from None


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
