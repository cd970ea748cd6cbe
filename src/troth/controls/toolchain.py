"""One version of a language everywhere ("Go 1.23.0 in all modules").

What is promised
    Every module, image and pipeline builds with the named version.

Why it matters
    One module behind builds with the holes of an old standard library, and nobody notices.

What counts as evidence
    The lines that choose the version: the `go` directive of every module, rust-toolchain, requires-python, engines.
    Beside them the lines that may override: a `toolchain` line, an image, a setup action.

How it is judged
    Kept: every manifest line names that version. At risk: they do, and a second line names another one. Broken: a
    manifest line names another version; each is listed with the form it should have. Unproven: no such line, or lines
    that could not be read under a sentence that says "all".
"""

from __future__ import annotations

from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Pin
from troth.terms.seen.manifests import Toolchain
from troth.terms.toolchain import below, language_of, leaves_open, obeys, version_of
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Toolchains

_SHOWN = 60


def judges(commitment: Commitment) -> bool:
    """Pins whose rule is a version of a language."""
    return isinstance(commitment, Pin) and bool(language_of(commitment)) and bool(version_of(commitment.rule))


def wants(commitment: Pin) -> tuple[Want[Any], ...]:
    """Every line that chooses a version of the language."""
    return (Toolchains(language=language_of(commitment)),)


def judge(commitment: Pin, answers: Answers, today: date) -> Verdict:
    """Hold every line against the promised version."""
    answer = answers[Toolchains(language=language_of(commitment))]
    promised = version_of(commitment.rule)
    lines = tuple(line for line in answer.found if not line.variable)
    primary = tuple(line for line in lines if line.primary)
    others = tuple(line for line in lines if not line.primary)
    if not primary:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"no manifest chooses a version of {language_of(commitment)}",
            because=tuple(_fact(line, promised) for line in others[:_SHOWN]),
            gaps=answer.gaps,
            settles="repository",
            next=Step(text=f"Write {promised} into the manifest of each module."),
        )
    settled = {line.span.path for line in others if obeys(line.version, promised)}
    coarse = tuple(line for line in primary if leaves_open(line.version, promised) and line.span.path not in settled)
    wrong = tuple(
        line for line in primary if not obeys(line.version, promised) and not leaves_open(line.version, promised)
    )
    if wrong:
        return _other(commitment, wrong, len(primary), promised)
    loose = (*coarse, *(line for line in others if not obeys(line.version, promised)))
    proof = tuple(_fact(line, promised) for line in primary[:_SHOWN])
    if loose:
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"{loose[0].span.path} says {loose[0].version}, not {promised}",
            because=(*(_fact(line, promised, weakness=True) for line in loose[:_SHOWN]), *proof),
            next=_write(loose, promised, "."),
        )
    unread = (*answer.gaps,)
    if unread and commitment.universal:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{len(primary)} lines say {promised}, but not everything could be read",
            because=proof,
            gaps=unread,
            settles="repository",
        )
    lines_say = f"{len(primary)} manifest lines say" if len(primary) > 1 else "the manifest says"
    return Verdict(
        commitment=commitment, standing=Standing.KEPT, reason=f"{lines_say} {promised}", because=proof, gaps=unread
    )


def _other(commitment: Pin, wrong: tuple[Toolchain, ...], count: int, promised: str) -> Verdict:
    says = ", ".join(dict.fromkeys(line.version for line in wrong))
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"{len(wrong)} of {count} manifest lines say {says}",
        because=tuple(_fact(line, promised, weakness=True) for line in wrong[:_SHOWN]),
        next=_write(wrong, promised, " and the others." if len(wrong) > 1 else "."),
    )


def _write(lines: tuple[Toolchain, ...], promised: str, end: str) -> Step:
    """The first line as it should be; older ones are raised by a command, newer ones are a decision."""
    mends = any(line.language in ("go", "rust") and below(line.version, promised) for line in lines)
    return Step(text=f"Write {promised} at {lines[0].span}{end}", command="troth fix" if mends else "")


def _fact(line: Toolchain, promised: str, *, weakness: bool = False) -> Fact:
    words = f"{line.language} {line.version}" + (f" → {promised}" if weakness else "")
    return Fact(fact=words, kind=Class.CONFIGURED, span=line.span, weakness=weakness)


CONTROL = Control(name="toolchain", judges=judges, wants=wants, judge=judge)
