"""Which version of a language a promise names, and whether a line says that version."""

from __future__ import annotations

import re

from troth.terms.commitment import Pin

_LANGUAGES = {
    "go": re.compile(r"\b(?:go|golang)\b"),
    "rust": re.compile(r"\b(?:rust|rustc|msrv)\b"),
    "python": re.compile(r"\bpython\b"),
    "node": re.compile(r"\b(?:node|node\.?js)\b"),
}
_DEPENDENCIES = re.compile(r"dependenc|packages?|librar|modules? dep|images?|actions?\b")
_VERSION = re.compile(r"(?:go|v)?\s*(\d+(?:\.\d+)*)(\+?)")


def language_of(commitment: Pin) -> str:
    """The language of which ``commitment`` names a version; "" where it speaks of something else."""
    what = commitment.what.lower()
    if "toolchain" not in what and _DEPENDENCIES.search(what):
        return ""
    return next((name for name, words in _LANGUAGES.items() if words.search(what)), "") or (
        commitment.ecosystem if "toolchain" in what and commitment.ecosystem in _LANGUAGES else ""
    )


def version_of(rule: str) -> str:
    """The version that ``rule`` names; "" where it names none, or no end ("1.23+")."""
    match = _VERSION.fullmatch(rule.strip().lower())
    return match[1] if match and not match[2] else ""


def obeys(version: str, promised: str) -> bool:
    """Whether ``version`` as written is the promised one; "1.23" promised covers 1.23.4, not the other way round."""
    given = _bare(version).split("-")[0]
    return given == promised or given.startswith(f"{promised}.")


def leaves_open(version: str, promised: str) -> bool:
    """Whether ``version`` leaves only the last part open: "go 1.23" where 1.23.0 is promised."""
    given = _bare(version)
    return promised.startswith(f"{given}.") and given.count(".") >= 1


def below(version: str, promised: str) -> bool:
    """Whether ``version`` as written ("1.21", "go1.22.1", "1.21.x") is older than ``promised``, or leaves parts open.

    False where it is no plain version, so that nothing that cannot be compared counts as older.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)*)(?:\.[x*])?", _bare(version))
    if match is None:
        return False
    given, wanted = ([int(part) for part in text.split(".")] for text in (match[1], promised))
    return given < wanted


def _bare(version: str) -> str:
    return re.sub(r"^(?:go|v|=+)\s*", "", version.strip().lower())
