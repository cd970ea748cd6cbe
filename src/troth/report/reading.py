"""A policy as it stands, with what was understood marked beside its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from troth.report.paint import Paint
from troth.report.plain import cut, plain, width, wrap
from troth.report.words import promise
from troth.terms.commitment import Commitment
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.trace import Answer, Reason, Trace

GUTTER = 6
"""Columns of the line number and the space behind it."""
BESIDE = 100
"""Columns from which on notes stand beside the words; below that, under them."""
NOTES = 44
"""Columns of the notes beside the words."""


def marked(lines: Sequence[str], reading: Reading, columns: int, paint: Paint) -> str:
    """The document, each commitment beside its line; ``columns`` are those of the terminal."""
    notes = _notes(reading)
    out = [_summary(reading), ""]
    for number, line in enumerate(lines, 1):
        out += _line(number, line, notes.get(number, []), columns, paint)
    return "\n".join(line.rstrip() for line in out) + "\n"


def _summary(reading: Reading) -> str:
    many = len(reading.commitments)
    missed = f", {len(reading.unread)} not understood" if reading.unread else ""
    return f"{plain(reading.document)}   {many} promise{'' if many == 1 else 's'}{missed}"


def _notes(reading: Reading) -> dict[int, list[tuple[str, str]]]:
    """Line number → (mark, words) of each note."""
    notes: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in reading.commitments:
        notes[one.span.line or 1].append(("▸", _told(one)))
        for other in one.also:
            notes[other.line or 1].append(("▸", f"{_told(one)} (again)"))
    for span in reading.unread:
        notes[span.line or 1].append(("?", "not understood"))
    return notes


def _told(one: Commitment) -> str:
    strength = "" if one.strength == "promise" else f" [{one.strength}]"
    return f"{one.kind.replace('_', ' ')}: {promise(one)}{strength}"


def _line(number: int, line: str, notes: Sequence[tuple[str, str]], columns: int, paint: Paint) -> Iterator[str]:
    beside = columns >= BESIDE
    room = columns - GUTTER - (NOTES + 3 if beside else 0)
    words = wrap(plain(line), room) or [""]
    shown = [f"{number:>4}  {words[0]}".rstrip(), *(" " * GUTTER + each for each in words[1:])]
    if not notes:
        yield from (paint.quiet(each) for each in shown)
        return
    told = [
        (mark, piece if index == 0 else f"  {piece}")
        for mark, text in notes
        for index, piece in enumerate(wrap(plain(text), (NOTES if beside else columns - GUTTER) - 4))
    ]
    if not beside:
        yield from (paint.strong(each) for each in shown)
        yield from (" " * GUTTER + _note(mark, text, paint) for mark, text in told)
        return
    for index in range(max(len(shown), len(told))):
        left = shown[index] if index < len(shown) else ""
        gap = " " * (columns - NOTES - 2 - width(left))
        right = _note(*told[index], paint) if index < len(told) else ""
        yield f"{paint.strong(left)}{gap}{right}"


def _note(mark: str, text: str, paint: Paint) -> str:
    first = f"{mark} " if not text.startswith("  ") else "  "
    words = f"{first}{text.strip()}"
    return paint.found(words) if mark == "▸" else paint.missed(words)


def listed(reading: Reading, columns: int) -> str:
    """The commitments one by one, each with its sentence."""
    lines = [f"{plain(reading.document)}   {len(reading.commitments)} promises in {reading.statements} statements"]
    for one in reading.commitments:
        lines.append(f"  L{one.span.line:<5} {one.kind:<23} {promise(one)}")
        lines.append(f"         {cut(plain(one.sentence), columns - 9)}")
    if reading.unread:
        lines += ["", "Looks like a promise, not understood"]
        lines += [f"  L{span.line:<5} {cut(plain(span.text), columns - 9)}" for span in reading.unread]
    return "\n".join(lines) + "\n"


def unread(reading: Reading, sounds: Mapping[Span, str], columns: int) -> str:
    """Only what was not understood; ``sounds`` are the words that made a line look like a promise."""
    if not reading.unread:
        return f"{plain(reading.document)}: every line that looks like a promise was understood\n"
    many = len(reading.unread)
    lines = [f"{plain(reading.document)}   {many} line{'' if many == 1 else 's'} not understood"]
    for span in reading.unread:
        lines.append(f"  L{span.line:<5} {cut(plain(span.text), columns - 9)}")
        lines.append(f"         {cut(_why(sounds.get(span, '')), columns - 9)}")
    lines += ["", *wrap("`troth read FILE --explain LINE` tells which phrases listened, and why none fired.", columns)]
    return "\n".join(lines) + "\n"


def _why(words: str) -> str:
    return f'"{plain(words)}" sounds like a promise; no phrase knows what is promised' if words else "was not read"


def explained(document: str, line: int, traces: Sequence[Trace], columns: int, paint: Paint) -> str:
    """What each phrase made of one line."""
    if not traces:
        return f"{plain(document)}:{line} holds nothing that is read: it is empty, a comment or a mark\n"
    out: list[str] = []
    for one in traces:
        out += [f"{plain(document)}:{line}   {one.statement.form}", ""]
        out += [f"  {each}" for each in wrap(plain(one.statement.text), columns - 4)]
        heading = " › ".join(plain(each) for each in one.statement.heading)
        out += ["", *wrap(f"Under: {heading or 'no heading'}", columns - 2)]
        out += [*wrap(f"The section is taken for: {', '.join(one.roles) or 'nothing in particular'}", columns - 2), ""]
        out += _answers(one.answers, columns, paint)
    return "\n".join(out) + "\n"


def _answers(answers: Sequence[Answer], columns: int, paint: Paint) -> Iterator[str]:
    fired = [each for each in answers if each.found]
    if not fired:
        yield "No phrase fired."
    for each in fired:
        for found in each.found:
            yield paint.found(cut(f"▸ {each.phrase}: {plain(promise(found.commitment))}", columns))
            yield f'    on "{cut(plain(found.words), columns - 9)}"'
    silent = [each for each in answers if not each.found and each.reason is None]
    if silent:
        yield from _named("Listened and heard nothing of theirs", silent, columns)
    reasons: defaultdict[Reason, list[Answer]] = defaultdict(list)
    for each in answers:
        if each.reason is not None:
            reasons[each.reason].append(each)
    for reason, refused in sorted(reasons.items(), key=lambda pair: pair[0] is not Reason.DENIED):
        did = "Listened, but" if reason is Reason.DENIED else "Did not listen, because"
        yield from _named(f"{did} {_because(reason.value)}", refused, columns)
    for each in answers:
        if each.signs:
            told = plain(", ".join(each.signs))
            yield from _hung(f"Points for (+) and against (-) {each.phrase}: {told}", columns)
    yield ""


def _named(what: str, answers: Sequence[Answer], columns: int) -> list[str]:
    return _hung(f"{what}: {', '.join(each.phrase for each in answers)}", columns)


def _hung(text: str, columns: int) -> list[str]:
    """``text`` wrapped, further lines indented."""
    return [piece if number == 0 else f"  {piece}" for number, piece in enumerate(wrap(text, columns - 2))]


def _because(reason: str) -> str:
    return reason if not reason.startswith("none") else f"{reason} stands here"
