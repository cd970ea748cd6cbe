"""The advisory index as readers see it: one SQLite file that is only ever replaced as a whole, opened to read."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from troth.advisories import schema
from troth.advisories.library import Exploitation
from troth.terms.advisory import Advisory
from troth.terms.errors import TrothError
from troth.terms.package import Package
from troth.terms.seen.vulnerabilities import AdvisoryData
from troth.terms.severity import UNKNOWN, Assessed, Rating

TEACH = "troth advisories update fetches them; in a closed network hand in a mirror: troth advisories update --from DIR"


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
        return frozenset(each.ecosystem for each in self.coverage())

    def records(self, package: Package) -> tuple[Advisory, ...]:
        """The records that speak of ``package``, each with its entries for that package alone and without details."""
        rows = self._database.execute(
            "SELECT a.record, a.entry, r.head FROM affected a JOIN record r ON r.number = a.record"
            " WHERE a.ecosystem = ? AND a.name = ? ORDER BY a.record, a.seq",
            (package.base, package.name),
        )
        found = []
        for _, same in groupby(rows, key=lambda row: row[0]):
            entries = list(same)
            affected = tuple(schema.unpack_entry(entry) for _, entry, _ in entries)
            found.append(msgspec.structs.replace(schema.unpack_head(entries[0][2]), affected=affected))
        return tuple(found)

    def group(self, id_: str) -> tuple[str, ...]:
        """All names of the weakness ``id_``: itself and its aliases, transitively, sorted; none for an unknown one."""
        numbers = self._numbers(id_)
        names = {id_} if numbers else set()
        for number in numbers:
            head = self._head(number)
            names.update((head.id, *head.aliases))
        return tuple(sorted(names))

    def severity(self, id_: str) -> Assessed:
        """How bad ``id_`` is, over its alias group; unknown where none of its records says."""
        for number in self._numbers(id_):
            row = self._database.execute(
                "SELECT rating, score, vector, by FROM assessed WHERE record = ?", (number,)
            ).fetchone()
            if row:
                return Assessed(rating=Rating(row[0]), score=row[1], vector=row[2], by=row[3])
        return UNKNOWN

    def heads(self, id_: str) -> tuple[Advisory, ...]:
        """The records of the weakness ``id_``, its own first, without packages and details."""
        heads = [self._head(number) for number in self._numbers(id_)]
        return tuple(sorted(heads, key=lambda head: (head.id != id_, head.id)))

    def document(self, id_: str) -> Document | None:
        """The record ``id_`` as it was published, or the first that has it for an alias."""
        row = self._database.execute("SELECT id, document, native FROM record WHERE id = ?", (id_,)).fetchone()
        return _document(row) if row else None

    def documents(self, ecosystem: str | None = None) -> Iterator[Document]:
        """All records, or all of ``ecosystem``, by id."""
        where = " WHERE number IN (SELECT record FROM affected WHERE ecosystem = ?)" if ecosystem is not None else ""
        words = (ecosystem,) if ecosystem is not None else ()
        for row in self._database.execute(f"SELECT id, document, native FROM record{where} ORDER BY id", words):  # noqa: S608
            yield _document(row)

    def others(self, ecosystems: Iterable[str]) -> Iterator[Document]:
        """Records that speak of more than ``ecosystems``, or of no package."""
        left_out = sorted(set(ecosystems))
        marks = ", ".join("?" * len(left_out))
        query = (
            f"SELECT id, document, native FROM record WHERE number IN (SELECT record FROM affected WHERE ecosystem"  # noqa: S608
            f" NOT IN ({marks})) OR number NOT IN (SELECT record FROM affected)"
        )
        for row in self._database.execute(query, left_out):
            yield _document(row)

    def aliases_of(self, name: str) -> tuple[Advisory, ...]:
        """The record with the id ``name`` and those that have it for an alias, without details; no further step."""
        query = "SELECT number FROM record WHERE id = ? UNION SELECT record FROM named WHERE name = ? ORDER BY 1"
        numbers = self._database.execute(query, (name, name))
        return tuple(self._head(number) for (number,) in numbers.fetchall())

    def exploitation(self, names: Collection[str]) -> Exploitation:
        """What is known of the use of the weakness with all these ``names``: known if any is, the highest EPSS."""
        scores = [self._one("SELECT probability FROM epss WHERE cve = ?", name) for name in names]
        return Exploitation(
            known=any(self._one("SELECT cve FROM exploited WHERE cve = ?", name) is not None for name in names),
            epss=max((float(each) for each in scores if isinstance(each, float | int)), default=None),
        )

    def signals(self) -> tuple[int, int]:
        """How many CVEs have an EPSS score, and how many are known to be exploited."""
        (scored,) = self._database.execute("SELECT count(*) FROM epss").fetchone()
        (exploited,) = self._database.execute("SELECT count(*) FROM exploited").fetchone()
        return scored, exploited

    def coverage(self) -> tuple[Coverage, ...]:
        """What there is of each ecosystem, by name."""
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
            for ecosystem, records, newest, fetched, source, marker, whole in self._database.execute(
                "SELECT ecosystem, records, newest, fetched, source, marker, whole FROM coverage ORDER BY ecosystem"
            )
        )

    def reasons(self) -> tuple[tuple[str, str, str], ...]:
        """Source, name and reason of records that could not be read, the first thousand."""
        return tuple(self._database.execute("SELECT source, name, reason FROM skipped ORDER BY 1, 2"))

    def data(self) -> AdvisoryData:
        """What the index holds: the newest record of all, and when the ecosystem was fetched that waits longest."""
        coverage = self.coverage()
        return AdvisoryData(
            records=int(self._meta["records"]),
            newest=max((each.newest for each in coverage if each.newest), default=None),
            fetched=min((each.fetched for each in coverage if each.fetched), default=None),
            digest=self.digest,
            ecosystems=tuple(each.ecosystem for each in coverage),
            sources=self.sources,
        )

    def _numbers(self, id_: str) -> tuple[int, ...]:
        """The records of the alias group of ``id_``."""
        start = self._one("SELECT number FROM record WHERE id = ?", id_)
        if start is None:
            start = self._one("SELECT min(record) FROM named WHERE name = ?", id_)
        if not isinstance(start, int):
            return ()
        first = self._one("SELECT first FROM assessed WHERE record = ?", start)
        if first is None:
            return (start,)
        rows = self._database.execute("SELECT record FROM assessed WHERE first = ? ORDER BY record", (first,))
        return tuple(number for (number,) in rows)

    def _head(self, number: int) -> Advisory:
        row = self._database.execute("SELECT head FROM record WHERE number = ?", (number,)).fetchone()
        return schema.unpack_head(row[0])

    def _one(self, query: str, word: object) -> object:
        row = self._database.execute(query, (word,)).fetchone()
        return row[0] if row else None


def _document(row: tuple[str, bytes, bytes | None]) -> Document:
    try:
        return Document(row[0], schema.unpack(row[1]), schema.unpack(row[2]).decode() if row[2] else "")
    except zlib.error:
        raise NoIndexError(f"the index is damaged at {row[0]}", "troth advisories update makes it anew") from None


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
