"""Is it the same finding? Results beside what is on record: under this identity, an older one, or another id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from troth_desk.findings import identity
from troth_desk.findings.actions.owing import Promised
from troth_desk.findings.models import Finding, Import, Sighting, Stream
from troth_desk.findings.seen import Seen
from troth_desk.findings.states import LIVE, Kind, Severity, State, rank
from troth_desk.tenants.models import Project

MARK = ("line", "version", "text", "severity", "said", "epss", "kev", "rated", "withdrawn_at")
"""Columns that tell whether a result says something else than before; see ``mark``."""
_PLACE = 3
"""So many of them, the first, mean nothing for anything else: a line that moved, another version, other words."""
CHANGED = (
    "identity", "identity_version", "stream", "path", "line", "severity", "said", "rank", "version", "text", "fixed",
    "aliases", "cwes", "url", "score", "vector", "epss", "kev", "silenced", "state", "live", "gone_at", "times_back",
    "decided_at", "withdrawn_at", "counts_from", "owes",
)  # fmt: skip
SAID = ("line", "path", "text", "version", "fixed", "cwes", "url", "silenced", "epss", "kev", "said")
"""Columns that are what the tool said last."""
RATING = ("severity", "score", "vector")
"""Columns that are the tool's word until a person rated the finding."""
EACH = (
    "counts_from", "owes", "state", "live", "identity", "kind", "tool", "rule", "package", "ecosystem", "aliases",
    "rank", *SAID, *RATING,
)  # fmt: skip
"""Columns in which the new findings of one import differ, in the order of ``new``."""
Row = tuple[object, ...]
"""Values of columns; of ``counts_from`` whether times count, from when is the same for all."""
LONGEST_TEXT = 2_000


@dataclass(slots=True)
class Placed:
    """A result with its identity; that is "" for a twin: the very same result told twice. ``first`` is never ""."""

    seen: Seen
    identity: str
    first: str
    older: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Look:
    """What became of a known finding: ``back`` where it was gone, ``sighting`` where another stream has it too."""

    back: bool = False
    sighting: Sighting | None = None


class Lookup:
    """Identities of the results of one import, in the order in which they come."""

    def __init__(self, project: Project) -> None:
        self._of = {"organisation_id": project.organisation_id, "project": project}
        older = Finding.objects.filter(**self._of).exclude(identity_version=identity.CURRENT)
        known = set(older.values_list("identity_version", flat=True).distinct())
        self._older = sorted(known & identity.VERSIONS.keys(), reverse=True)
        self._counts: dict[int, Counter[str]] = {version: Counter() for version in (identity.CURRENT, *self._older)}
        self._places: dict[int, str] = {}

    def numbered(self, chunk: Iterable[Seen]) -> Iterator[Placed]:
        """Each with its identity. A dependency is one finding however many lockfiles name it; of source, what is alike
        on several lines is several, what is told twice of one line is one.
        """
        for seen in chunk:
            bare = identity.VERSIONS[identity.CURRENT](seen)
            line = None if seen.kind == Kind.DEPENDENCY else seen.line
            place = hash((bare, line))
            if place in self._places:
                yield Placed(seen, "", self._places[place])
                continue
            named = self._number(identity.CURRENT, bare)
            self._places[place] = named
            older = tuple((each, self._number(each, identity.VERSIONS[each](seen))) for each in self._older)
            yield Placed(seen, named, named, older)

    def _number(self, version: int, bare: str) -> str:
        ordinal = self._counts[version][bare]
        self._counts[version][bare] += 1
        return identity.numbered(bare, ordinal)

    def otherwise(self, unknown: Sequence[Placed]) -> dict[str, int]:
        """Findings that are on record under an older identity, or under another id of the same weakness."""
        if not unknown:
            return {}
        found: dict[str, int] = {}
        for version in self._older:
            told = {old: each.identity for each in unknown for number, old in each.older if number == version}
            rows = Finding.objects.filter(**self._of, identity_version=version, identity__in=list(told))
            found |= {told[name]: pk for name, pk in rows.values_list("identity", "pk")}
        return found | self._by_alias([each for each in unknown if each.identity not in found])

    def _by_alias(self, unknown: Sequence[Placed]) -> dict[str, int]:
        """A CVE is often given after an advisory has its first id: what shares one id and the package is the same."""
        told = [each for each in unknown if each.seen.kind == Kind.DEPENDENCY and each.seen.package]
        if not told:
            return {}
        packages = {identity.name_of(each.seen.ecosystem, each.seen.package) for each in told}
        written = {each.seen.package for each in told} | packages
        rows = Finding.objects.filter(**self._of, kind=Kind.DEPENDENCY, package__in=list(written))
        known: dict[tuple[str, str], int] = {}
        for pk, ecosystem, package, rule, aliases in rows.values_list("pk", "ecosystem", "package", "rule", "aliases"):
            for name in (rule, *aliases):
                known[identity.name_of(ecosystem, package), name.upper()] = pk
        found = {}
        for each in told:
            package = identity.name_of(each.seen.ecosystem, each.seen.package)
            shared = (known.get((package, name.upper())) for name in each.seen.ids)
            match = next((one for one in shared if one is not None), None)
            if match is not None:
                found[each.identity] = match
        return found


def mark(seen: Seen) -> tuple[object, ...]:
    """What ``MARK`` holds where nothing has changed and no person rated it."""
    return (*place(seen), seen.severity.value, _cut(seen.said, 40), seen.epss, seen.kev, False, None)


def place(seen: Seen) -> tuple[int | None, str, str]:
    """Line, version and text, which change without meaning."""
    return seen.line, _cut(seen.version, 100), _cut(seen.text, LONGEST_TEXT)


def place_of(mark: tuple[object, ...]) -> tuple[object, ...]:
    """The same of what is on record."""
    return mark[:_PLACE]


def weight(mark: tuple[object, ...]) -> tuple[object, ...]:
    """What of ``mark`` means something: how bad it is, and whether its advisory stands."""
    return mark[_PLACE:]


def new(each: Placed, *, owing: Promised) -> Row:
    """A finding that nobody has seen before: the values of ``EACH``."""
    seen = each.seen
    state = State.SILENCED if seen.silenced else State.OPEN
    counts = seen.kind == Kind.DEPENDENCY and state == State.OPEN and seen.severity != Severity.NONE
    rule = _cut(seen.rule, 200)
    return (
        counts,
        counts and owing.anything,
        state.value,
        state in LIVE,
        each.identity,
        seen.kind.value,
        _cut(seen.tool, 100),
        rule,
        _cut(seen.package, 200),
        _cut(seen.ecosystem, 60),
        _aliases(rule, seen.ids),
        rank(seen.severity, _cut(seen.said, 40)),
        *_said(seen),
        *_rating(seen),
    )


def look(finding: Finding, each: Placed, stream: Stream, brought: Import, at: datetime, *, owing: Promised) -> Look:
    """Change ``finding`` into what it is now that ``seen`` tells of it; the caller saves it."""
    done, seen = Look(), each.seen
    if finding.identity_version != identity.CURRENT:
        finding.identity, finding.identity_version = each.identity, identity.CURRENT
    worse = rank(seen.severity, seen.said) > finding.rank and not finding.rated
    if finding.gone_at is not None:
        done.back = True
        finding.gone_at, finding.stream = None, stream
        if finding.kind == Kind.DEPENDENCY and finding.state in (State.FIXED, *LIVE):
            finding.counts_from = at
    elif finding.stream_id != stream.pk:
        done.sighting = Sighting(organisation_id=finding.organisation_id, finding=finding, stream=stream)
    claimed = finding.state == State.FIXED and (finding.decided_at is None or brought.at > finding.decided_at)
    if finding.state == State.FIXED and (done.back or claimed):
        done.back = True  # a fix that did not hold was none: the time counts from where it did
        finding.state, finding.decided_at = State.OPEN, None
    if seen.silenced and finding.state in LIVE:
        finding.state = State.SILENCED
    elif not seen.silenced and finding.state == State.SILENCED:
        finding.state = State.OPEN
        known = finding.kind == Kind.DEPENDENCY and seen.severity != Severity.NONE
        finding.counts_from = finding.counts_from or (at if known else None)
    finding.withdrawn_at = None
    finding.times_back += done.back
    finding.live = finding.state in LIVE
    _say(finding, seen)
    if finding.live and finding.counts_from is not None and owing.anything and (done.back or worse):
        finding.owes = True
    return done


def _say(finding: Finding, seen: Seen) -> None:
    """What the tool says now; a severity that a person set stays."""
    for name, value in zip(SAID, _said(seen), strict=True):
        setattr(finding, name, value)
    finding.aliases = _aliases(finding.rule, (*finding.aliases, *seen.ids))
    if not finding.rated:
        for name, value in zip(RATING, _rating(seen), strict=True):
            setattr(finding, name, value)
    finding.rank = rank(finding.severity, finding.said)


def _said(seen: Seen) -> Row:
    """The values of ``SAID``."""
    return (
        seen.line,
        _cut(seen.path, 500),
        _cut(seen.text, LONGEST_TEXT),
        _cut(seen.version, 100),
        tuple(_cut(each, 100) for each in seen.fixed[:20]) if seen.fixed else (),
        tuple(_cut(each, 20) for each in seen.cwes[:20]) if seen.cwes else (),
        _cut(seen.url, 500),
        _cut(seen.silenced, 300),
        seen.epss,
        seen.kev,
        _cut(seen.said, 40),
    )


def _rating(seen: Seen) -> Row:
    """The values of ``RATING``."""
    return seen.severity.value, None if seen.score is None else round(seen.score, 1), _cut(seen.vector, 300)


def _aliases(rule: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids beside ``rule``, each once."""
    cut = dict.fromkeys(_cut(each, 200) for each in ids)
    return tuple(each for each in cut if each and each != rule)[:50]


def _cut(text: str, most: int) -> str:
    if text.isascii() and "\0" not in text:
        return text[:most]
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:most]
