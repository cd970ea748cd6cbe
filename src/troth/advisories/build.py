"""Builds the advisory index: records in, one by one, in bounded memory; a finished file out.

Everything that grows with the number of records lies in the database under construction; what is in memory besides is
four bytes a record, for the alias groups.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import msgspec

from troth.advisories import schema
from troth.formats import epss, kev, osv, osv_yaml, rustsec
from troth.terms.advisory import Advisory
from troth.terms.severity import Assessed, Rating

CACHE = 48 * 1024
"""KiB of pages that SQLite keeps in memory while building."""
MOST_TOLD = 1_000
"""Skipped records that are kept by name; more are only counted."""


_YEAR = re.compile(r"-((?:19|20)\d\d)-")

_SIGNALS = (
    (
        "SELECT 1 FROM epss LIMIT 1",
        "INSERT INTO epss SELECT * FROM old.epss",
        "SELECT * FROM epss ORDER BY 1",
    ),
    (
        "SELECT 1 FROM exploited LIMIT 1",
        "INSERT INTO exploited SELECT * FROM old.exploited",
        "SELECT * FROM exploited ORDER BY 1",
    ),
)
"""Of each table of signals: whether it has any, how it is copied from the old index, how it is read in order."""


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gave for one ecosystem.

    ``marker`` is the instant of its newest change, as the source's list of changes has it, "" where it has none;
    ``whole`` when all of it was last read, not changes alone.
    """

    ecosystem: str
    fetched: datetime | None
    source: str
    marker: str = ""
    whole: datetime | None = None


class Builder:
    """The index under construction at ``path``, a new file.

    ``assess`` gives the severity of records that are aliases of each other.
    """

    def __init__(self, path: Path, assess: Callable[[Sequence[Advisory]], Assessed]) -> None:
        self.skipped = 0
        self._number = 0
        self._assess = assess
        self._source = ""
        self._digest = hashlib.sha256()
        self._database = database = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
        for pragma in (
            "page_size=8192",
            "journal_mode=OFF",
            "synchronous=OFF",
            "locking_mode=EXCLUSIVE",
            "temp_store=FILE",
            f"cache_size=-{CACHE}",
            f"application_id={schema.APPLICATION}",
            f"user_version={schema.VERSION}",
        ):
            database.execute(f"PRAGMA {pragma}")
        database.executescript(schema.TABLES)
        # unordered first: tables without row numbers are filled fastest in the order of their keys
        database.execute("CREATE TEMP TABLE entries (ecosystem, name, record, seq, entry)")
        database.execute("CREATE TEMP TABLE names (name, record)")
        database.execute("BEGIN")

    def source(self, name: str) -> None:
        """What follows comes from ``name``."""
        self._source = name

    def close(self) -> None:
        """Give the file up."""
        self._database.close()

    def skip(self, name: str, reason: str) -> None:
        """Note that the record ``name`` could not be read."""
        self.skipped += 1
        if self.skipped <= MOST_TOLD:
            told = (self._source, name[:200], reason[:300])
            self._database.execute("INSERT INTO skipped VALUES (?, ?, ?)", told)

    def add_osv(self, name: str, content: bytes, native: str = "", deflated: bytes = b"") -> Advisory | None:
        """Add the OSV record in ``content``; None where it cannot be read, which is noted, or is known already.

        ``native`` is the text that it was made from, ``deflated`` the same content as a raw DEFLATE stream.
        """
        try:
            advisory = osv.read(content)
        except osv.BadRecordError as error:
            self.skip(name, str(error))
            return None
        return advisory if self._add(advisory, content, native, deflated) else None

    def add_yaml(self, name: str, content: bytes) -> Advisory | None:
        """Add a record that PyPA's database holds."""
        try:
            tree = osv_yaml.tree(content.decode())
            return self.add_osv(name, msgspec.json.encode(tree))
        except (osv.BadRecordError, UnicodeError, RecursionError) as error:
            self.skip(name, str(error))
            return None

    def add_rustsec(self, name: str, content: bytes) -> Advisory | None:
        """Add a record in RustSec's own format."""
        try:
            text = content.decode()
            tree = rustsec.read(text)
            return self.add_osv(name, msgspec.json.encode(tree), text)
        except (osv.BadRecordError, UnicodeError) as error:
            self.skip(name, str(error))
            return None

    def modified(self, id_: str) -> str | None:
        """When the record ``id_`` that is known was modified (RFC 3339, "" for unknown); None for one that is not."""
        row = self._database.execute("SELECT modified FROM record WHERE id = ?", (id_,)).fetchone()
        return row[0] if row else None

    def add_scores(self, lines: Iterable[str]) -> None:
        """Add the probabilities of an EPSS file.

        Raises:
            epss.BadScoresError: it is none.
        """
        self._database.execute("DELETE FROM epss")
        self._database.executemany("INSERT OR REPLACE INTO epss VALUES (?, ?)", epss.rows(lines))

    def add_exploited(self, content: bytes) -> None:
        """Add the catalogue of what is known to be exploited.

        Raises:
            kev.BadCatalogueError: it is none.
        """
        catalogue = kev.read(content)
        self._database.execute("DELETE FROM exploited")
        self._database.executemany("INSERT OR IGNORE INTO exploited VALUES (?)", ((cve,) for cve in catalogue.cves))
        self.note("exploited", catalogue.released)

    def note(self, key: str, value: str) -> None:
        """Keep a word about the index itself."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def copy_signals(self, old: Path) -> None:
        """Keep the EPSS scores and the catalogue of ``old`` where no new ones were given."""
        self._database.execute("COMMIT")
        self._database.execute("ATTACH ? AS old", (f"{old.absolute().as_uri()}?mode=ro",))
        for has_any, copy, _ in _SIGNALS:
            if not self._database.execute(has_any).fetchone():
                self._database.execute(copy)
        self._database.execute("DETACH old")
        self._database.execute("BEGIN")

    def finish(self, covered: Iterable[Covered], at: datetime, sources: Sequence[str]) -> None:
        """Order, group and assess what was added, and write the file to the end."""
        database = self._database
        database.execute(
            "INSERT INTO affected SELECT e.* FROM temp.entries e JOIN record r ON r.number = e.record"
            " ORDER BY 1, 2, 3, 4"
        )
        database.execute("DROP TABLE temp.entries")
        database.execute(
            "INSERT OR IGNORE INTO named SELECT n.* FROM temp.names n JOIN record r ON r.number = n.record"
            " ORDER BY 1, 2"
        )
        database.execute("DROP TABLE temp.names")
        self._group()
        self._cover(covered)
        for _, _, rows in _SIGNALS:
            for row in database.execute(rows):
                self._digest.update(repr(row).encode())
        for id_, hash_, native in database.execute("SELECT id, hash, native FROM record ORDER BY id"):
            self._digest.update(id_.encode() + b"\0" + hash_ + (native or b""))
        (records,) = database.execute("SELECT count(*) FROM record").fetchone()
        self.note("digest", self._digest.hexdigest())
        self.note("records", str(records))
        self.note("skipped", str(self.skipped))
        self.note("updated", at.isoformat())
        self.note("sources", msgspec.json.encode(list(sources)).decode())
        database.execute("COMMIT")
        database.execute("ANALYZE")
        database.close()

    def _add(self, advisory: Advisory, content: bytes, native: str, deflated: bytes) -> bool:
        """Add unless the same record is known in the same or a later state; its native text is kept in any case."""
        database = self._database
        modified = advisory.modified.isoformat() if advisory.modified else ""
        known = database.execute("SELECT number, modified, native FROM record WHERE id = ?", (advisory.id,)).fetchone()
        text = schema.pack(native.encode()) if native else None
        if known and known[1] >= modified:
            if text and not known[2]:
                database.execute("UPDATE record SET native = ? WHERE number = ?", (text, known[0]))
            return False
        if known:
            database.execute("DELETE FROM record WHERE number = ?", (known[0],))
            text = text or known[2]
        hash_ = hashlib.blake2b(content, digest_size=16).digest()
        self._number += 1  # counted here: SQLite would give the number of a record that was replaced again
        row = (
            self._number,
            advisory.id,
            modified,
            _known_since(advisory),
            advisory.withdrawn is not None,
            hash_,
            schema.pack_head(advisory),
            schema.pack(content, deflated),
            text,
        )
        database.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for seq, entry in enumerate(advisory.affected):
            at = (entry.package.base, entry.package.name, self._number, seq, schema.pack_entry(entry))
            database.execute("INSERT INTO temp.entries VALUES (?, ?, ?, ?, ?)", at)
        for alias in advisory.aliases:
            database.execute("INSERT INTO temp.names VALUES (?, ?)", (alias, self._number))
        return True

    def _group(self) -> None:
        """Alias groups: records that share a name belong together, transitively (OSV schema, "aliases").

        A withdrawn record joins nothing, but others may name it.
        """
        (most,) = self._database.execute("SELECT coalesce(max(number), 0) FROM record").fetchone()
        parents = array("I", range(most + 1))
        rows = self._database.execute(
            "SELECT n.name, n.record FROM named n JOIN record r ON r.number = n.record WHERE NOT r.withdrawn"
            " UNION ALL SELECT id, number FROM record WHERE id IN (SELECT name FROM named) ORDER BY 1, 2"
        )
        for _, same in groupby(rows, key=lambda row: row[0]):
            first, *others = (number for _, number in same)
            for other in others:
                _join(parents, first, other)
        self._database.execute("CREATE TEMP TABLE grouped (first INTEGER, record INTEGER)")
        numbers = self._database.execute("SELECT number FROM record")
        self._database.executemany(
            "INSERT INTO temp.grouped VALUES (?, ?)", ((_root(parents, number), number) for (number,) in numbers)
        )
        self._database.executemany("INSERT INTO assessed VALUES (?, ?, ?, ?, ?, ?)", self._assessed())
        self._database.execute("DROP TABLE temp.grouped")

    def _assessed(self) -> Iterator[tuple[object, ...]]:
        """A row for every record that is grouped with another or has a severity."""
        rows = self._database.execute(
            "SELECT g.first, g.record, r.head FROM temp.grouped g JOIN record r ON r.number = g.record ORDER BY 1, 2"
        )
        for first, same in groupby(rows, key=lambda row: row[0]):
            members = [(number, schema.unpack_head(head)) for _, number, head in same]
            told = [advisory for _, advisory in members]
            assessed = self._assess(told)
            if len(members) == 1 and assessed.rating is Rating.UNKNOWN:
                continue
            for number, _ in members:
                yield number, first, assessed.rating.value, assessed.score, assessed.vector, assessed.by

    def _cover(self, covered: Iterable[Covered]) -> None:
        """Count what there is of each ecosystem; ``covered`` says of each where it comes from."""
        by_ecosystem = {each.ecosystem: each for each in covered}
        counted = self._database.execute(
            "SELECT a.ecosystem, count(DISTINCT a.record), max(r.newest) FROM affected a"
            " JOIN record r ON r.number = a.record GROUP BY 1"
        ).fetchall()
        for ecosystem, count, newest in counted:
            each = by_ecosystem.get(ecosystem)
            row = (
                ecosystem,
                count,
                newest,
                each.fetched.isoformat() if each and each.fetched else "",
                each.source if each else "",
                each.marker if each else "",
                each.whole.isoformat() if each and each.whole else "",
            )
            self._database.execute("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _known_since(advisory: Advisory) -> str:
    """The latest instant that a record bears, as text; where it bears none, the year that its id is of has begun."""
    if told := advisory.modified or advisory.published:
        return told.isoformat()
    year = _YEAR.search(advisory.id)
    return f"{year[1]}-01-01T00:00:00+00:00" if year else ""


def _root(parents: array[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _join(parents: array[int], one: int, other: int) -> None:
    """Join two groups; the one with the lower number stays first."""
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low
