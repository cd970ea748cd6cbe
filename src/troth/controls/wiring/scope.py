"""Words by which a sentence reaches further than the calls that were found can show."""

from __future__ import annotations

import re

import msgspec

from troth.controls.wiring.scanners import SPEAKS

_BEYOND = re.compile(
    r"\b(?:every|all|each)(?: (?:of|our|the|supported|single)){0,4} "
    r"(?:repositor(?:ies)|services?|languages?|platforms|operating systems?)\b(?! ?\()|"
    r"\bevery (?:supported )?(?:platform|repository of ours)\b",
    re.IGNORECASE,
)
"""What one repository and its runs cannot show whole."""
_SYSTEM = re.compile(
    r"\b(?:runs?|running|tested|tests?|executed?)\b[^.;]{0,30}\bon [^.;]{0,40}?\b(?:\w*bsd|debian|fedora|alpine|rhel|"
    r"ubuntu \d\d|arm(?:64)?|android|ios|pc|self-hosted|github-hosted|python \d|node \d)\b",
    re.IGNORECASE,
)
"""Machines and versions that are not told apart here."""
FOLDER = re.compile(r"(?<![\w./-])`?((?:[\w-]+/)+)`?(?![\w*.<{-])")
ALL_CODE = re.compile(
    r"\b(?:all|entire|whole|every line of|complete|full)(?: of)?(?: (?:our|the|its|this|own|and|python|go|rust|"
    r"java|source|javascript|typescript|php|ruby|c|project['’]?s?)){0,6} "
    r"(?:code|codebase|code\s?base|sources?|source tree|repository|tree)\b"
    r"(?![\s-](?:changes?|reviews?|paths?|owners?|contributions?)\b)",
    re.IGNORECASE,
)
"""All code, wherever it lies."""
BUT = re.compile(r"\b(?:except|excluding|exclud\w+|but not|outside|ignor\w+|skip\w*|other than|not)\b", re.IGNORECASE)
_WHOLE = re.compile(
    rf"{ALL_CODE.pattern}|\b(?:every|each|all)(?: (?:of|our|the|single|python|go|rust|ruby|php)){{0,4}} "
    r"(?:files?|modules?|packages?|director(?:y|ies)|folders?)\b|\bno exclusions?\b|\bwithout exclusions?\b",
    re.IGNORECASE,
)
"""All code, in whatever words, or nothing left out."""
_NAMED = re.compile(
    r"\b(?:scans?|scanning|covers?|checks?|lints?|looks? (?:at|into|over)|analy[sz]es?|includ(?:es?|ing))"
    r"(?: (?:the|our|its|all|also|and|code|of|source|both|every|python|files?|as|well)){0,6} "
    r"(?P<name>tests?|examples?|scripts|plugins|docs|tools)\b",
    re.IGNORECASE,
)
"""Folders that are named by what lies in them."""
_LANGUAGE = re.compile(r"\b(?:python|go|rust|java|javascript|typescript|php|ruby)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:^|/)(?:tests?|specs?|docs?|examples?|samples?|build|dist|\.?venv|env|node_modules|vendor)(?:/|$)"
)
"""What is no code of the project's, where all of it is spoken of."""
EXCLUDING = frozenset({"exclude", "exclude_dirs", "extend-exclude", "excludes"})
"""Keys of configurations that name what is left out."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the calls of ``tool`` reach: see ``Grading``. ``configured`` are the lines that leave something out."""

    tool: str = ""
    looks: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    narrow: str = ""
    configured: tuple[str, ...] = ()


def wider_than_seen(sentence: str, scope: Scope) -> str:
    """Why running is not enough to prove ``sentence``, where the calls reach ``scope``; empty where it is."""
    beyond = _BEYOND.search(sentence) or _SYSTEM.search(sentence)
    if beyond:
        return f"whether on all of “{beyond.group()[:60]}” cannot be told"
    return _whole(sentence, scope) or _named(sentence, scope)


def _whole(sentence: str, scope: Scope) -> str:
    """What keeps the calls from all code, where ``sentence`` speaks of it and does not let that out itself."""
    whole = _WHOLE.search(sentence)
    if whole is None:
        return ""
    if scope.narrow:
        return f"the call {scope.narrow}"
    own = SPEAKS.get(scope.tool, "")
    foreign = next((one for one in _LANGUAGE.findall(whole.group()) if own and one.lower() != own), "")
    if foreign:
        return f"it does not read {foreign}, which the sentence names"
    excepted = but.group() if (but := re.search(rf"{BUT.pattern}.*", sentence, re.IGNORECASE)) else ""
    quoted = [one for line in scope.configured for one in re.findall(r"[\"']([^\"']+)[\"']", line)]
    lost = [
        *scope.outside,
        *(one for one in (*scope.leaves, *quoted) if _all(whole) or not _ASIDE.search(one.strip("./"))),
    ]
    left = next((one for one in lost if one.strip("./").partition("/")[0] not in excepted), "")
    return f"{left} is left out, and the sentence speaks of all" if left else ""


def _all(whole: re.Match[str]) -> bool:
    """Whether not even tests may be left out."""
    return "exclusion" in whole.group().lower()


def _named(sentence: str, scope: Scope) -> str:
    """What the sentence names and the calls do not look at."""
    if BUT.search(sentence):
        return ""
    said = [found["name"].lower() for found in _NAMED.finditer(sentence)]
    for name in said:
        both = {name, name.rstrip("s"), f"{name.rstrip('s')}s"}
        lines = " ".join(scope.configured)
        if any(one in scope.leaves for one in both) or any(re.search(rf"\b{one}\b", lines) for one in both):
            return f"{name} are left out, which the sentence names"
        if scope.looks and not any(covered(one, scope.looks) for one in both):
            return f"the call names other folders than {name}, which the sentence names"
    named = [found.rstrip("/") for found in FOLDER.findall(sentence)] if scope.looks else []
    missed = next((one for one in named if not covered(one, scope.looks)), "")
    return f"the call names other folders than {missed}, which the sentence names" if missed else ""


def covered(folder: str, places: tuple[str, ...]) -> bool:
    """Whether one of ``places`` is ``folder``, holds it, or is the whole tree."""
    return any(not place or folder == place or folder.startswith(f"{place}/") for place in places)
