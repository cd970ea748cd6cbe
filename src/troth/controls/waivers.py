"""What is wrong with exceptions: lapsed, endless, ownerless, unexplained, too long, unmatched, and at odds.

Those in ``troth.toml`` and those in the tools' own files are held to the same measure, except that a tool's file has no
place for an owner. Secrets that were audited, licences and rules that are switched off for good need no end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import permutations
from typing import Any

from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.package import CRATES, GO
from troth.terms.seen.vulnerabilities import AdvisoryData, Vulnerability
from troth.terms.settings import Settings
from troth.terms.span import Span
from troth.terms.verdict import Finding
from troth.terms.waiver import BY_LOCKFILE, LONGEST, REGISTER, Waiver
from troth.terms.wants import Advisories, OwnSettings, Vulnerabilities, Waivers

MOST_COMPARED = 30
"""Files with exceptions that are held against each other."""
SHOWN = 3
"""Targets that one sentence names."""
OF_ONE_FOLDER = frozenset({"osv-scanner"})
"""Tools whose file holds for the lockfiles of its own folder alone (https://google.github.io/osv-scanner/configuration/)."""
FRESH = timedelta(days=2)
"""Advisories no older than this are taken for all that is known."""
_DATABASES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "RUSTSEC": (CRATES, ("Cargo.lock", "Cargo.toml")),
    "GO": (GO, ("go.mod", "go.sum", "go.work", "modules.txt")),
}
"""Databases of one ecosystem with the files that name its packages."""
_OF_DEPENDENCIES = re.compile(r"(RUSTSEC|PYSEC|GO|GHSA|MAL|CVE)-\S+", re.IGNORECASE)


def wants() -> tuple[Want[Any], ...]:
    """All waivers, and how long one may last."""
    return Waivers(), OwnSettings()


def find(answers: Answers, today: date) -> Iterator[Finding]:
    """Everything wrong with waivers and the register on the day ``today``; each cause once a file."""
    waivers: tuple[Waiver, ...] = (answers.get(Waivers()) or Answer()).found
    own: Answer[Settings] = answers.get(OwnSettings()) or Answer()
    longest = next((settings.longest for settings in own.found), LONGEST)
    names = _Known(answers, today)
    unmatched = unmatched_of(waivers, answers, today)
    idle = frozenset(unmatched)
    rest = [waiver for waiver in waivers if waiver not in idle]
    yield from _register(own)
    yield from _unmatched(unmatched)
    yield from _lapsed(rest, today)
    yield from _lacking(rest)
    yield from _too_long(rest, longest, today)
    yield from _other_days(rest, names)
    yield from _one_sided(waivers, names)


def unmatched_of(
    waivers: Iterable[Waiver], answers: Mapping[Want[Any], Answer[Any]], today: date
) -> tuple[Waiver, ...]:
    """Those of ``waivers`` that let nothing pass now, by the answers on vulnerabilities and advisories."""
    known = _Known(answers, today)
    return tuple(waiver for waiver in waivers if known.matches_nothing(waiver))


def _register(own: Answer[Settings]) -> Iterator[Finding]:
    """Keys of troth.toml that nothing reads, and values that mean nothing."""
    for settings in own.found:
        for stray in settings.strays:
            near = f"; did you mean {stray.nearest}?" if stray.nearest else ""
            yield Finding(rule="dead-key", span=stray.span, text=f"Troth knows no key {stray.name}{near}")
    for gap in own.gaps:
        what = gap.wanted.removeprefix(f"{REGISTER}: ")
        yield Finding(rule="unread-setting", span=gap.span or Span(REGISTER), text=f"{what}: {gap.reason}")


def _unmatched(waivers: Iterable[Waiver]) -> Iterator[Finding]:
    for group in _grouped(waivers, lambda one: one.span.path):
        text = f"{_names(group)}: affects no version in the lockfiles, the exception can go"
        yield _finding("waiver-unmatched", group, text)


def _lapsed(waivers: list[Waiver], today: date) -> Iterator[Finding]:
    past = [one for one in waivers if one.until is not None and one.until < today]
    for group in _grouped(past, lambda one: (one.span.path, one.until, one.native)):
        said = f', by its words "{group[0].said}"' if group[0].said else ""
        yield _finding("waiver-lapsed", group, f"{_names(group)}: the exception ended on {group[0].until}{said}")


def _lacking(waivers: list[Waiver]) -> Iterator[Finding]:
    """One finding for all waivers of a file that lack the same."""
    for group in _grouped([one for one in waivers if _lacks(one)], lambda one: (one.span.path, _lacks(one))):
        lacks = _lacks(group[0])
        permits = "" if group[0].native or "end date" not in lacks else ", so it permits nothing"
        text = f"{_names(group)}: the exception has no {' and no '.join(lacks)}{permits}"
        yield _finding(f"waiver-without-{lacks[0].split()[-1]}", group, text)


def _lacks(waiver: Waiver) -> tuple[str, ...]:
    if not waiver.must_end:
        return ()
    lacks = {"end date": waiver.until is None, "reason": not waiver.reason.strip()}
    lacks["owner"] = not waiver.native and not waiver.owner.strip()
    return tuple(what for what, missing in lacks.items() if missing)


def _too_long(waivers: list[Waiver], longest: int, today: date) -> Iterator[Finding]:
    def lasts(one: Waiver) -> int:
        return 0 if one.until is None or one.until < today else (one.until - (one.granted or today)).days

    for group in _grouped([one for one in waivers if lasts(one) > longest], lambda one: one.span.path):
        days = max(map(lasts, group))
        text = f"{_names(group)}: the exception lasts {days} days; the longest is {longest}"
        yield _finding("waiver-too-long", group, text)


class _Known:
    """What the advisories say to the lockfiles: names of one weakness, and what would have been found."""

    def __init__(self, answers: Mapping[Want[Any], Answer[Any]], today: date) -> None:
        answer: Answer[Vulnerability] = answers.get(Vulnerabilities()) or Answer()
        data: Answer[AdvisoryData] = answers.get(Advisories()) or Answer()
        self.whole = bool(answer.read) and answer.complete
        self._read, self._gaps, self._data, self._today = bool(answer.read), answer.gaps, data.found, today
        self._first: dict[str, str] = {}
        for found in answer.found:
            first = min(found.id, *found.aliases).casefold()
            self._first.update(dict.fromkeys((name.casefold() for name in (found.id, *found.aliases)), first))

    def one(self, target: str) -> str:
        """One name for ``target`` and all its aliases."""
        name = target.casefold()
        return self._first.get(name, name)

    def matches_nothing(self, waiver: Waiver) -> bool:
        """Whether nothing in the lockfiles is affected; false where that is not known for sure.

        Sure are only ids of the databases of one ecosystem: the advisories must hold that ecosystem and be newer than
        the id, and its lockfiles must have been read without a gap.
        """
        database, _, rest = waiver.target.upper().partition("-")
        if waiver.tool not in ("", *BY_LOCKFILE) or database not in _DATABASES or not self._read:
            return False
        ecosystem, files = _DATABASES[database]
        if waiver.target.casefold() in self._first or any(_hides(gap, files) for gap in self._gaps):
            return False
        year = rest.partition("-")[0]
        return any(
            ecosystem in data.ecosystems and data.newest is not None and self._newer(data.newest.date(), waiver, year)
            for data in self._data
        )

    def _newer(self, newest: date, waiver: Waiver, year: str) -> bool:
        """Whether advisories up to the day ``newest`` must hold what was waived when it was."""
        if waiver.granted is not None:
            return waiver.granted <= newest
        return newest >= self._today - FRESH or (year.isdecimal() and len(year) == 4 and int(year) < newest.year)


def _hides(gap: Gap, files: tuple[str, ...]) -> bool:
    """Whether ``gap`` may hide a dependency that one of ``files`` would name; a folder may hide any."""
    name = gap.span.path.rpartition("/")[2] if gap.span else ""
    return not name or name in files or "." not in name


def _other_days(waivers: list[Waiver], names: _Known) -> Iterator[Finding]:
    """The same thing let pass until different days in two files; told at the one that lasts longer."""
    dated = [one for one in waivers if one.until is not None]
    by_target = defaultdict(list)
    for waiver in dated:
        by_target[names.one(waiver.target), waiver.package.casefold(), waiver.path].append(waiver)
    told: dict[tuple[str, str], list[tuple[Waiver, Waiver]]] = defaultdict(list)
    for same in by_target.values():
        first = min(same, key=_until)
        for other in same:
            if other.until != first.until and other.span.path != first.span.path:
                told[other.span.path, first.span.path].append((other, first))
    for pairs in told.values():
        longer, shorter = pairs[0]
        rest = f", and {len(pairs) - 1} more alike" if len(pairs) > 1 else ""
        text = f"{longer.target} ends on {longer.until} here and on {shorter.until} at {shorter.span}{rest}"
        also = _spans([shorter, *(one for pair in pairs[1:] for one in pair)])
        yield Finding(rule="waivers-at-odds", span=longer.span, text=text, also=also)


def _one_sided(waivers: tuple[Waiver, ...], names: _Known) -> Iterator[Finding]:
    """What one file lets pass and another file, which lets pass the same sort of advisories, does not."""
    registers: dict[tuple[str, str], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        if (
            waiver.kind == "advisory"
            and waiver.tool in ("", *BY_LOCKFILE)
            and _OF_DEPENDENCIES.fullmatch(waiver.target)
        ):
            registers[waiver.span.path, waiver.tool].append(waiver)
    for (here, ours), (there, theirs) in permutations(list(registers.items())[:MOST_COMPARED], 2):
        if here[0] == there[0] or not _comparable(here[0], ours, there[0], theirs, names):
            continue
        known = {names.one(one.target) for one in theirs}
        only = [one for one in ours if names.one(one.target) not in known]
        if only:
            text = f"{_names(only)}: let pass here and not in {there[0]}"
            yield Finding(rule="waivers-at-odds", span=only[0].span, text=text, also=_spans([*only[1:], theirs[0]]))


def _comparable(here: str, ours: list[Waiver], there: str, theirs: list[Waiver], names: _Known) -> bool:
    """Whether two files speak of the same dependencies, by ids that can be compared."""
    folders = [
        path.rpartition("/")[0].removeprefix(".github/workflows").removesuffix(".cargo") for path in (here, there)
    ]
    folders = [f"{folder.strip('/')}/".lstrip("/") for folder in folders]
    nested = folders[0].startswith(folders[1]) or folders[1].startswith(folders[0])
    if OF_ONE_FOLDER & {ours[0].tool, theirs[0].tool}:
        nested = folders[0] == folders[1]
    sorts = [{one.target.partition("-")[0].upper() for one in side} for side in (ours, theirs)]
    return nested and bool(sorts[0] & sorts[1] if names.whole else sorts[0] == sorts[1] and len(sorts[0]) == 1)


def _until(waiver: Waiver) -> date:
    return waiver.until or date.max


def _grouped(waivers: Iterable[Waiver], key: Callable[[Waiver], object]) -> Iterator[list[Waiver]]:
    groups: Mapping[object, list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        groups[key(waiver)].append(waiver)
    yield from groups.values()


def _finding(rule: str, group: list[Waiver], text: str) -> Finding:
    return Finding(rule=rule, span=group[0].span, text=text, also=_spans(group[1:]))


def _spans(waivers: Iterable[Waiver]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(waiver.span for waiver in waivers))


def _names(group: list[Waiver]) -> str:
    """ "X-1, X-2 and 3 more", each named once."""
    names = list(dict.fromkeys(waiver.target.replace("package:", "all of ", 1) for waiver in group))
    if len(names) <= SHOWN:
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
