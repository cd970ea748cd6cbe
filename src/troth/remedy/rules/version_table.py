"""Tables of supported versions that end before the newest release: a row for it, like the supported row that is there.

Nothing else changes: which older versions stay supported, and whether a row that says "unsupported" should end sooner,
is a decision. A row is made only where its other cells are marks ("✓", ":white_check_mark:", "yes"), since nobody but
the project knows dates or words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.remedy.written import Written
from troth.terms.commitment import SupportedVersion
from troth.terms.edit import Serves, Unmended
from troth.terms.result import Judged
from troth.terms.versions import order
from troth.terms.versions.series import series

_SERIES = re.compile(r"(?P<numbers>\d+(?:\.\d+)*)(?P<rest>\.[xX*])?")
_CELL = re.compile(
    r"(?P<before>\|\s*[`*_]*v?)(?P<version>\d+(?:\.\d+)*(?:\.[xX*])?)(?P<after>[`*_]*)(?P<room>\s*)(?=\|)"
)
_MARK = re.compile(r"[\s|]*(?:(?::[a-z_+]+:|yes|y|supported|true|[^\w\s|]+)[\s|]*)+", re.IGNORECASE)
"""Cells that say nothing but "supported": words and signs without numbers."""
MOST_LINES = 60
"""Lines above a row that may belong to its table."""


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    by_document: dict[str, list[Judged]] = {}
    for judged in ground.by("supported-version"):
        commitment = judged.verdict.commitment
        if isinstance(commitment, SupportedVersion):
            by_document.setdefault(commitment.span.path, []).append(judged)
    for path, wrong in by_document.items():
        yield from _document(ground, path, wrong)


def _document(ground: Ground, path: str, wrong: list[Judged]) -> Iterator[Change | Unmended]:
    outside = [one for one in wrong if _row(one).supported and _newest(one) and _is_outside(_row(one), _newest(one))]
    served = tuple(serves(one) for one in wrong)
    several = next((values for one in wrong if len(values := _values(one)) > 1), ())
    if several:
        reason = f"the newest release is {' or '.join(several)}, by tag or manifest; say which series get fixes"
        yield Unmended(path=path, reason=reason, serves=served)
        return
    if not outside or len(outside) < len(wrong):
        decided = tuple(serves(one) for one in wrong if one not in outside)
        yield Unmended(
            path=path, reason=f"{_told(wrong)}: how far support reaches is a decision of yours", serves=decided
        )
        if not outside:
            return
    newest = _newest(outside[0])
    written = ground.file(path)
    rows = [one for one in outside if _row(one).until == ""]
    change = _added(written, rows, newest, tuple(serves(one) for one in outside)) if written else None
    if change is None:
        reason = f"no supported row covers {newest}, and a row like the others cannot be made without guessing"
        yield Unmended(path=path, reason=reason, serves=served)
    else:
        yield change


def _row(judged: Judged) -> SupportedVersion:
    commitment = judged.verdict.commitment
    assert isinstance(commitment, SupportedVersion)  # noqa: S101 -- for the type checker; looked above
    return commitment


def _newest(judged: Judged) -> str:
    """The newest release, where the verdict names one alone."""
    values = _values(judged)
    return values[0] if len(values) == 1 else ""


def _values(judged: Judged) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.value for fact in judged.verdict.because if fact.weakness and fact.value))


def _is_outside(row: SupportedVersion, version: str) -> bool:
    """Whether no row of the document covers ``version``, for sure: one that says "unsupported" is a decision too."""
    rows = (row.version, *(other for other, _ in row.neighbours))
    return all(series(one).covers(version, (version,)) is False for one in rows)


def _told(wrong: list[Judged]) -> str:
    return "; ".join(dict.fromkeys(f"{_row(one).version}: {one.verdict.reason}" for one in wrong))


def _added(written: Written, rows: list[Judged], newest: str, served: tuple[Serves, ...]) -> Change | None:
    """A row above the supported one with the highest version, like it but for the version."""
    cells = [(one, match) for one in rows if (match := _cell(written, one)) is not None]
    known = order.newest(_SERIES.sub(r"\g<numbers>", match["version"]) for _, match in cells)
    for one, match in cells:
        if _SERIES.sub(r"\g<numbers>", match["version"]) != known:
            continue
        number = _row(one).span.line or 0
        line, new = written.line(number), _like(match["version"], newest)
        if not new or not _covered_by(new, newest):
            return None
        room = match["room"]
        wider = len(new) - len(match["version"])
        space = room[: max(1, len(room) - wider)] if wider > 0 else room + " " * -wider
        row = f"{line[: match.start('version')]}{new}{match['after']}{space if room else room}{line[match.end() :]}"
        begin = written.place(number)[0]
        return Change(
            path=written.path,
            begin=begin,
            end=begin,
            new=row + written.newline,
            remedy="version-table",
            why=f"Adds a row for the newest release, {newest}; look whether the older rows still hold.",
            serves=served,
        )
    return None


def _cell(written: Written, judged: Judged) -> re.Match[str] | None:
    """The cell with the version, in a row of a Markdown table whose other cells are but marks."""
    row = _row(judged)
    line = written.line(row.span.line)
    found = [match for match in _CELL.finditer(line) if match["version"] in row.version]
    if len(found) != 1 or not line.lstrip().startswith("|"):
        return None
    return found[0] if _MARK.fullmatch(line[: found[0].start()] + line[found[0].end() :]) else None


def _like(version: str, newest: str) -> str:
    """``newest`` in as many numbers as ``version`` has, with the same end ("1.2.x")."""
    form, numbers = _SERIES.fullmatch(version), order.numbers_of(newest)
    if form is None or numbers is None:
        return ""
    wanted = form["numbers"].count(".") + 1
    given = (*numbers, *(0,) * (wanted - len(numbers)))[:wanted]
    return ".".join(map(str, given)) + (form["rest"] or "")


def _covered_by(row: str, version: str) -> bool:
    return series(row).covers(version, (version,)) is True


REMEDY = Remedy(name="version-table", what="a row for the newest release in a table that ends before it", mend=_mend)
