"""What people write in tables of supported versions, as a value that can be asked whether it covers a version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from troth.terms.versions import order

LONGEST = 300
"""Characters of a cell that is read; nobody names versions at greater length."""
Form = Literal["range", "latest", "previous", "older", "others", "branch", "unknown"]
Operator = Literal["in", "=", ">=", ">", "<=", "<"]


_WIDTHS: Mapping[str, int] = {"major": 1, "minor": 2, "release": 0}
"""How many numbers of a version tell its group."""


class Bound(msgspec.Struct, frozen=True):
    """A comparison with ``numbers`` as written. "in" means: begins with them ("1.2.x"); "=" means exactly this one."""

    operator: Operator
    numbers: tuple[int, ...]
    pre: bool = False

    def holds(self, version: str) -> bool | None:
        """Whether ``version`` obeys; None where the words leave it open or the version cannot be read.

        "≤ 3.2" covers the whole series 3.2, as tables mean it; "> 3.2" leaves 3.2.1 open.
        """
        loose, numbers = order.parse(version), order.numbers_of(version)
        if loose is None or numbers is None:
            return None
        width = len(self.numbers)
        head = (*numbers, *(0,) * (width - len(numbers)))[:width]
        if self.operator in ("in", "="):
            return head == self.numbers and (
                self.operator == "in" or self._exactly(numbers, prerelease=loose.prerelease)
            )
        if head != self.numbers:
            return (head > self.numbers) == (self.operator in (">", ">="))
        if self.operator == ">":
            return None if any(numbers[width:]) else False
        if self.operator == "<":
            return None if loose.prerelease and not self.pre else False
        return None if self.pre else True

    def _exactly(self, numbers: tuple[int, ...], *, prerelease: bool) -> bool:
        return not any(numbers[len(self.numbers) :]) and prerelease == self.pre


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One of the things that a cell names; all ``bounds`` must hold.

    ``count`` and ``level`` are for "latest": how many of what ("the two most recent minor releases"); ``level`` for
    "previous", too. ``branch`` is the branch that is named, "" for "the default branch".
    """

    form: Form
    bounds: tuple[Bound, ...] = ()
    count: int = 1
    level: Literal["release", "minor", "major"] = "release"
    branch: str = ""

    def covers(self, version: str, releases: Sequence[str]) -> bool | None:
        """As ``Series.covers``, for this part."""
        inside = _all(bound.holds(version) for bound in self.bounds)
        if self.form == "range" or inside is False:
            return inside
        if self.form == "latest":
            return _all((inside, self._among_newest(version, releases)))
        if self.form in ("previous", "older"):
            return self._before_newest(version, releases)
        return None

    def _among_newest(self, version: str, releases: Sequence[str]) -> bool | None:
        own = [release for release in releases if _all(bound.holds(release) for bound in self.bounds) is not False]
        width = _WIDTHS[self.level]
        known = [key for release in own if (key := _group(release, width)) is not None and not _pre(release)]
        wanted = _group(version, width)
        if not known or wanted is None:
            return None
        newest = sorted(set(known), reverse=True)[: self.count]
        return wanted in newest or (None if wanted > newest[0] else False)

    def _before_newest(self, version: str, releases: Sequence[str]) -> bool | None:
        """The newest release is neither previous nor old; of the others the words do not say which are meant."""
        newest = order.newest(release for release in releases if not _pre(release))
        return False if newest is not None and order.parse(newest) == order.parse(version) else None


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a table of supported versions ("0.2.x", "≥ 1.4", "latest release and main")."""

    text: str
    parts: tuple[Part, ...]

    @property
    def form(self) -> Form:
        """The form of its first part that could be read."""
        return next((part.form for part in self.parts if part.form != "unknown"), "unknown")

    @property
    def branches(self) -> tuple[str, ...]:
        """Branches that it names; "" stands for the default branch."""
        return tuple(part.branch for part in self.parts if part.form == "branch")

    def covers(self, version: str, releases: Sequence[str] = ()) -> bool | None:
        """Whether it covers ``version``; None where that cannot be told. ``releases`` are all that are known."""
        answers = [part.covers(version, releases) for part in self.parts]
        return True if True in answers else None if None in answers or not answers else False

    def unmet(self, releases: Sequence[str]) -> str:
        """Why ``releases`` do not show the several newest that it names ("the last three major versions"), or ""."""
        part = next((one for one in self.parts if one.form == "latest" and one.count > 1), None)
        if part is None:
            return ""
        seen = len({key for one in releases if not _pre(one) and (key := _group(one, _WIDTHS[part.level])) is not None})
        what = "releases" if part.level == "release" else f"{part.level} versions"
        told = f"{part.count} {what} are named, and {seen} of them {'is' if seen == 1 else 'are'} seen"
        return told if seen < part.count else ""

    def before(self, releases: Iterable[str]) -> str:
        """The newest of ``releases`` in the group right before that of the newest one, as "previous" means it.

        "" where there is none, or the words speak of no previous one.
        """
        part = next((one for one in self.parts if one.form == "previous"), None)
        if part is None:
            return ""
        width = _WIDTHS[part.level]
        groups: dict[tuple[Any, ...], list[str]] = {}
        for release in releases:
            inside = _all(bound.holds(release) for bound in part.bounds) is not False
            if inside and not _pre(release) and (key := _group(release, width)) is not None:
                groups.setdefault(key, []).append(release)
        second = sorted(groups, reverse=True)[1:2]
        return order.newest(groups[second[0]]) or "" if second else ""

    def contains(self, version: str, releases: Sequence[str] = ()) -> bool | None:
        """The same as ``covers``."""
        return self.covers(version, releases)

    @property
    def names_series(self) -> tuple[tuple[int, ...], ...]:
        """The series that it names outright: "1.x" → (1,), "0.2.x" → (0, 2), "1.2.3" → (1, 2, 3), ">= 2.0" → none."""
        named = [bound.numbers for part in self.parts for bound in part.bounds if bound.operator in ("in", "=")]
        return tuple(dict.fromkeys(named))

    def never_existed(self, releases: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Of the series that it names outright, those of which no release is known (all of them without releases)."""
        known = [numbers for release in releases if (numbers := order.numbers_of(release)) is not None]
        return tuple(name for name in self.names_series if not any((*n, 0, 0, 0)[: len(name)] == name for n in known))


_SIGNS = str.maketrans(
    {"≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<=", "–": "-", "—": "-", "‒": "-", "−": "-", "→": "-", "×": "x", "…": ".."}
)
_DATE = re.compile(r"\b(?:until|since|from)?\s*\d{4}-\d{2}-\d{2}\b|\buntil\b.*")
_VERSION = (
    r"(?<![\w.])(?:v(?:ersions?)?\.?\s*)?(?P<{0}>\d+(?:\.\d+)*)(?P<{0}wild>(?:\.(?:x+|\*|[yzn]\b))*)"
    r"(?P<{0}pre>-?(?:alpha|beta|rc|preview|pre|dev|a|b)[.-]?\d[\w.]*|-[a-z][\w.]*)?"
)
_ONE = re.compile(r"(?P<op>[<>]=?|=[<>]|={1,3}|~=?|\^|!=)?\s*" + _VERSION.format("v") + r"(?P<plus>\s?\+)?")
_SPAN = re.compile(_VERSION.format("low") + r"\s*(?:-|\.\.+|\b(?:to|through|thru)\b)\s*" + _VERSION.format("high"))
_BETWEEN = re.compile(
    r"\bbetween (?=v?\d)(?P<low>[\w.]{1,16}) and (?=v?\d)|"
    r"(?<![\w.])(?P<first>v?\d{1,4}(?:\.[\dx*]{1,4}){1,3}) (?:until|till) "
    r"(?=v?\d{1,4}\.[\dx*])(?!\d{1,2}\.\d{1,2}\.\d{4})"
)
"""A span in other words: "between 2.0 and 3.0", "2.0 until 3.0"."""
_DECADE = re.compile(r"(?<![\w.])v?(?:\d+\.)+[1-9]\d*[x*](?![\w.])")
_UPWARD = re.compile(
    r"\b(?:and|or)\s+(?:later|newer|above|up(?:wards?)?|higher|greater|onwards?|beyond|after)\b|\bonwards?\b|^(?:since|from)\b"
)
_DOWNWARD = re.compile(
    r"\b(?:and|or)\s+(?:earlier|older|below|lower|prior|less|before|previous)\b|^(?:up to|through)\b"
)
_BELOW = re.compile(r"^(?:before|prior to|below|older than|earlier than|less than|lower than|under)\b|^pre-?(?=v?\d)")
_ABOVE = re.compile(r"^(?:newer than|later than|greater than|above|after)\b")
_BRANCH = re.compile(
    r"\b(main|master|trunk|develop(?:ment)?|dev|head|nightly|edge|unreleased|in-development|branch|commits?)\b|ветка"
)
_NAMED_BRANCH = re.compile(r"\b(main|master|trunk|develop|dev)\b")
_OF_RELEASES = re.compile(r"\b(?:minor|major|stable|maintenance|lts)\b[^,;]*\bbranch")
"""A branch that holds a series of releases ("the latest minor branch") is no line of development."""
_LATEST = re.compile(
    r"\b(?:latest|newest|most[- ]recent(?:ly)?|current|last|derni[èe]re|aktuell\w*|neueste\w*|actual|[úu]ltim[ao])\b"
    r"|последн|текущ|最新|当前|當前|現在の|현재|최신"
)
_BY_AGE = re.compile(
    r"\b(?:last|latest|past|previous|preceding|than)\s(?:\w+\s)?(?:(?:days?|weeks?|months?|quarters?|years?)\b)|"
    r"\b(?:days?|weeks?|months?|years?) (?:old|ago|back)\b"
)
"""Releases that are told by when they came out, which no number shows: "of the last six months"."""
_OTHERS = re.compile(
    r"\b(?:(?:any|every)thing else|all other|any other|others?|all the rest|the rest|remaining|else)\b"
)
_OLDER = re.compile(
    r"\b(?:older|previous versions|previous releases|earlier|past|legacy|prior versions|prior releases|old)\b"
)
_NOT_LATEST = re.compile(
    r"(?:<|!=?|≠|\bnot\b|\bnon-?|\bbefore\b|\bprior to\b|\bbelow\b|\bbehind\b|\b(?:older|earlier|lower|less) than\b)"
    r"\s*(?:the )?(?:latest|newest|current)\b"
)
"""All that is not the newest: "< latest"."""
_PREVIOUS = re.compile(r"\b(?:previous|prior|penultimate)\b|上一[个個]|前一[个個]|直前の|직전")
_COUNTED_BACK = re.compile(
    r"(?:v|versions? |releases? )?(?P<from>n\s*(?:-|to|through)\s*(?=n))?n(?:\s*-\s*(?P<back>\d))?(?:\.x)?"
)
"""Releases by their distance from the newest one: "N", "N-1", "N through N-2"."""
_COUNT = re.compile(r"\b(one|two|three|four|five|[1-9])\b(?!\.)")
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_UNION = re.compile(
    r"\s*(?:;|,|\s/\s|\s&\s|\+\s|\band\b(?!\s+(?:later|newer|above|up|higher|greater|onward|beyond|after|earlier|older|below|lower|prior|less|before|previous))|\bor\b(?!\s+(?:later|newer|above|up|higher|greater|onward|earlier|older|below|lower|prior|less|before)))\s*"
)


def series(text: str) -> Series:
    """Read what a cell or phrase names. Never raises; what it cannot read covers nothing for certain (None)."""
    cell = _plain(text[:LONGEST])
    outer = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", cell)
    inner = " ".join(re.findall(r"[(\[]([^()\[\]]*)[)\]]", cell))
    words = outer if _ONE.search(outer) or not _ONE.search(inner) else f"{outer} {inner}"
    pieces = [piece for piece in _UNION.split(words) if piece.strip()]
    if len(pieces) > 1 and all(_starts_with_operator(piece) for piece in pieces):
        pieces = [" ".join(pieces)]
    parts = tuple(_part(" ".join(way.split())) for piece in pieces for way in _ways(piece))
    readable = tuple(part for part in parts if part.form != "unknown")
    if not readable and (aside := _part(inner)).form == "branch":
        readable = (aside,)
    return Series(text=text, parts=readable or parts)


def _ways(piece: str) -> tuple[str, ...]:
    """The ways a piece can be meant: "0.2x" is 0.20 to 0.29, and from a hurried hand 0.2.x."""
    decade = None if re.search(r"[<>=~^]", piece) else _DECADE.search(piece)
    if decade is None:
        return (piece,)
    before, number, after = piece[: decade.start()], decade[0][:-1], piece[decade.end() :]
    return tuple(f"{before}{low} - {high}{after}" for low, high in ((f"{number}0", f"{number}9"), (number, number)))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).translate(_SIGNS).lower()
    folded = re.sub(r"[`\"'‘’“”]|\*\*|__", "", folded)
    folded = re.sub(r"&gt;", ">", re.sub(r"&lt;", "<", folded))
    folded = _BETWEEN.sub(lambda span: f"{span['low'] or span['first']} to ", folded)
    return _DATE.sub(" ", folded)


def _starts_with_operator(piece: str) -> bool:
    match = _ONE.match(piece.strip())
    return match is not None and match["op"] is not None and match["op"][0] in "<>=!"


def _counted_back(words: str) -> Part | None:
    """ "N" is the latest release, "N-1" the one before it."""
    match = _COUNTED_BACK.fullmatch(words)
    if match is None:
        return None
    back = int(match["back"] or 0)
    if match["from"] or not back:
        return Part(form="latest", count=back + 1)
    return Part(form="previous" if back == 1 else "older")


def _part(words: str) -> Part:
    counted = _counted_back(words)
    if counted is not None:
        return counted
    if _BY_AGE.search(words):
        return Part(form="unknown")
    bounds = _bounds(words)
    if _NOT_LATEST.search(words) and not bounds:
        return Part(form="older")
    talk = _ONE.sub(" ", words)
    older = _OLDER.search(talk) and not _DOWNWARD.search(words) and not _BELOW.search(words)
    if _OTHERS.search(talk):
        return Part(form="others", bounds=bounds)
    if older:
        return Part(form="older", bounds=bounds)
    named = _NAMED_BRANCH.search(words)
    of_releases = re.search(r"\b(?:release|tag|version)", words) or (not named and _OF_RELEASES.search(words))
    if _BRANCH.search(words) and not bounds and not of_releases:
        return Part(form="branch", branch=named[1] if named else "")
    if _LATEST.search(words):
        return Part(form="latest", bounds=bounds, count=_count(words, bounded=bool(bounds)), level=_level(words))
    previous, level = _PREVIOUS.search(talk), _level(words)
    if bounds and not (previous and level == "minor" and all(len(one.numbers) < _WIDTHS[level] for one in bounds)):
        return Part(form="range", bounds=bounds)  # "previous major, 1.x" names its series, "previous 1.x minor" none
    return Part(form="previous", bounds=bounds, level=level) if previous else Part(form="unknown")


def _count(words: str, *, bounded: bool) -> int:
    match = None if bounded else _COUNT.search(words)
    return 1 if match is None else _COUNTS.get(match[1]) or int(match[1])


def _level(words: str) -> Literal["release", "minor", "major"]:
    """The least of the levels that are named: "latest minor of each major" speaks of minors."""
    if re.search(r"\bminor|\bfeature\b|release (?:line|series)", words):
        return "minor"
    return "major" if re.search(r"\bmajor", words) else "release"


def _bounds(words: str) -> tuple[Bound, ...]:
    span = _SPAN.search(words)
    if span and not re.search(r"[<>]", words):
        return (Bound(">=", _numbers(span["low"])), Bound("<=", _numbers(span["high"])))
    if not any(character.isdigit() for character in words):
        return ()
    if _LATEST.search(words):
        words = _COUNT.sub(" ", words) if not re.search(r"\d\.", words) else words
    found = [bound for match in _ONE.finditer(words) for bound in _bound(match, words)]
    return tuple(dict.fromkeys(found))


def _bound(match: re.Match[str], words: str) -> tuple[Bound, ...]:
    numbers, pre = _numbers(match["v"]), bool(match["vpre"])
    match match["op"]:
        case ">=" | "=>":
            return (Bound(">=", numbers, pre),)
        case "<=" | "=<":
            return (Bound("<=", numbers, pre),)
        case ">" | "<" as operator:
            return (Bound(operator, numbers, pre),)
        case "~" | "~=" | "^" as operator:
            return _compatible(operator, numbers)
        case "!=":
            return ()
        case _:
            return (_worded(match, words, numbers, pre=pre),)


def _worded(match: re.Match[str], words: str, numbers: tuple[int, ...], *, pre: bool) -> Bound:
    """A version without a sign before it: words around it may say which side is meant."""
    if match["plus"] or _UPWARD.search(words):
        return Bound(">=", numbers, pre)
    if _DOWNWARD.search(words):
        return Bound("<=", numbers, pre)
    if _BELOW.search(words):
        return Bound("<", numbers, pre)
    if _ABOVE.search(words):
        return Bound(">", numbers, pre)
    exact = not match["vwild"] and (
        len(numbers) > 2 or bool(re.match(r"-?(?:alpha|beta|rc|pre|dev|a\d|b\d)", match["vpre"] or ""))
    )
    return Bound("=" if exact else "in", numbers, pre and exact)


def _compatible(operator: str, numbers: tuple[int, ...]) -> tuple[Bound, ...]:
    """ "^1.2" and "~1.2" of npm and Cargo, "~=1.2" of PEP 440."""
    if operator == "^":
        leading = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
        kept = numbers[: leading + 1]
    else:
        kept = numbers[:-1] if operator == "~=" and len(numbers) > 1 else numbers[:2]
    return (Bound(">=", numbers), Bound("in", kept))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split("."))


def _group(version: str, width: int) -> tuple[Any, ...] | None:
    """What versions of one level have in common; for single releases the whole version in order."""
    loose, numbers = order.parse(version), order.numbers_of(version)
    if loose is None or numbers is None:
        return None
    return (*numbers, 0, 0)[:width] if width else (loose.numbers, loose.stage, loose.rest)


def _pre(version: str) -> bool:
    loose = order.parse(version)
    return loose is None or loose.prerelease


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    return False if False in found else None if None in found else True
