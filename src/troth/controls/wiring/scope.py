"""What the calls that were found reach, and the words by which a sentence reaches further.

What a call plainly does not look at, and what it cannot show, are told by the same words of folders, of all code and of
systems: the one is a weakness, the other leaves the sentence unproven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.controls.wiring.scanners import SPEAKS

_BEYOND = re.compile(
    r"\b(?:every|all|each)(?: (?:of|our|the|supported|single)){0,4} "
    r"(?:repositor(?:ies)|(?:micro-?)?services?|languages?|platforms|operating systems?)\b(?! ?\()|"
    r"\bevery (?:supported )?(?:platform|repository of ours)\b",
    re.IGNORECASE,
)
"""What one repository and its runs cannot show whole."""
_SYSTEM = re.compile(
    r"\b(?:runs?|running|tested|tests?|executed?)\b[^.;]{0,30}\b(?:on|under|across|with) [^.;]{0,40}?\b(?:\w*bsd|"
    r"debian|fedora|alpine|rhel|ubuntu \d\d|solaris|illumos|aix|arm(?:64)?|android|ios|pc|self-hosted|github-hosted|"
    r"(?:our )?own (?:runners|machines)|(?:python|node|go|ruby|php|java) \d|(?:each|every|all)(?: supported)? "
    r"(?:python|node|go|ruby|php|java) versions?)\b",
    re.IGNORECASE,
)
"""Machines and versions that are not told apart here."""
_SYSTEMS = re.compile(
    r"\b(?:on|across|under)(?:[\s,/&()+-]+(?:all|both|the|our|latest|current|supported|major|three|x86(?:_64)?|x64|arm64|"
    r"and|or|platforms?|runners?|machines|operating|systems?|linux|ubuntu|windows|macs?|mac\s?os|os\sx|an?|freebsd)(?!\w|\.\w)){1,14}",
    re.IGNORECASE,
)
"""A list of systems on which something is said to run."""
_NAMES = {
    "Linux": re.compile(r"linux|ubuntu"),
    "macOS": re.compile(r"\bmac(?:s|\s?os)?\b|os\sx"),
    "Windows": re.compile(r"windows"),
}
_FOLDER = re.compile(r"(?<![\w./-])`?((?:[\w-]+/)+)`?(?![\w*.<{-])")
_ALL_CODE = re.compile(
    r"\b(?:all|entire|whole|every line of|complete|full)(?: of)?(?: (?:our|the|its|this|own|and|python|go|rust|"
    r"java|source|javascript|typescript|php|ruby|c|project['’]?s?)){0,6} "
    r"(?:code|codebase|code\s?base|sources?|source tree|repository|tree)\b"
    r"(?![\s-](?:changes?|reviews?|paths?|owners?|contributions?)\b)",
    re.IGNORECASE,
)
"""All code, wherever it lies."""
_BUT = re.compile(
    r"\b(?:except|excluding|exclud\w+|but (?:not|for|the|our)|outside|ignor\w+|skip\w*|other than|not)\b", re.IGNORECASE
)
_WHOLE = re.compile(
    rf"{_ALL_CODE.pattern}|\b(?:every|each|all)(?: (?:of|our|the|single|python|go|rust|ruby|php)){{0,4}} "
    r"(?:modules?|packages?|(?P<listed>files?|(?:sub-?)?director(?:y|ies)|(?:sub-?)?folders?))\b|\beverything\b|"
    r"\b(?P<none>no|without) exclusions?\b",
    re.IGNORECASE,
)
"""All code, in whatever words, or nothing left out."""
_EVERYWHERE = re.compile(
    r"\bin (?:the|our|this) (?:whole |entire |full )?(?:repository|repo|source tree|tree)\b", re.IGNORECASE
)
"""Beside "all code" it leaves out not even tests."""
_RULES = re.compile(
    r"\b(?:[Rr]ules?|[Rr]ule ?sets?)\b[\s:(`]{1,3}[A-Z]{1,4}\d{0,4}(?=[`,).;]|\s(?:and|or|&)\s|\s?$)|"
    r"`[A-Z]{1,4}\d{0,4}` rules?\b|\ball (?:of )?(?:the |its |available |possible )?rules\b"
)
"""Rules of a linter by their letters, of which its configuration may have others."""
_PLACE = r"tests?|examples?|scripts|plugins|docs|tools"
_DONE = r"scan|cover|check|lint|analy[sz]|inspect|includ"
_NAMED = re.compile(
    rf"\b(?:{_DONE})\w*(?: (?:at|into|over|the|our|its|all|also|and|code|of|source|both|every|python|files?|as|well))"
    rf"{{0,6}} (?P<name>{_PLACE}|`[\w-]+`|[\w-]+(?= (?:folder|directory)\b))|"
    rf"(?:\b(?P<done>{_PLACE})(?: (?:code|files|suite))?|(?P<folder>`?\b[\w-]+`?) (?:folder|directory))"
    rf" (?:is|are|gets?) (?:\w+ ){{0,2}}?(?:{_DONE})\w*ed\b",
    re.IGNORECASE,
)
"""Folders that are named by what lies in them, or by their bare names."""
_LANGUAGES = r"(?:python|go|rust|java|javascript|typescript|php|ruby)"
_LANGUAGE = re.compile(rf"\b{_LANGUAGES}\b", re.IGNORECASE)
_LISTED = rf"{_LANGUAGES}(?:(?:,? and |,? or |, |/){_LANGUAGES})*"
_CODE = rf"{_LISTED}[- ](?:source )?(?:code|files?|sources?|modules?|packages?)\b"
_LOOKS = (
    r"(?:(?:scans?|checks?|lints?|covers?|analy[sz]es?|looks? at|runs? (?:on|over)|is run on|"
    r"all|our|the|own|every) ){1,5}"
)
_SEEN = r"(?:is|are) (?:[a-z]+ )?(?:scanned|checked|linted|covered|analy[sz]ed) (?:by|with|using) (?:the )?"
_ASIDE = re.compile(
    r"(?:^|/)(?:tests?|specs?|docs?|examples?|samples?|build|dist|\.?venv|env|node_modules|vendor)(?:/|$)"
)
"""What is no code of the project's, where all of it is spoken of."""
EXCLUDING = frozenset({"exclude", "exclude_dirs", "extend-exclude", "excludes"})
"""Keys of configurations that name what is left out."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What the calls that answer one need reach together.

    ``looks`` are the places that all of them name together; empty where one of them may look at all, and ``systems``
    those of the machines that run them where a failure stops something, empty where one cannot be told; ``soft`` those
    of all. ``outside`` are folders with code at which none of them looks, ``leaves`` what their own words leave out,
    and ``narrow`` why all of them may look at less than is told. ``configured`` are lines of configurations that leave
    something out.
    """

    looks: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    narrow: str = ""
    configured: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Where they look, in words."""
        return f"looks at {', '.join(place or '.' for place in self.looks)[:80]}"


class Miss(msgspec.Struct, frozen=True, kw_only=True):
    """What the sentence names and the calls plainly do not reach: why, what was seen instead, and what to do."""

    reason: str
    fact: str
    next: str


def missed(sentence: str, tool: str, scope: Scope) -> Iterator[Miss]:
    """What ``sentence`` names and no call of ``tool`` reaches; nothing of a sentence that makes an exception."""
    if _BUT.search(sentence):
        return
    lacking = _unmet(sentence, scope.systems)
    if lacking:
        alone = "alone" if set(scope.systems) == set(scope.soft) else "alone with a failure that counts"
        yield Miss(
            reason=f"{tool} runs on {' and '.join(scope.systems)} {alone}; the sentence names {' and '.join(lacking)}",
            fact=f"runs on {' and '.join(scope.systems)}",
            next=f"Run it on {' and '.join(lacking)} too, beside",
        )
    unseen = next((one for one in scope.outside if not _ASIDE.search(one)), "")
    if unseen and _ALL_CODE.search(sentence):
        reason = f"{tool} does not look at {unseen}; the sentence speaks of all code"
        yield Miss(reason=reason, fact=scope.shown, next=f"Name what is looked at, or add {unseen} at")
    named, lost = _folders(sentence, scope)
    if lost and len(lost) < len(named):  # where none is met, the words name something else
        reason = f"{tool} does not look at {lost[0]}, which the sentence names"
        yield Miss(reason=reason, fact=scope.shown, next=f"Add {lost[0]} at")


def wider_than_seen(sentence: str, tool: str, scope: Scope) -> str:
    """Why running is not enough to prove ``sentence``, where the calls reach ``scope``; empty where it is."""
    beyond = _BEYOND.search(sentence) or _SYSTEM.search(sentence)
    if beyond:
        return f"whether on all of “{beyond.group()[:60]}” cannot be told"
    rules = _RULES.search(sentence)
    if rules:
        return f"which rules are on is not looked at (“{rules.group()[:40]}”)"
    return _foreign(sentence, tool) or _whole(sentence, scope) or _named(sentence, scope)


def _unmet(sentence: str, systems: tuple[str, ...]) -> tuple[str, ...]:
    """The systems on which ``sentence`` says that it runs, beside those on which it does, where these are known."""
    said = " ".join(found.group().lower() for found in _SYSTEMS.finditer(sentence)) if systems else ""
    return tuple(name for name, pattern in _NAMES.items() if pattern.search(said) and name not in systems)


def _folders(sentence: str, scope: Scope) -> tuple[list[str], list[str]]:
    """The folders that ``sentence`` names, and those of them at which no call looks."""
    named = [found.rstrip("/") for found in _FOLDER.findall(sentence)] if scope.looks else []
    return named, [one for one in named if not covered(one, scope.looks)]


def _foreign(sentence: str, tool: str) -> str:
    """A language that ``sentence`` says ``tool`` looks at, and that it does not read."""
    own = SPEAKS.get(tool)
    if own is None or not _LANGUAGE.search(sentence):
        return ""
    name = rf"`?{re.escape(tool)}`?"
    said = re.search(rf"\b{name} {_LOOKS}(?P<a>{_CODE})|\b(?P<b>{_CODE}) {_SEEN}{name}", sentence, re.IGNORECASE)
    code = " ".join(found.group() for found in (said, _WHOLE.search(sentence)) if found)
    other = next((one for one in _LANGUAGE.findall(code) if one.lower() != own), "")
    return f"it does not read {other}, which the sentence names" if other else ""


def _whole(sentence: str, scope: Scope) -> str:
    """What keeps the calls from all code, where ``sentence`` speaks of it and does not let that out itself."""
    whole = _WHOLE.search(sentence)
    if whole is None:
        return ""
    if scope.narrow:
        return f"the call {scope.narrow}"
    excepted = but.group() if (but := re.search(rf"{_BUT.pattern}.*", sentence, re.IGNORECASE)) else ""
    quoted = [one for line in scope.configured for one in re.findall(r"[\"']([^\"']+)[\"']", line)]
    lost = (*scope.outside, *scope.leaves, *quoted)
    if not (
        whole["listed"] or whole["none"] or _EVERYWHERE.search(sentence)
    ):  # not even tests may be left out of "every file"
        lost = tuple(one for one in lost if not _ASIDE.search(one.strip("./")))
    left = next((one for one in lost if one.strip("./").partition("/")[0] not in excepted), "")
    return f"{left} is left out, and the sentence speaks of all" if left else ""


def _named(sentence: str, scope: Scope) -> str:
    """What the sentence names and the calls do not look at."""
    if _BUT.search(sentence):
        return ""
    known = {one.strip("./") for one in (*scope.outside, *scope.leaves, *scope.looks)}
    lines = " ".join(scope.configured)
    for found in _NAMED.finditer(sentence):
        name = next(filter(None, found.groups())).strip("`").lower()
        both = {name, name.rstrip("s"), f"{name.rstrip('s')}s"}
        if not re.fullmatch(_PLACE, name) and not known & both:
            continue  # a word that is no folder here
        if any(one in scope.leaves for one in both) or any(re.search(rf"\b{one}\b", lines) for one in both):
            return f"{name} are left out, which the sentence names"
        if scope.looks and not any(covered(one, scope.looks) for one in both):
            return f"the call names other folders than {name}, which the sentence names"
    quoted = (one for one in scope.outside if f"`{one}`" in sentence)
    unseen = next(iter(_folders(sentence, scope)[1]), "") or next(quoted, "")
    return f"the call names other folders than {unseen}, which the sentence names" if unseen else ""


def covered(folder: str, places: tuple[str, ...]) -> bool:
    """Whether one of ``places`` is ``folder``, holds it, or is the whole tree."""
    return any(not place or folder == place or folder.startswith(f"{place}/") for place in places)
