"""Facts of a desk: how each promise was kept over a window, as an in-toto Statement v1 in a signed envelope.

Statement: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md; envelope: ``formats.dsse``, of type
``application/vnd.in-toto+json``. The subject are the documents of the policy, by the SHA-256 of their text; the
predicate is ours (``docs/desk/facts.md``, ``docs/desk-facts.schema.json``). Facts hold numbers: no names of people and
no words of reports.

Facts that contradict themselves are none: ``parse`` refuses them, so that nothing behind it has to look again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec

from troth.terms.commitment import Commitment
from troth.terms.seen.desk import DeskRecord
from troth.terms.seen.own_advisories import OwnWeakness
from troth.terms.span import Span

PAYLOAD = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:troth:desk-facts:v1"
MOST_PROMISES = 5_000
"""Promises of one statement; more are refused."""
MOST_ADVISORIES = 200
"""Advisories of one statement; a desk tells the newest."""
VALID = timedelta(days=30)
"""How long facts hold from the instant they were issued, where nobody says otherwise."""
LONGEST_VALID = timedelta(days=92)
"""How old facts may be at most, whatever they say of themselves."""
LEAST_WINDOW = timedelta(days=90)
"""The shortest window that counts, unless the desk's records begin in it: a shorter one could be chosen."""
FAR = timedelta(days=40 * 366)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
Name = Annotated[str, msgspec.Meta(max_length=300)]
Sentence = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class NotFactsError(ValueError):
    """The bytes are no facts of a desk; the message says why, for people."""


class Subject(msgspec.Struct, frozen=True):
    """A document of the policy: its name on the desk, and the digest of its text."""

    name: Name
    digest: dict[str, str]


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Whose facts they are. ``name`` is "organisation/project" by their short names; ``key`` the id of the key."""

    organisation: Name
    project: Name
    name: Name
    repository: Name = ""
    key: Name = ""


class Window(msgspec.Struct, frozen=True):
    """The time that the numbers are of."""

    since: Instant
    until: Instant


class Ledger(msgspec.Struct, frozen=True):
    """Where the desk's ledger stood: whoever keeps the facts can later show that it was cut off."""

    entries: Count
    digest: Digest


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """One promise and its numbers; see ``DeskRecord``."""

    id: Name
    kind: Name
    document: Name
    line: Count
    sentence: Sentence
    terms: dict[str, str]
    n: Count
    kept: Count
    late: Count
    running: Count = 0
    warned: Count = 0
    overdue: Count = 0
    paused: Count = 0
    exercises: Count = 0
    median: Count | None = None
    p90: Count | None = None
    first: Instant | None = None
    last: Instant | None = None
    covers: Annotated[tuple[Name, ...], msgspec.Meta(max_length=100)] = ()


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """An advisory that the desk published: all of its names, and the versions with the fix. Everybody can read it."""

    names: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1, max_length=100)]
    fixed: Annotated[tuple[Name, ...], msgspec.Meta(max_length=1_000)] = ()
    published: Instant


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The predicate. ``advisories`` are those of the project that are published and not withdrawn, the newest first."""

    desk: Desk
    issued_at: Instant
    valid_until: Instant
    window: Window
    records_since: Instant
    promises: Annotated[tuple[Promise, ...], msgspec.Meta(max_length=MOST_PROMISES)]
    ledger: Ledger | None = None
    advisories: Annotated[tuple[Announced, ...], msgspec.Meta(max_length=MOST_ADVISORIES)] = ()


class Statement(msgspec.Struct, frozen=True):
    """What is signed."""

    subject: Annotated[tuple[Subject, ...], msgspec.Meta(min_length=1, max_length=1_000)]
    predicate: Facts

    @property
    def digests(self) -> frozenset[str]:
        """SHA-256 of the documents whose promises these are."""
        return frozenset(one.digest.get("sha256", "") for one in self.subject) - {""}


class _Head(msgspec.Struct, rename={"type": "_type", "predicate_type": "predicateType"}):
    type: str
    predicate_type: str


def parse(payload: bytes) -> Statement:
    """The statement that ``payload`` holds.

    Raises:
        NotFactsError: it is another statement, none at all, or contradicts itself.
    """
    try:
        head = msgspec.json.decode(payload, type=_Head)
        if head.type != STATEMENT:
            raise NotFactsError(f"they are no in-toto Statement v1, but {head.type[:100]!r}")
        if head.predicate_type != PREDICATE:
            raise NotFactsError(f"what they state is unknown here: {head.predicate_type[:100]!r}")
        statement = msgspec.json.decode(payload, type=Statement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotFactsError(f"they are no facts of a desk: {str(error)[:160]}") from None
    wrong = next(_contradictions(statement), "")
    if wrong:
        raise NotFactsError(f"they contradict themselves: {wrong}")
    return statement


def _contradictions(statement: Statement) -> Iterator[str]:
    facts = statement.predicate
    window = facts.window
    if not statement.digests:
        yield "they name no text by its SHA-256"
    if not window.since < window.until <= facts.issued_at <= facts.valid_until:
        yield "window, issue and end are out of order"
    if window.until - window.since > FAR or facts.issued_at - window.until > timedelta(days=1):
        yield "the window is not one that ends when they are issued"
    if any(one.published > facts.issued_at for one in facts.advisories):
        yield "an advisory was published after they were issued"
    seen = set[tuple[str, str, tuple[tuple[str, str], ...], int]]()
    for one in facts.promises:
        place = (one.kind, one.sentence, tuple(sorted(one.terms.items())), one.line)
        if place in seen:
            yield f"the promise {one.id!r} stands there twice"
        seen.add(place)
        yield from (f"{what} ({one.id})" for what in _miscounted(one, window))


def _miscounted(one: Promise, window: Window) -> Iterator[str]:
    if one.kept + one.late > one.n:
        yield f"{one.kept} kept and {one.late} late are more than {one.n}"
    if one.warned > one.running:
        yield "more are past their warning than are running"
    if one.paused > one.kept + one.running:
        yield "more stood still than were kept or are running"
    if one.exercises > one.kept:
        yield "more were practised than were kept"
    if one.overdue > one.late:
        yield "more are overdue than are late"
    if (one.median is None) != (one.p90 is None) or (one.median or 0) > (one.p90 or 0):
        yield "the median is longer than what nine of ten took"
    if one.n and (one.first is None or one.last is None):
        yield "what was decided has no time"
    if one.first and one.last and not window.since <= one.first <= one.last <= window.until:
        yield "it was decided outside of the window"


def written(statement: Statement) -> dict[str, Any]:
    """The statement as JSON values, ready to be signed; instants are UTC in ISO 8601 with "Z"."""
    found: dict[str, Any] = msgspec.to_builtins(statement, builtin_types=(datetime,))
    told = {"_type": STATEMENT, "predicateType": PREDICATE, **found}
    plain: dict[str, Any] = _plain(told)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def records(statement: Statement, path: str) -> tuple[DeskRecord, ...]:
    """The records of ``statement``; each cites ``path``, the file of the facts.

    The window of a record begins no earlier than the desk's own records: of the time before them it knows nothing.
    """
    facts = statement.predicate
    since = min(max(facts.window.since, facts.records_since), facts.window.until)
    told = facts.desk.project or facts.desk.name
    return tuple(
        DeskRecord(
            terms=tuple(sorted(one.terms.items())),
            since=since,
            until=facts.window.until,
            project=told,
            span=Span(path, None, _numbers(one)),
            **{
                name: getattr(one, name)
                for name in ("kind", "sentence", "document", "line", "n", "kept", "late", "running", "warned")
            },
            **{
                name: getattr(one, name)
                for name in ("overdue", "paused", "exercises", "median", "p90", "first", "last", "covers")
            },
        )
        for one in facts.promises
    )


def announced(statement: Statement, path: str) -> tuple[OwnWeakness, ...]:
    """The advisories that ``statement`` says were published, as weaknesses that are known; each cites ``path``."""
    return tuple(
        OwnWeakness(
            names=one.names, fixed=one.fixed, published=one.published, known_by="desk",
            span=Span(path, None, f"{', '.join(one.names)}, published {one.published.date()}"),
        )
        for one in statement.predicate.advisories
    )  # fmt: skip


def _numbers(one: Promise) -> str:
    stood = f", paused {one.paused}" * bool(one.paused)
    return f"{one.id}: n {one.n}, kept {one.kept}, late {one.late}, running {one.running}, overdue {one.overdue}{stood}"


def terms(commitment: Commitment) -> dict[str, str]:
    """The fields by which ``commitment`` is told apart from others in the same sentence, as facts hold them."""
    found = {name: _word(getattr(commitment, name)) for name in commitment.key}
    return {name: value for name, value in found.items() if value}


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)


def same_words(one: str, other: str) -> bool:
    """Whether two sentences are the same but for spaces."""
    return one.split() == other.split()


def digest(text: str) -> str:
    """SHA-256 of a document as facts name it: UTF-8, without a byte order mark, lines ended by LF (hexadecimal)."""
    plain = re.sub("\r\n?", "\n", text.removeprefix("\ufeff"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
