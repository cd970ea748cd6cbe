"""Attestations on disk: who attests, what may be attested, and files that are signed and written together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from troth.cli import tree_file
from troth.evidence import git
from troth.evidence.attestations import signing
from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.formats import attestation_toml
from troth.formats.attestation_toml import Record
from troth.terms.attestation import FOLDER, Attestation, Rules
from troth.terms.errors import RefusedAttestationError
from troth.terms.identity import slug
from troth.terms.settings import Settings
from troth.terms.time.period import after
from troth.terms.wants import Attestations, OwnSettings

LONGEST_TEXT = 1_000
"""Characters of the longest statement or note that is written."""
MOST_TWINS = 1_000
"""Files of one day and name."""


def today() -> date:
    """The day (UTC)."""
    return datetime.now(UTC).date()


def author(arguments: argparse.Namespace) -> str:
    """Who attests: as asked, else the user of git.

    Raises:
        RefusedAttestationError: nobody is named.
    """
    by = " ".join(arguments.by.split()) or git.user(Path(arguments.root))
    if not by:
        raise RefusedAttestationError("nobody is named who attests it", "--by WHO, or git config user.name")
    return measured(by, "name")


def measured(text: str, what: str) -> str:
    """``text`` on one line.

    Raises:
        RefusedAttestationError: it is longer than a record holds.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_TEXT:
        raise RefusedAttestationError(f"the {what} is longer than {LONGEST_TEXT} characters", "link to the rest")
    return line


def rules(root: Path) -> Rules:
    """What ``troth.toml`` asks of attestations."""
    answer = gather(Scene(repository=Repository(root), at=today()), [OwnSettings()])[OwnSettings()]
    found: tuple[Settings, ...] = answer.found
    return next((settings.attestations for settings in found), Rules())


def done_on(day: date | None) -> date:
    """The day of what is attested.

    Raises:
        RefusedAttestationError: it has not come yet.
    """
    on = day or today()
    if on > today():
        raise RefusedAttestationError(f"{on} has not come yet", "attest it on that day")
    return on


def end(until: str, on: date, asked: Rules) -> date:
    """The last day of what is attested ``on`` a day; that of the project's rules where none is named.

    ``until`` is a day, or a length of time such as "P6M".

    Raises:
        ArgumentTypeError: it is neither.
        RefusedAttestationError: it is before ``on`` or today, or later than the rules allow.
    """
    last = (after(on, until) or day(until)) if until else after(on, f"P{asked.lasts}D")
    most = after(on, f"P{asked.longest}D")
    if last is None or most is None:
        raise RefusedAttestationError("it would never end", "--until DATE")
    if last < max(on, today()):
        raise RefusedAttestationError(f"it would have ended on {last}", "name a day to come, or leave out --until")
    if last > most:
        raise RefusedAttestationError(
            f"it would hold until {last}; the longest is {most} ({asked.longest} days)",
            f"--until {most}\n[attestations] longest in troth.toml sets the measure",
        )
    return last


def period(text: str) -> str:
    """A day, or a length of time such as P6M, as it is written.

    Raises:
        ArgumentTypeError: it is neither.
    """
    if after(today(), text) is None:
        day(text)
    return text


def day(text: str) -> date:
    """A day as people write it for machines.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-11-25") from None


def signer(arguments: argparse.Namespace) -> signing.Signer | None:
    """How to sign: as asked, else where git signs commits; None for unsigned.

    Raises:
        RefusedAttestationError: it is to be signed, and git names no key for it.
    """
    root = Path(arguments.root)
    wanted = signing.by_default(root) if arguments.sign is None else arguments.sign
    return signing.signer(root) if wanted else None


def put(root: Path, name: str, records: Sequence[Record], by: signing.Signer | None) -> str:
    """Write ``records`` to a new file that is called after ``name``, with its signature, and return its path.

    Raises:
        RefusedAttestationError: it cannot be signed or written; then nothing was written.
    """
    first = f"{FOLDER}/{records[0].on}-{slug(name)[:60] or 'attestation'}"
    paths = (f"{first}.toml" if number == 1 else f"{first}-{number}.toml" for number in range(1, MOST_TWINS))
    free = (path for path in paths if not (root / path).exists())
    path = next(free, "")
    if not path:
        raise RefusedAttestationError(f"{first}.toml is there already, and {MOST_TWINS} others", "--name NAME")
    text = attestation_toml.write(records)
    place = tree_file.place(root, path, RefusedAttestationError)
    if by:
        beside = tree_file.place(root, f"{path}{by.suffix}", RefusedAttestationError)
        signature = signing.sign(text.encode(), by, root)
        tree_file.write(beside, signature.decode("latin-1"), RefusedAttestationError, encoding="latin-1")
    tree_file.write(place, text, RefusedAttestationError)
    return path


def written(root: Path, path: str) -> tuple[Attestation, ...]:
    """What a check will read from ``path``; nothing where git ignores the file."""
    scene = Scene(repository=Repository(root), at=today())
    answer = gather(scene, [Attestations()])[Attestations()]
    return tuple(one for one in answer.found if one.span.path == path)
