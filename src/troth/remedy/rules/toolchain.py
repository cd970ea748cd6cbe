"""Lines that choose an older version of Go or Rust than promised, raised to it.

Nothing is lowered: an older release of a language has holes that a newer one mended, so a line that is ahead of the
promise is told, and either it or the promise is a decision of people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.remedy.written import Written
from troth.terms.commitment import Pin
from troth.terms.edit import Unmended
from troth.terms.result import Judged
from troth.terms.seen.manifests import Toolchain
from troth.terms.toolchain import below, language_of, obeys, version_of
from troth.terms.wants import Toolchains

_LANGUAGES = ("go", "rust")
"""Languages whose newer releases build what was written for older ones."""
_LOOSE_TAG = re.compile(r"(?:-(?:alpine|slim|bookworm|bullseye|trixie))?")
"""Ends of image tags that every release of these languages has; others name a release of a distribution."""
_BEFORE = {
    "go-directive": r"^\s*go\s+",
    "toolchain-directive": r"^\s*toolchain\s+go",
    "rust-toolchain": r"^\s*(?:channel\s*=\s*[\"'])?",
    "rust-version": r"rust-version\s*=\s*[\"']",
    "docker-image": r"(?:golang|rust):v?",
    "ci-image": r"(?:golang|rust):v?",
    "setup-action": r"(?:[\w-]+[\"']?\s*:\s*|-\s+)[\"']?(?:go|v)?",
}
"""What stands before the version on a line, by its origin."""


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for judged in ground.by("toolchain"):
        commitment = judged.verdict.commitment
        if not isinstance(commitment, Pin):
            continue
        language, promised = language_of(commitment), version_of(commitment.rule)
        lines = tuple(line for line in ground.answer(Toolchains(language=language)).found if not line.variable)
        settled = {line.span.path for line in lines if not line.primary and obeys(line.version, promised)}
        for line in lines:
            if obeys(line.version, promised) or (line.primary and _open(line, promised) and line.span.path in settled):
                continue
            yield _line(ground, judged, line, promised, lines)


def _open(line: Toolchain, promised: str) -> bool:
    return promised.startswith(f"{line.version.strip()}.")


def _line(
    ground: Ground, judged: Judged, line: Toolchain, promised: str, lines: tuple[Toolchain, ...]
) -> Change | Unmended:
    written = ground.file(line.span.path)
    reason = _reason(line, promised, lines) if written else "the file cannot be edited here"
    place = None if reason or written is None else _place(written, line)
    if place is None:
        told = reason or "it is written in a way that cannot be edited here"
        return Unmended(
            path=line.span.path,
            reason=f"{line.language} {line.version} at line {line.span.line}: {told}",
            serves=(serves(judged),),
        )
    return Change(
        path=line.span.path,
        begin=place[0],
        end=place[1],
        new=promised,
        remedy="toolchain",
        why=f"Raises {_NAMES[line.language]} to the promised {promised}.",
        serves=(serves(judged),),
    )


_NAMES = {"go": "Go", "rust": "Rust"}


def _reason(line: Toolchain, promised: str, lines: tuple[Toolchain, ...]) -> str:
    """Why ``line`` is left as it is; "" where it is raised."""
    if line.language not in _LANGUAGES:
        return "which versions it may run on is a decision of yours"
    if not below(line.version, promised):
        return f"it is not older than the promised {promised}; lowering it would give up what newer releases mended"
    if line.origin == "toolchain-directive" and promised.count(".") < 2:
        return f"a toolchain line needs three numbers, and {promised} has fewer"
    if line.origin in ("setup-action", "ci-image"):
        beside = Counter(one.version for one in lines if one.span.path == line.span.path and one.origin == line.origin)
        if len(beside) > 1:
            return "the file tries several versions on purpose, it seems"
    return ""


def _place(written: Written, line: Toolchain) -> tuple[int, int] | None:
    before = _BEFORE.get(line.origin)
    begin, _ = written.place(line.span.line)
    text = written.line(line.span.line)
    if before is None:
        return None
    spelled = re.escape(line.version.strip().removeprefix("go").removeprefix("v"))
    found = re.search(rf"(?:{before})(?P<version>{spelled})(?![\w.*+])", text)
    if found is None or "@sha256:" in text:
        return None
    if line.origin in ("docker-image", "ci-image"):
        tag = re.match(r"[\w.-]*", text[found.end("version") :])
        if tag is None or not _LOOSE_TAG.fullmatch(tag.group()):
            return None
    return begin + found.start("version"), begin + found.end("version")


REMEDY = Remedy(name="toolchain", what="older versions of Go and Rust raised to the promised one", mend=_mend)
