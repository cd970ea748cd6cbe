"""``troth attest promise``: vouch for a promise that no machine can see."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.terms.errors import RefusedAttestationError

if TYPE_CHECKING:
    from troth.terms.attestation import Attestation, Rules
    from troth.terms.commitment import Commitment
    from troth.terms.result import Judged, Result

EPILOG = """\
examples:
  troth attest promise recurrence-drill-p6m --on 2026-11-03 --note "minutes: wiki/drill-12"
  troth attest promise L31 --what "Two-factor authentication is required for the organisation" --until P6M
  troth attest promise L31 --sign

The record holds the promise's sentence: where the document says something else later, it counts no more.
It is signed where git signs commits (commit.gpgsign), with the key and the program that git is told to use.

Exit codes: 0 done, 2 wrong use or refused, 3 internal error."""


def add(kinds: Any) -> None:
    """Declare this kind of attestation."""
    parser: argparse.ArgumentParser = kinds.add_parser(
        "promise",
        help="a promise that no machine can see",
        description="Record that a promise is kept, as far as you know, in attestations/.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "promise", nargs="+", metavar="ID", help="the id of a promise, or its line: L31, docs/SECURITY.md:31"
    )
    parser.add_argument("--what", default="", metavar="TEXT", help="what you vouch for (default: the sentence)")
    parser.add_argument(
        "--on", type=_day, metavar="DATE", help="the day on which it was so, or was done (default: today)"
    )
    parser.add_argument(
        "--until",
        type=_period,
        metavar="DATE|P6M",
        help="how long it holds (default: a year, or as troth.toml says)",
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="where more of it stands: minutes, a ticket")
    parser.add_argument("--name", default="", metavar="NAME", help="how troth.toml points at it (default: the id)")
    add_author(parser)
    parser.add_argument("--json", action="store_true", help="print what was recorded as JSON")
    parser.add_argument("--root", default=".", metavar="PATH", help="the checkout (default: here)")
    options.add_documents(parser)
    parser.set_defaults(work=vouch)


def add_author(parser: argparse.ArgumentParser) -> None:
    """Say who attests, and whether to sign."""
    parser.add_argument("--by", default="", metavar="WHO", help='who attests, "Name <mail>" (default: the user of git)')
    parser.add_argument(
        "--sign",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="sign as git signs (default: where git signs commits)",
    )


def vouch(arguments: argparse.Namespace) -> int:
    """Record it and say what came of it.

    Raises:
        RefusedAttestationError: nobody can vouch for it, or a file cannot be written.
        TrothError: there is no such promise, or the tree or a policy cannot be read.
    """
    from troth.cli import attest_record as record
    from troth.cli.explain import choose
    from troth.formats.attestation_toml import Record

    root = Path(arguments.root)
    result = looked_at(arguments)
    named = [attestable(choose(result, name)) for name in arguments.promise]
    chosen = tuple({judged.id: judged for each in named for judged in each}.values())
    asked, by = record.rules(root), record.author(arguments)
    on = record.done_on(arguments.on)
    lasting = [judged for judged in chosen if not is_rhythm(judged.verdict.commitment)]
    until = record.end(arguments.until or "", on, asked) if lasting or arguments.until else None
    name = record.measured(arguments.name, "name") or called(chosen[0])
    one = Record(
        name=name,
        by=by,
        what=record.measured(arguments.what, "statement") or statement(chosen[0].verdict.commitment, on),
        on=on,
        until=until,
        note=record.measured(arguments.note, "note"),
        about=tuple(about(judged) for judged in chosen),
    )
    path = record.put(root, name, [one], record.signer(arguments))
    tell(arguments, path, record.written(root, path), chosen, asked)
    return 0


def looked_at(arguments: argparse.Namespace) -> Result:
    """The promises and how they stand, without running any tool."""
    from troth.cli import check
    from troth.cli.examine import examine

    words = ["check"]
    words += [word for policy in arguments.policy for word in ("--policy", policy)]
    words += ["--organisation", arguments.organisation] if arguments.organisation else []
    parser = argparse.ArgumentParser()
    check.add(parser.add_subparsers())
    return examine(parser.parse_args([*words, "--", arguments.root]), only_look=True).result


def attestable(chosen: Sequence[Judged]) -> tuple[Judged, ...]:
    """Those of ``chosen`` that somebody can vouch for; those that people settle, where there are any.

    Raises:
        RefusedAttestationError: none; the reason is that of the first.
    """
    from troth.terms.verdict import Standing

    refusals = [(judged, _refusal(judged)) for judged in chosen]
    free = [judged for judged, why in refusals if not why]
    if not free:
        judged, (why, hint) = refusals[0][0], refusals[0][1] or ("", "")
        raise RefusedAttestationError(f"{judged.id} {why}", hint)
    settling = [judged for judged in free if settles(judged) or judged.verdict.standing is not Standing.UNPROVEN]
    return tuple(settling or free)


def settles(judged: Judged) -> bool:
    """Whether an attestation would prove it."""
    from troth.controls.attested import settled_by_people

    return settled_by_people(judged.verdict)


def bound(judged: Judged) -> str:
    """The name of the attestation that ``troth.toml`` binds the sentence to; "" where it binds it to none."""
    from troth.terms.selector import AttestationSelector

    selectors = judged.verdict.commitment.evidence
    return next((one.name for one in selectors if isinstance(one, AttestationSelector)), "")


def called(judged: Judged) -> str:
    """The name of a new record: as ``troth.toml`` asks for it, else the id of the promise."""
    return bound(judged) or judged.id


def waits(judged: Judged) -> bool:
    """Whether the promise waits for somebody to attest it, for the first time or again."""
    from troth.terms.verdict import Standing

    asked = bound(judged) and judged.verdict.standing not in (Standing.KEPT, Standing.NOTED)
    return settles(judged) or runs_out(judged) or bool(asked)


def runs_out(judged: Judged) -> bool:
    """Whether an attestation holds it now, or held it, and has to be renewed soon."""
    from troth.terms.attestation import FOLDER
    from troth.terms.verdict import Standing

    verdict = judged.verdict
    weak = [fact for fact in verdict.because if fact.weakness]
    by_people = bool(weak) and all(fact.span.path.startswith(f"{FOLDER}/") for fact in weak)
    return by_people and verdict.standing in (Standing.AT_RISK, Standing.BROKEN) and bool(verdict.next)


def _refusal(judged: Judged) -> tuple[str, str] | None:
    """Why nobody should attest it, and what to do; None where somebody may."""
    from troth.terms.attestation import FOLDER
    from troth.terms.verdict import Standing

    verdict = judged.verdict
    explain = f"troth explain {judged.id}"
    if verdict.standing is Standing.NOTED:
        return f"is no promise: {verdict.reason}", explain
    if verdict.commitment.condition:
        return verdict.reason.replace("not due yet", "is not due yet"), explain
    if verdict.standing is Standing.UNPROVEN:
        return None
    by_people = all(fact.span.path.startswith(f"{FOLDER}/") for fact in verdict.because)
    if by_people or (bound(judged) and verdict.standing is not Standing.KEPT):
        return None  # renewed in time, or too late; or troth.toml asks for it
    if verdict.standing is Standing.KEPT:
        return f"is kept already: {verdict.reason}", explain
    words = "is broken" if verdict.standing is Standing.BROKEN else "is at risk"
    return f"{words}, and an attestation hides nothing: {verdict.reason}", f"mend it first: {explain}"


def is_rhythm(commitment: Commitment) -> bool:
    """Whether it is held against the day on which it was last done, and not against an end."""
    from troth.terms.commitment import Recurrence

    return isinstance(commitment, Recurrence) and bool(commitment.every)


def statement(commitment: Commitment, on: date) -> str:
    """What is vouched for where nothing else is said."""
    from troth.terms.commitment import Contact

    if isinstance(commitment, Contact):
        if commitment.channel == "github":
            return "Private reporting is switched on for this repository, and somebody handles what is reported."
        return f"What is reported to {commitment.value} reaches somebody who handles it."[:1000]
    sentence = " ".join(commitment.sentence.split())
    return f"Done on {on}: {sentence}"[:1000] if is_rhythm(commitment) else f"It is so: {sentence}"[:1000]


def about(judged: Judged) -> Any:
    """How the record names the promise."""
    from troth.terms.attestation import About

    commitment = judged.verdict.commitment
    return About(id=judged.id, sentence=commitment.sentence, document=commitment.span.path)


def tell(
    arguments: argparse.Namespace,
    path: str,
    written: Sequence[Attestation],
    chosen: Sequence[Judged],
    asked: Rules,
) -> None:
    """Say what was recorded, how it is signed, and what it does not prove."""
    from troth.cli.attest_record import today

    if arguments.json:
        from troth.formats import attestation_json

        sys.stdout.write(attestation_json.encode(written, (), today(), asked).decode())
        return
    from troth.report import attestations

    beside = tuple(judged.id for judged in chosen if judged.verdict.settles != "people" and not _renews(judged))
    sys.stdout.write(attestations.recorded(path, written, beside, asked))


def _renews(judged: Judged) -> bool:
    from troth.terms.verdict import Standing

    return judged.verdict.standing is not Standing.UNPROVEN


def _day(text: str) -> date:
    from troth.cli.attest_record import day

    return day(text)


def _period(text: str) -> str:
    from troth.cli.attest_record import period

    return period(text)
