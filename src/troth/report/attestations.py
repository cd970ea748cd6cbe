"""Attestations as a list, as what was just recorded, and promises that wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from troth.report.paint import Paint
from troth.report.plain import cut, plain, wrap
from troth.report.words import promise
from troth.terms.answer import Gap
from troth.terms.attestation import Attestation, Rules, ends, flaw, signed
from troth.terms.result import Judged
from troth.terms.verdict import Standing

SOON = timedelta(days=30)
"""Before its end, this long an attestation is told to end soon."""
MOST_GAPS = 10
INDENT = 4
EMPTY = """\
Nobody attests anything here yet.
What no machine can see, a person can vouch for:  troth attest --guide
"""
NOTHING = """\
No promise waits for a person: each is settled by other proof, or attested already (troth attest --list).
"""
NAME_KEY = "The project does not name your key yet:  troth attest key"
RHYTHM = "recurrence-"
"""How ids of rhythms begin: their records tell of a day, and have no end."""


def listed(
    found: Sequence[Attestation], gaps: Sequence[Gap], at: date, asked: Rules, columns: int, paint: Paint
) -> str:
    """All of ``found``, what needs a hand first."""
    if not found and not gaps:
        return EMPTY
    states = tuple(_ORDER)
    rows = sorted(((*_state(one, at, asked), one) for one in found), key=lambda row: (states.index(row[0]), row[2].on))
    counts = {state: sum(row[0] == state for row in rows) for state in _ORDER}
    counted = " · ".join(f"{number} {_WORDS[state]}" for state, number in counts.items() if number)
    title = f"{len(found) or 'No'} attestation{'' if len(found) == 1 else 's'}"
    lines = [paint.strong(title) + (f"   {counted}" if counted else "")]
    for state, words, one in rows:
        lines += ["", f"  {paint.standing(plain(words), _ORDER[state])}"]
        lines += [f"{' ' * INDENT}{line}" for line in wrap(plain(one.what), columns - INDENT)]
        by = f"{one.by}, {one.on}, {signed(one)}"
        place = " · ".join((str(one.span), *one.promises)) if one.about else f"{one.span} · {one.name}"
        for text in (by, one.note, place):
            lines += (
                [paint.quiet(f"{' ' * INDENT}{line}") for line in wrap(plain(text), columns - INDENT)] if text else []
            )
    lines += _gaps(gaps)
    return "\n".join(lines) + "\n"


_ORDER = {
    "none": Standing.BROKEN,
    "ended": Standing.AT_RISK,
    "soon": Standing.AT_RISK,
    "holds": Standing.KEPT,
    "done": Standing.KEPT,
}
"""States of an attestation, what needs a hand first."""
_WORDS = {
    "none": "counting for nothing",
    "ended": "ended",
    "soon": "ending soon",
    "holds": "in force",
    "done": "of a day",
}


def _state(one: Attestation, at: date, asked: Rules) -> tuple[str, str]:
    """The state of ``one`` and its words."""
    why, end = flaw(one, at, asked), ends(one, asked)
    if why:
        return "none", f"counts for nothing: {why}"
    if one.until is None and one.about and all(about.id.startswith(RHYTHM) for about in one.about):
        return "done", f"done on {one.on}"
    if end < at:
        return "ended", f"ended on {end}"
    return ("soon", f"ends on {end}") if end - at <= SOON else ("holds", f"holds until {end}")


def _gaps(gaps: Sequence[Gap]) -> list[str]:
    lines = [f"{gap.wanted}: {gap.reason}" for gap in gaps[:MOST_GAPS]]
    lines += [f"{len(gaps) - MOST_GAPS} more"] if len(gaps) > MOST_GAPS else []
    return ["", "Not understood", *(f"  {plain(line)}" for line in lines)] if lines else []


def recorded(path: str, written: Sequence[Attestation], beside: Iterable[str], asked: Rules) -> str:
    """What was just written to ``path``; ``beside`` are ids of promises that it does not prove."""
    if not written:
        return plain(f"{path} was written, but git ignores it, so no check sees it: take it out of .gitignore.") + "\n"
    lines = []
    for one in written:
        end = f", until {ends(one, asked)}" if one.until else ""
        lines += [f"{one.span}  {one.what}", f"  {one.by}, {one.on}{end}, {signed(one)}"]
    for promised in beside:
        lines.append(f"  {promised} needs other proof than words; this is told beside it (troth explain {promised}).")
    lines.append("")
    if any(one.signature == "unknown" for one in written):
        lines.append(NAME_KEY)
    lines.append("Commit it, and let somebody else review it, as you do with code.")
    return "\n".join(map(plain, lines)) + "\n"


def waiting(promises: Sequence[tuple[tuple[Judged, ...], str, str]], columns: int, paint: Paint) -> str:
    """Promises that people settle: with their sentences, what would be attested, and the command that does it."""
    if not promises:
        return NOTHING
    number = sum(len(same) for same, _, _ in promises)
    lines = [paint.strong(f"{number} {'promise waits' if number == 1 else 'promises wait'} for a person")]
    for same, what, command in promises:
        first = same[0].verdict
        places = ", ".join(str(judged.verdict.commitment.span) for judged in same)
        lines += ["", cut(plain(f"{places}  {promise(first.commitment)}"), columns)]
        quoted = [f"“{judged.verdict.commitment.sentence}”" for judged in same]
        for text in (*quoted, first.reason, f"You would attest: {what}"):
            lines += [f"  {line}" for line in wrap(plain(text), columns - 2)]
        lines.append(f"  {plain(command)}")
    lines += ["", "On a terminal, `troth attest --guide` asks for each of them, and writes one file at the end."]
    return "\n".join(lines) + "\n"
