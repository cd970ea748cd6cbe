"""What ``troth.toml`` says of the sentences of the policy, put on what was read of them.

The sentence is the arbiter. While a document says it, its entry holds: the id, the fields that people corrected, the
silence, the evidence; an entry whose sentence nobody read as that kind adds the promise. Where the document says
something else by now, the document holds, and only the id is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec

from troth.policy.document import parse
from troth.terms.commitment import Commitment
from troth.terms.identity import slug
from troth.terms.meaning import differences, meaning
from troth.terms.pairing import Said, pair, said, same_words
from troth.terms.register import Entry, Match, State, commitment_of, needed
from troth.terms.span import SENTENCE, Span, excerpt
from troth.terms.statement import Reading, Statement
from troth.terms.verdict import Finding
from troth.terms.wording import plainly


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """The readings with the register put on them, and what became of each entry, in the order of the register."""

    readings: tuple[Reading, ...]
    matches: tuple[Match, ...] = ()


def apply(readings: Sequence[Reading], entries: Sequence[Entry]) -> Applied:
    """Put ``entries`` on ``readings``; without any the readings are as they were."""
    if not entries:
        return Applied(readings=tuple(readings))
    work = _Work(readings, entries)
    work.by_words()
    work.by_other_place()
    work.by_other_kind()
    work.by_statement()
    work.by_likeness()
    work.echoes()
    return Applied(readings=work.readings(), matches=work.matches())


class _Work:
    """Entries and commitments that are still alone, and what is known of the others."""

    def __init__(self, readings: Sequence[Reading], entries: Sequence[Entry]) -> None:
        self._readings, self._entries = readings, entries
        self._read = [(number, one) for number, reading in enumerate(readings) for one in reading.commitments]
        self._entry_of: dict[int, tuple[Entry, State]] = {}
        self._found: dict[int, Match] = {}
        self._added: defaultdict[int, list[Commitment]] = defaultdict(list)

    def by_words(self) -> None:
        """Entries whose sentence was read as their kind."""
        entries, commitments = self._alone()
        pairs = same_words([_said(self._entries[each]) for each in entries], [self._said(each) for each in commitments])
        for one, other in pairs:
            self._join(entries[one], commitments[other], "holds")

    def by_other_place(self) -> None:
        """Entries whose sentence says again what another sentence, which stands for both now, says too."""
        entries, commitments = self._alone()
        waiting: defaultdict[tuple[str, str], list[tuple[int, Span]]] = defaultdict(list)
        for each in commitments:
            one = self._read[each][1]
            for span in one.also:
                waiting[one.kind, plainly(span.text)].append((each, span))
        for number in entries:
            entry = self._entries[number]
            for each, span in waiting.get((entry.kind, plainly(entry.sentence)), ()):
                if each not in self._entry_of:
                    self._anchor(each, span)
                    self._join(number, each, "holds")
                    break

    def by_other_kind(self) -> None:
        """Entries whose kind people corrected: the id still begins with the kind as which the sentence was read."""
        entries, commitments = self._alone()
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        for each in commitments:
            waiting[plainly(self._read[each][1].sentence)].append(each)
        for number in entries:
            entry = self._entries[number]
            for each in waiting.get(plainly(entry.sentence), ()):
                kind = slug(self._read[each][1].kind)
                if each not in self._entry_of and (entry.id == kind or entry.id.startswith(f"{kind}-")):
                    self._join(number, each, "holds")
                    break

    def by_statement(self) -> None:
        """Entries whose sentence a document says without being read as that kind."""
        entries, _ = self._alone()
        for number in entries:
            entry = self._entries[number]
            place = self._statements.find(entry)
            if place is None:
                continue
            reading, statement = place
            added = _added(entry, statement)
            if added is not None:
                self._added[reading].append(added)
            self._found[number] = Match(entry=entry, state="lacks" if added is None else "adds", read=added)

    def by_likeness(self) -> None:
        """Entries whose sentence became another; those that were gone already are looked for no more."""
        entries, commitments = self._alone()
        entries = [each for each in entries if self._entries[each].gone is None]
        pairs = pair([_said(self._entries[each]) for each in entries], [self._said(each) for each in commitments])
        for one, other in pairs:
            if one is not None and other is not None:
                self._join(entries[one], commitments[other], "changed")

    def echoes(self) -> None:
        """What another document says in the same words has the same entry: both are one promise."""
        known = {
            (one.span.path, self._key(one)): self._entry_of[each]
            for each, (_, one) in enumerate(self._read)
            if each in self._entry_of
        }
        by_key = {key: (path, entry) for (path, key), entry in known.items()}
        for each, (_, one) in enumerate(self._read):
            echo = by_key.get(self._key(one))
            if each not in self._entry_of and echo is not None and echo[0] != one.span.path:
                self._entry_of[each] = echo[1]

    def readings(self) -> tuple[Reading, ...]:
        """The readings with entries put on their commitments."""
        found: defaultdict[int, list[Commitment]] = defaultdict(list)
        translations = {reading.document for reading in self._readings if reading.role == "translation"}
        for each, (number, one) in enumerate(self._read):
            entry = self._entry_of.get(each)
            found[number] += [one] if entry is None else self._under(one, *entry, translations)
        for number, added in self._added.items():
            found[number] = sorted([*found[number], *added], key=lambda one: one.span.line or 0)
        return tuple(
            msgspec.structs.replace(reading, commitments=tuple(found[number]))
            for number, reading in enumerate(self._readings)
        )

    def matches(self) -> tuple[Match, ...]:
        return tuple(
            self._found.get(number) or Match(entry=entry, state="gone") for number, entry in enumerate(self._entries)
        )

    @cached_property
    def _statements(self) -> _Statements:
        return _Statements(self._readings)

    def _alone(self) -> tuple[list[int], list[int]]:
        entries = [number for number in range(len(self._entries)) if number not in self._found]
        return entries, [each for each in range(len(self._read)) if each not in self._entry_of]

    def _join(self, number: int, each: int, state: State) -> None:
        entry, read = self._entries[number], self._read[each][1]
        self._entry_of[each] = (entry, state)
        self._found[number] = Match(entry=entry, state=state, read=read)

    def _anchor(self, each: int, span: Span) -> None:
        """Let the sentence at ``span`` stand for the commitment, which others say too."""
        number, one = self._read[each]
        also = (one.span, *(other for other in one.also if other != span))
        heading = self._statements.heading(span)
        self._read[each] = (number, msgspec.structs.replace(one, span=span, heading=heading, also=also))

    def _under(self, one: Commitment, entry: Entry, state: State, translations: set[str]) -> list[Commitment]:
        """``one`` as ``entry`` has it; where it is silenced, other sentences that say the same stand for it still."""
        if state == "changed":
            return [msgspec.structs.replace(one, named=entry.id)]
        if entry.kind == one.kind:
            held: Commitment | None = msgspec.structs.replace(one, **dict(entry.fields))
        else:
            held = commitment_of(entry, one.span, one.heading)
        if held is None:
            return [one]
        otherwise = tuple(each.name for each in differences(one, held))
        held = msgspec.structs.replace(held, corrected=otherwise)
        if not entry.silence:
            return [_marked(held, entry)]
        words = plainly(one.sentence)
        others = [span for span in one.also if plainly(span.text) != words and span.path not in translations]
        also = tuple(span for span in one.also if span not in others)
        silenced = _marked(msgspec.structs.replace(held, also=also), entry)
        if not others:
            return [silenced]
        heading = self._statements.heading(others[0])
        return [silenced, msgspec.structs.replace(one, span=others[0], heading=heading, also=tuple(others[1:]))]

    def _said(self, each: int) -> Said:
        return said(self._read[each][1])

    @staticmethod
    def _key(one: Commitment) -> tuple[Any, ...]:
        return plainly(one.sentence), meaning(one)


class _Statements:
    """What the documents say, by its words; they are parsed only where an entry needs it."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._places: defaultdict[str, list[tuple[int, Statement]]] = defaultdict(list)
        self._names = [reading.document for reading in readings]
        for number, reading in enumerate(readings):
            for statement in parse(reading.document, reading.text).statements:
                self._places[plainly(excerpt(statement.text, SENTENCE))].append((number, statement))

    def find(self, entry: Entry) -> tuple[int, Statement] | None:
        """Where the sentence of ``entry`` stands, in its own document, under its heading, near its line if possible."""
        return min(
            self._places.get(plainly(entry.sentence), ()), key=lambda place: self._far(entry, *place), default=None
        )

    def heading(self, span: Span) -> tuple[str, ...]:
        """The headings above the statement at ``span``."""
        said = (one for number, one in self._places.get(plainly(span.text), ()) if self._names[number] == span.path)
        nearest = min(said, key=lambda one: abs((one.span.line or 0) - (span.line or 0)), default=None)
        return nearest.heading if nearest else ()

    def _far(self, entry: Entry, number: int, statement: Statement) -> tuple[Any, ...]:
        elsewhere = bool(entry.document) and self._names[number] != entry.document
        other = bool(entry.under) and statement.heading[-1:] != (entry.under,)
        return elsewhere, other, abs((statement.span.line or 0) - (entry.line or 0)), number


def _said(entry: Entry) -> Said:
    heading = (entry.under,) if entry.under else ()
    whole = commitment_of(entry, Span(entry.document, entry.line, entry.sentence), heading)
    if whole is not None:
        return said(whole, entry.id)
    return Said(kind=entry.kind, sentence=entry.sentence, document=entry.document, heading=heading, name=entry.id)


def _added(entry: Entry, statement: Statement) -> Commitment | None:
    span = msgspec.structs.replace(statement.span, text=excerpt(statement.text, SENTENCE))
    made = commitment_of(entry, span, statement.heading)
    return None if made is None else _marked(made, entry)


def _marked(one: Commitment, entry: Entry) -> Commitment:
    return msgspec.structs.replace(one, named=entry.id, silenced=entry.silence, evidence=entry.evidence)


def findings(matches: Iterable[Match]) -> Iterator[Finding]:
    """What people wrote into entries and holds no more, because the sentence is another by now or gone."""
    for match in matches:
        entry = match.entry
        written = [name for name, there in (("silence", entry.silence), ("evidence", entry.evidence)) if there]
        if match.state == "lacks":
            text = f"{entry.id} adds a {entry.kind} without {' and '.join(needed(entry))}, so it adds nothing"
            yield Finding(rule="unread-setting", span=entry.span, text=text)
        elif match.state in ("changed", "gone") and written and entry.gone is None:
            says = "says something else by now" if match.state == "changed" else "is gone"
            text = f"{entry.id}: its sentence {says}, so its {' and '.join(written)} does not hold: troth drift"
            yield Finding(rule="register-drift", span=entry.span, text=text)
