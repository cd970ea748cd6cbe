"""A policy as it stands, with what was understood marked beside its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from troth.report.paint import Paint
from troth.report.plain import cut, fold, plain, width, wrap
from troth.report.words import promise
from troth.terms.commitment import Commitment
from troth.terms.lines import LONGEST_LINE
from troth.terms.statement import Reading
from troth.terms.trace import Answer, Miss, Near, Reason, Trace

GUTTER = 6
"""Columns of the line number and the space behind it."""
BESIDE = 100
"""Columns from which on notes stand beside the words; below that, under them."""
NOTES = 44
"""Least columns of the notes beside the words."""
WORDS = 110
"""Most columns of the words that have notes beside them."""
STEP = "handling step"
"""What a disclosure step is called where its kind does not stand beside it."""
QUOTED = 60
"""Columns of a sentence that is quoted to tell it from others of its line."""
TAB = 4
LONG = 400
"""Characters that are shown of a line that is too long to be read to its end."""
HEADER = "is the header row of a table, which is read with the rows below it"
NOTHING = "holds nothing that is read: it is empty, a comment or a mark"
MOST = 3
"""Lines of a sentence that are shown where only a list is asked for."""
LEFT_OUT = "not of security: troth check leaves it out"
"""Beside promises of a document about support of any sort."""
SHORT = 2
"""Words of a line that is told to be nothing in one line where no phrase is about them."""
PHRASES = "docs/phrases.md"
"""The page that tells of each phrase, under its name."""
STEPS = (
    "What you can do: say it as one of these phrases wants it; list the sentence in troth.toml as a [[commitment]] "
    "(docs/troth-toml.md); or report it as missed (CONTRIBUTING.md, A line that is missed)."
)
MISSED = "CONTRIBUTING.md, A line that is missed"
POINTS = "Signs of the sentence, each with the points that it gave for (+) or against (-) a phrase that sums them:"
SAID = frozenset({"sentence", "bullet", "row"})
"""Forms in which people promise something in words."""
OF_THE_PHRASE = frozenset({Reason.WORDS, Reason.FORM})
"""Reasons that tell of the phrase alone; they are told where more is asked for."""
TOLD = frozenset({Reason.SECTION, Reason.USERS, Reason.PAST, Reason.PLANNED, Reason.ADVICE, Reason.DENIED})
"""Reasons that tell something of the line; that a phrase listens for other words or forms tells of the phrase."""


class _Room(NamedTuple):
    """Columns for the words of the document and for the notes, which stand ``beside`` them or below."""

    words: int
    notes: int
    beside: bool


def marked(
    lines: Sequence[str],
    titles: Container[int],
    reading: Reading,
    columns: int,
    paint: Paint,
    shared: Container[int] = (),
    aside: Collection[Commitment] = (),
) -> str:
    """The document, each commitment beside its line; ``columns`` are those of the terminal.

    ``titles`` are the numbers of the lines that are headings, ``shared`` those on which several sentences stand.
    ``aside`` are commitments that a check leaves out.
    """
    notes = _notes(reading, shared, aside)
    shown = [plain((line if len(line) < LONGEST_LINE else f"{line[:LONG]}…").expandtabs(TAB)) for line in lines]
    room = _room(shown, [text for told in notes.values() for _, text in told], columns)
    out = [_summary(reading), ""]
    for number, line in enumerate(shown, 1):
        words = paint.strong if number in titles else _as_it_is
        out += _line(number, line, notes.get(number, []), room, paint, words)
    return "\n".join(line.rstrip() for line in out) + "\n"


def _room(lines: Sequence[str], notes: Sequence[str], columns: int) -> _Room:
    """Beside each other, words get what they need and notes do, too; where both cannot, notes two fifths."""
    free = columns - GUTTER - 3
    if columns < BESIDE:
        return _Room(columns - GUTTER, columns - GUTTER, beside=False)
    asked = max((width(plain(note)) + 4 for note in notes), default=0)
    least = min(max(asked, NOTES), max(free * 2 // 5, NOTES))
    words = min(max(map(width, lines), default=0), WORDS, free - least)
    return _Room(words, free - words, beside=True)


def _as_it_is(text: str) -> str:
    return text


def _summary(reading: Reading) -> str:
    told = [_counted(len(reading.commitments), "promise")]
    missed = len(reading.unread) - len(reading.cut)
    told += [f"{missed} not understood"] if missed else []
    told += [f"{_counted(len(reading.cut), 'part')} not read"] if reading.cut else []
    return f"{plain(reading.document)}   {', '.join(told)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _notes(reading: Reading, shared: Container[int], aside: Collection[Commitment]) -> dict[int, list[tuple[str, str]]]:
    """Line number → (mark, words) of each note."""
    notes: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in reading.commitments:
        told = _told(one) + (f" [{LEFT_OUT}]" if one in aside else "")
        notes[one.span.line or 1].append(("▸", told))
        for other in one.also:
            notes[other.line or 1].append(("▸", f"{told} (again)"))
    apart = set(reading.cut)
    for span in reading.unread:
        missed = f'not understood: "{cut(span.text, QUOTED)}"' if span.line in shared else "not understood"
        notes[span.line or 1].append(("?", f"not read: {span.text}" if span in apart else missed))
    return notes


def _told(one: Commitment) -> str:
    return f"{one.kind.replace('_', ' ')}: {_promise(one)}"


def _promise(one: Commitment) -> str:
    if one.silenced:
        return f"{_bare(one)} [silenced: {one.silenced}]"
    return _bare(one) + ("" if one.strength == "promise" else f" [{one.strength}]")


def _bare(one: Commitment) -> str:
    """The promise in a few words, beside its kind: without the kind before them."""
    words = promise(one)
    for kind in (one.kind.replace("_", " "), STEP):
        words = words.removeprefix(f"{kind}: ")
    return words


def _line(
    number: int,
    line: str,
    notes: Sequence[tuple[str, str]],
    room: _Room,
    paint: Paint,
    words: Callable[[str], str],
) -> Iterator[str]:
    first, *more = fold(line, room.words)
    marks = {mark for mark, _ in notes}
    place = paint.missed if "?" in marks else paint.found if marks else paint.quiet
    shown = [f"{place(f'{number:>4}')}  {words(first)}", *(" " * GUTTER + words(each) for each in more)]
    told = [
        (mark, piece if index == 0 else f"  {piece}")
        for mark, text in notes
        for index, piece in enumerate(wrap(plain(text), room.notes - 4))
    ]
    if not room.beside:
        yield from shown
        yield from (" " * GUTTER + _note(mark, text, paint) for mark, text in told)
        return
    widths = [max(GUTTER, len(str(number)) + 2) + width(first), *(GUTTER + width(each) for each in more)]
    for index in range(max(len(shown), len(told))):
        left, taken = (shown[index], widths[index]) if index < len(shown) else ("", 0)
        right = " " * (GUTTER + room.words + 2 - taken) + _note(*told[index], paint) if index < len(told) else ""
        yield f"{left}{right}"


def _note(mark: str, text: str, paint: Paint) -> str:
    first = f"{mark} " if not text.startswith("  ") else "  "
    words = f"{first}{text.strip()}"
    return paint.found(words) if mark == "▸" else paint.missed(words)


def listed(reading: Reading, columns: int, aside: Collection[Commitment] = (), *, whole: bool = False) -> str:
    """The commitments one by one, each with its sentence; ``aside`` are those that a check leaves out.

    A sentence is cut to one line unless it is asked for ``whole``.
    """

    def said(text: str) -> list[str]:
        return fold(plain(text), columns - 9) if whole else [cut(plain(text), columns - 9)]

    lines = [f"{plain(reading.document)}   {len(reading.commitments)} promises in {reading.statements} statements"]
    for one in reading.commitments:
        lines.append(f"  L{one.span.line:<5} {one.kind:<23} {_promise(one)}{f' [{LEFT_OUT}]' if one in aside else ''}")
        lines += [f"{'':9}{each}" for each in said(one.sentence)]
    apart = set(reading.cut)
    missed = [span for span in reading.unread if span not in apart]
    for title, spans in (("Looks like a promise, not understood", missed), ("Not read", reading.cut)):
        lines += ["", title] if spans else []
        for span in spans:
            first, *more = said(span.text)
            lines += [f"  L{span.line:<5} {first}", *(f"{'':9}{each}" for each in more)]
    return "\n".join(lines) + "\n"


def unread(reading: Reading, misses: Sequence[Miss], columns: int, paint: Paint) -> str:
    """Only what was not understood, each line with the reason, and where reading stopped."""
    name = plain(reading.document)
    if not misses and not reading.cut:
        what = "no further line" if reading.commitments else "no line"
        more = "" if reading.commitments else ", and none was understood as one"
        tells = "Where a line promises all the same, `troth read FILE --explain LINE` tells which phrases come near it."
        told = [*wrap(f"{name}: {what} sounds like a promise to Troth{more}.", columns), "", *wrap(tells, columns)]
        return "\n".join([*told, *wrap(f"Report it as missed: {MISSED}.", columns)]) + "\n"
    lines = [f"{name}   {_counted(len(misses), 'line')} not understood"] if misses else []
    for miss in misses:
        words = fold(plain(miss.span.text), columns - 9)
        lines += [paint.missed(f"  L{miss.span.line:<5} ") + words[0], *(f"{'':9}{each}" for each in words[1:MOST])]
        lines += [" " * 9 + "…"] if len(words) > MOST else []
        lines += [f"         {paint.quiet(each)}" for each in wrap(_why(miss), columns - 9)]
    if reading.cut:
        lines += [""] if misses else []
        lines.append(f"{name}   {_counted(len(reading.cut), 'part')} not read")
        for span in reading.cut:
            lines.append(paint.missed(f"  L{span.line:<5} ") + cut(plain(span.text), columns - 9))
    if misses:
        tells = "`troth read FILE --explain LINE` tells which phrases come near, and why none fired."
        lines += ["", *wrap(tells, columns), *wrap(STEPS, columns)]
    return "\n".join(lines) + "\n"


def _why(miss: Miss) -> str:
    """Why no phrase fired, by what kept those from it that had their words."""
    reasons = (each.reason for each in miss.answers if each.reason is not None and each.reason in TOLD)
    known = "; ".join(dict.fromkeys(each.value for each in reasons))
    nearest = f"the nearest phrase, {_wants(miss.near[0])}" if miss.near else ""
    why = known or nearest or "no phrase comes near it"
    if not miss.words:
        return f"it stands in a list item that counts once, by what is said before it; {why}"
    return f'"{plain(miss.words)}" sounds like a promise; {why}'


def _wants(near: Near) -> str:
    return f'{near.phrase}, wants e.g. "{plain(near.wants)}"' if near.wants else f"{near.phrase}, wants other forms"


def explained(
    document: str,
    traces: Mapping[int, Sequence[Trace]],
    headers: Container[int],
    columns: int,
    paint: Paint,
    *,
    verbose: bool = False,
) -> str:
    """What each phrase made of each line, a sentence on several lines told once; ``verbose`` adds the points.

    ``headers`` are the numbers of the lines that name the columns of a table.
    """
    out: list[str] = []
    told: set[int] = set()
    for line, ones in sorted(traces.items()):
        if not ones:
            out += [f"{plain(document)}:{line} {HEADER if line in headers else NOTHING}", ""]
        new = [one for one in ones if id(one) not in told]
        told.update(map(id, new))
        out += _explained(f"{plain(document)}:{line}", new, columns, paint, verbose=verbose)
    every = [one for ones in traces.values() for one in ones]
    if any(not _fired(one) and not _empty(one) and one.statement.form in SAID for one in every):
        out += [*wrap(STEPS, columns), ""]
    if not verbose and not all(map(_empty, every)):
        more = "-v adds the phrases that heard nothing or did not listen, and the points that were summed."
        out += [*map(paint.quiet, wrap(more, columns)), ""]
    return "\n".join(out[:-1]) + "\n"


def _fired(one: Trace) -> bool:
    return any(answer.found for answer in one.answers)


def _empty(one: Trace) -> bool:
    """Whether a line is so short and so strange to every phrase that nothing need be told of it."""
    reasons = {answer.reason for answer in one.answers} - OF_THE_PHRASE - {None}
    return not (one.near or reasons or _fired(one)) and len(one.statement.text.split()) <= SHORT


def _explained(place: str, traces: Collection[Trace], columns: int, paint: Paint, *, verbose: bool) -> list[str]:
    out: list[str] = []
    for one in traces:
        if _empty(one) and not verbose:
            what = f'{place} "{plain(one.statement.text)}": no phrase is about any word of it, so nothing is read here.'
            out += [*wrap(what, columns), ""]
            continue
        out += [f"{place}   {one.statement.form}", ""]
        out += [f"  {each}" for each in wrap(plain(one.statement.text), columns - 4)]
        heading = " › ".join(plain(each) for each in one.statement.heading)
        out += ["", *wrap(f"Under: {heading or 'no heading'}", columns - 2)]
        out += [*wrap(f"The section is taken for: {', '.join(one.roles) or 'nothing in particular'}", columns - 2), ""]
        out += _answers(one, columns, paint, verbose=verbose)
    return out


def _answers(one: Trace, columns: int, paint: Paint, *, verbose: bool) -> Iterator[str]:
    for each in one.answers:
        for found in each.found:
            yield paint.found(cut(f"▸ {each.phrase}: {plain(_bare(found.commitment))}", columns))
            yield f'    on "{cut(plain(found.words), columns - 9)}"'
    if not _fired(one):
        yield "No phrase fired. The nearest, by the words of the sentence:" if one.near else "No phrase fired."
        for near in one.near:
            yield from (f"  {each}" for each in _hung(f"{_wants(near)} ({PHRASES}#{near.phrase})", columns - 2))
    silent = [each for each in one.answers if not each.found and each.reason is None]
    if silent and verbose:
        yield from _named("Listened and heard nothing of theirs", silent, columns)
    reasons: defaultdict[Reason, list[Answer]] = defaultdict(list)
    for each in one.answers:
        if each.reason is not None and (verbose or each.reason not in OF_THE_PHRASE):
            reasons[each.reason].append(each)
    for reason, refused in sorted(reasons.items(), key=lambda pair: pair[0] is not Reason.DENIED):
        did = "Listened, but" if reason is Reason.DENIED else "Did not listen, because"
        yield from _named(f"{did} {_because(reason.value)}", refused, columns)
    summed = [each for each in one.answers if each.signs] if verbose else []
    if summed:
        yield from _hung(POINTS, columns)
    for each in summed:
        yield from (f"  {piece}" for piece in _hung(f"{each.phrase}: {plain(', '.join(each.signs))}", columns - 2))
    yield ""


def _named(what: str, answers: Sequence[Answer], columns: int) -> list[str]:
    return _hung(f"{what}: {', '.join(each.phrase for each in answers)}", columns)


def _hung(text: str, columns: int) -> list[str]:
    """``text`` wrapped, further lines indented."""
    return [piece if number == 0 else f"  {piece}" for number, piece in enumerate(wrap(text, columns - 2))]


def _because(reason: str) -> str:
    return reason if not reason.startswith("none") else f"{reason} stands here"
