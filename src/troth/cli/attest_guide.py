"""``troth attest --guide``: walk through the promises that people settle; nothing is written before the end."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from troth.cli import attest_promise as promises
from troth.cli import attest_record as record
from troth.cli import terminal
from troth.formats.attestation_toml import Record
from troth.report.plain import plain, wrap
from troth.report.words import promise
from troth.terms.attestation import Rules
from troth.terms.errors import RefusedAttestationError
from troth.terms.verdict import Standing

if TYPE_CHECKING:
    from troth.terms.result import Judged

T = TypeVar("T")
Waiting = tuple[tuple["Judged", ...], str, str]
"""Promises that one statement attests, the statement, and the command that records it."""
CHOICES = "[y]es, it is so · [n]o or not now · [b]ack · [q]uit and write what was said so far"
NOTHING_WRITTEN = "Nothing was written."


class _StoppedError(Exception):
    """The end of the input, where an answer was asked."""


def walk(arguments: argparse.Namespace) -> int:
    """Ask for each promise on a terminal, else print them with the command for each.

    Raises:
        RefusedAttestationError: nobody is named, or the file cannot be signed or written.
        TrothError: the tree or a policy cannot be read.
    """
    waiting = _waiting(arguments)
    if arguments.json:
        from troth.formats import attestation_json

        sys.stdout.write(attestation_json.waiting(waiting).decode())
        return 0
    if not waiting or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from troth.report import attestations
        from troth.report.paint import Paint

        paint = Paint(on=terminal.colour(arguments.color))
        sys.stdout.write(attestations.waiting(waiting, terminal.columns(), paint))
        return 0
    by, signer = record.author(arguments), record.signer(arguments)
    asked = record.rules(Path(arguments.root))
    try:
        records = _ask([same for same, _, _ in waiting], by, asked)
        agreed = bool(records) and _agreed(records, by, signed=signer is not None)
    except (_StoppedError, KeyboardInterrupt):
        print(f"\n{NOTHING_WRITTEN}")
        return 0
    if not agreed:
        print(NOTHING_WRITTEN)
        return 0
    path = record.put(Path(arguments.root), by.partition("<")[0].strip() or by, records, signer)
    promises.tell(arguments, path, record.written(Path(arguments.root), path), (), asked)
    return 0


def _waiting(arguments: argparse.Namespace) -> list[Waiting]:
    """Promises that people settle, with what would be attested and how; those of one statement as one."""
    result = promises.looked_at(arguments)
    where = "" if arguments.root == "." else f" --root {shlex.quote(arguments.root)}"
    where += "".join(f" --policy {shlex.quote(policy)}" for policy in arguments.policy)
    alike: dict[tuple[str, str], list[Judged]] = {}
    for judged in result.judged:
        if promises.waits(judged):
            what = promises.statement(judged.verdict.commitment, record.today())
            alike.setdefault((what, promises.bound(judged)), []).append(judged)
    return [
        (tuple(same), what, f"troth attest promise {' '.join(judged.id for judged in same)}{where}")
        for (what, _), same in alike.items()
    ]


def _ask(waiting: Sequence[tuple[Judged, ...]], by: str, asked: Rules) -> list[Record]:
    """What was said of each of ``waiting``, one by one."""
    columns = terminal.columns()
    print(f"{len(waiting)} to look at, as {plain(by)}. Nothing is written before the end.")
    said: dict[int, Record] = {}
    number = 0
    while number < len(waiting):
        same = waiting[number]
        _show(same, f"{number + 1} of {len(waiting)}", columns)
        answer = _choice(CHOICES, "ynbq")
        if answer == "q":
            break
        if answer == "b":
            number = max(number - 1, 0)
            continue
        said.pop(number, None)
        if answer == "y":
            said[number] = _said(same, by, asked)
        number += 1
    return list(said.values())


def _show(same: Sequence[Judged], place: str, columns: int) -> None:
    places = ", ".join(plain(str(judged.verdict.commitment.span)) for judged in same)
    judged = same[0]
    print(f"\n{place}   {places}   {plain(promise(judged.verdict.commitment))}")
    for each in same:
        for line in wrap(f"“{plain(each.verdict.commitment.sentence)}”", columns - 2):
            print(f"  {line}")
    if judged.verdict.standing is not Standing.UNPROVEN or judged.verdict.because:
        print(f"  now: {plain(judged.verdict.reason)}")


def _said(same: Sequence[Judged], by: str, asked: Rules) -> Record:
    """The record of promises that one statement attests, by what is answered."""
    judged = same[0]
    commitment = judged.verdict.commitment
    rhythm = promises.is_rhythm(commitment)
    when = "When was it last done?" if rhythm else "Since when do you know it to be so?"
    on = _until_right(when, str(record.today()), lambda text: record.done_on(record.day(text)))
    statement = promises.statement(commitment, on)
    what = _until_right("What do you vouch for?", statement, lambda text: record.measured(text, "statement"))
    until: date | None = None
    if not rhythm:
        question = "Until when does it hold (a day, or a time such as P6M)?"
        until = _until_right(question, _usual_end(on, asked), lambda text: record.end(text, on, asked))
    note = _until_right("Where does more of it stand?", "", lambda text: record.measured(text, "note"))
    about = tuple(promises.about(each) for each in same)
    return Record(name=promises.called(judged), by=by, what=what, on=on, until=until, note=note, about=about)


def _usual_end(on: date, asked: Rules) -> str:
    """The day on which it ends by the rules of the project; "" where that has passed."""
    try:
        return str(record.end("", on, asked))
    except RefusedAttestationError:
        return ""


def _until_right(question: str, usual: str, read: Callable[[str], T]) -> T:
    """The answer to ``question`` as ``read`` understands it; asked again until it does."""
    while True:
        text = _line(f"  {question} " + (f"[{usual}] " if usual else "")) or usual
        try:
            return read(text)
        except argparse.ArgumentTypeError as error:
            print(f"  {plain(str(error))}")
        except RefusedAttestationError as error:
            print(f"  {plain(error.what)}")


def _choice(question: str, letters: str) -> str:
    """The first letter of the answer, one of ``letters``."""
    while True:
        answer = _line(f"  {question}: ").lower()[:1]
        if answer and answer in letters:
            return answer


def _agreed(records: Sequence[Record], by: str, *, signed: bool) -> bool:
    """Whether what was said may be written."""
    print(f"\n{len(records)} to write, by {plain(by)}, {'signed' if signed else 'unsigned'}:")
    for one in records:
        print(f"  {plain(one.what)}" + (f" (until {one.until})" if one.until else ""))
    return _choice("Write it? [y]es · [n]o", "yn") == "y"


def _line(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        raise _StoppedError from None
