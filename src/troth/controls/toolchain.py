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

import re
from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Pin
from troth.terms.seen.manifests import Toolchain
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Toolchains

_SHOWN = 60
_LANGUAGES = {
    "go": re.compile(r"\b(?:go|golang)\b"),
    "rust": re.compile(r"\b(?:rust|rustc|msrv)\b"),
    "python": re.compile(r"\bpython\b"),
    "node": re.compile(r"\b(?:node|node\.?js)\b"),
}
_DEPENDENCIES = re.compile(r"dependenc|packages?|librar|modules? dep|images?|actions?\b")
_VERSION = re.compile(r"(?:go|v)?\s*(\d+(?:\.\d+)*)(\+?)")


def judges(commitment: Commitment) -> bool:
    """Pins whose rule is a version of a language."""
    return isinstance(commitment, Pin) and bool(_language(commitment)) and bool(_version(commitment.rule))


def _language(commitment: Pin) -> str:
    what = commitment.what.lower()
    if "toolchain" not in what and _DEPENDENCIES.search(what):
        return ""
    return next((name for name, words in _LANGUAGES.items() if words.search(what)), "") or (
        commitment.ecosystem if "toolchain" in what and commitment.ecosystem in _LANGUAGES else ""
    )


def _version(rule: str) -> str:
    match = _VERSION.fullmatch(rule.strip().lower())
    return match[1] if match and not match[2] else ""


def wants(commitment: Pin) -> tuple[Want[Any], ...]:
    """Every line that chooses a version of the language."""
    return (Toolchains(language=_language(commitment)),)


def judge(commitment: Pin, answers: Answers, today: date) -> Verdict:
    """Hold every line against the promised version."""
    answer = answers[Toolchains(language=_language(commitment))]
    promised = _version(commitment.rule)
    lines = tuple(line for line in answer.found if not line.variable)
    primary = tuple(line for line in lines if line.primary)
    others = tuple(line for line in lines if not line.primary)
    if not primary:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"no manifest chooses a version of {_language(commitment)}",
            because=tuple(_fact(line, promised) for line in others[:_SHOWN]),
            gaps=answer.gaps,
            settles="repository",
            next=Step(text=f"Write {promised} into the manifest of each module."),
        )
    settled = {line.span.path for line in others if _obeys(line.version, promised)}
    coarse = tuple(line for line in primary if _leaves_open(line.version, promised) and line.span.path not in settled)
    wrong = tuple(
        line for line in primary if not _obeys(line.version, promised) and not _leaves_open(line.version, promised)
    )
    if wrong:
        return _other(commitment, wrong, len(primary), promised)
    loose = (*coarse, *(line for line in others if not _obeys(line.version, promised)))
    proof = tuple(_fact(line, promised) for line in primary[:_SHOWN])
    if loose:
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"{loose[0].span.path} says {loose[0].version}, not {promised}",
            because=(*(_fact(line, promised, weakness=True) for line in loose[:_SHOWN]), *proof),
            next=Step(text=f"Write {promised} at {loose[0].span}."),
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


def _obeys(version: str, promised: str) -> bool:
    """Whether ``version`` as written is the promised one; "1.23" promised covers 1.23.4, not the other way round."""
    given = re.sub(r"^(?:go|v|=+)\s*", "", version.strip().lower()).split("-")[0]
    return given == promised or given.startswith(f"{promised}.")


def _leaves_open(version: str, promised: str) -> bool:
    """Whether ``version`` leaves only the last part open: "go 1.23" where 1.23.0 is promised."""
    given = re.sub(r"^(?:go|v|=+)\s*", "", version.strip().lower())
    return promised.startswith(f"{given}.") and given.count(".") >= 1


def _other(commitment: Pin, wrong: tuple[Toolchain, ...], count: int, promised: str) -> Verdict:
    says = ", ".join(dict.fromkeys(line.version for line in wrong))
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"{len(wrong)} of {count} manifest lines say {says}",
        because=tuple(_fact(line, promised, weakness=True) for line in wrong[:_SHOWN]),
        next=Step(text=f"Write {promised} at {wrong[0].span}" + (" and the others." if len(wrong) > 1 else ".")),
    )


def _fact(line: Toolchain, promised: str, *, weakness: bool = False) -> Fact:
    words = f"{line.language} {line.version}" + (f" → {promised}" if weakness else "")
    return Fact(fact=words, kind=Class.CONFIGURED, span=line.span, weakness=weakness)


CONTROL = Control(name="toolchain", judges=judges, wants=wants, judge=judge)
