"""Keys that a tool ignores: renamed to the real key where one is meant, else taken out, which changes nothing.

A key is renamed only where the new name means the same: a list of what is refused never becomes one of what is allowed.
What a policy prints is renamed, and nothing is taken out of it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from troth.remedy.cutting import form_of, one_less, renamed
from troth.remedy.remedy import Change, Ground, Remedy
from troth.remedy.written import Written
from troth.terms.edit import Serves, Unmended
from troth.terms.seen.automation import Configuration, Key
from troth.terms.wants import Configurations, PrintedConfigurations

ALIKE = 0.8
"""How alike two names must be (``difflib`` ratio) where nobody has written down that one means the other."""
_MEANT = frozenset(
    {
        ("exclude_dirs", "exclude"),
        ("exclude-dirs", "exclude"),
        ("excluded_files", "exclude"),
        ("excludes", "exclude_dirs"),
        ("exclude", "exclude_dirs"),
        ("skip", "skips"),
        ("test", "tests"),
        ("ignored", "ignore"),
        ("allowed", "allow"),
    }
)
"""Names that people write, and the keys that take the same values."""
_OPPOSITES = tuple(
    frozenset(pair.split("/")) for pair in ("allow/deny", "include/exclude", "enable/disable", "skip/test")
)
_SECTION = re.compile(r"^\s*\[")
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})")


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for _, answer in ground.answered(Configurations):
        for one in answer.found:
            if not one.why_dead and not one.span.path.startswith(".github/workflows/"):
                yield from _keys(ground, one, printed=False)
    for _, answer in ground.answered(PrintedConfigurations):
        for one in answer.found:
            if one.readable:
                yield from _keys(ground, one, printed=True)


def _keys(ground: Ground, configuration: Configuration, *, printed: bool) -> Iterator[Change | Unmended]:
    for key in configuration.dead_keys:
        served = ground.citing(key.span)
        written = ground.file(key.span.path)
        if not (served or ground.beside) or written is None:
            continue
        change = _renaming(written, configuration.tool, key, served)
        if change is None and not printed and (not key.nearest or key.reason.startswith("removed")):
            change = _removal(written, configuration.tool, key, served)
        if change is not None:
            yield change
        elif served or not printed:
            near = f"the real key is {key.nearest}, whose values have another form or meaning" if key.nearest else ""
            reason = f"{configuration.tool} ignores the key {key.name} at line {key.span.line}"
            yield Unmended(path=key.span.path, reason=f"{reason}: {near or 'take it out by hand'}", serves=served)


def _renaming(written: Written, tool: str, key: Key, served: tuple[Serves, ...]) -> Change | None:
    old, new = key.name.rpartition(".")[2], key.nearest.rpartition(".")[2]
    line = written.line(key.span.line)
    match = re.match(rf"\s*(?:-\s+)?[\"']?(?P<name>{re.escape(old)})[\"']?\s*(?P<sign>[:=])\s*(?P<value>.*)", line)
    if not new or match is None or not _same(old, new) or _stands_beside(written, key.span.line or 0, new):
        return None
    form = form_of(written.path)
    a_list = match["value"].startswith("[") or (not match["value"] and match["sign"] == ":")
    if new.endswith("s") and not a_list and (form or match["sign"] == ":"):
        return None
    start = written.place(key.span.line)[0]
    begin, end = start + match.start("name"), start + match.end("name")
    if form and not renamed(written, begin, end, new, form):
        return None
    why = f"Renames a key that {tool} ignores to the one that it reads."
    return Change(path=written.path, begin=begin, end=end, new=new, remedy="dead-key", why=why, serves=served)


def _same(old: str, new: str) -> bool:
    """Whether ``new`` means what ``old`` was meant to mean."""
    if (old, new) in _MEANT:
        return True
    low = (re.sub(r"[-_]", "", old.lower()), re.sub(r"[-_]", "", new.lower()))
    for pair in _OPPOSITES:
        sides = [next((word for word in pair if word in name), "") for name in low]
        if all(sides) and sides[0] != sides[1]:
            return False
    return difflib.SequenceMatcher(None, *low).ratio() >= ALIKE


def _stands_beside(written: Written, line: int, name: str) -> bool:
    """Whether the real key stands in the same section already, above or below ``line``."""
    pattern = re.compile(rf"\s*(?:-\s+)?[\"']?{re.escape(name)}[\"']?\s*[:=]")
    for numbers in (range(line - 1, 0, -1), range(line + 1, written.count + 1)):
        if any(pattern.match(text) for text in _section(written, numbers)):
            return True
    return False


def _section(written: Written, numbers: Iterable[int]) -> Iterator[str]:
    for number in numbers:
        text = written.line(number)
        if _SECTION.match(text) or _FENCE.match(text):
            return
        yield text


def _removal(written: Written, tool: str, key: Key, served: tuple[Serves, ...]) -> Change | None:
    form = form_of(written.path)
    name = key.name.rpartition(".")[2]
    if not form or not key.span.line:
        return None
    cut = one_less(
        written, key.span.line, form, lambda lost: lost.key == name, _said_above(written, key.span.line, name)
    )
    if cut is None:
        return None
    why = f"Takes out a key that {tool} {'refuses' if key.reason.startswith('removed') else 'ignores'}."
    return Change(path=written.path, begin=cut[0], end=cut[1], new="", remedy="dead-key", why=why, serves=served)


def _said_above(written: Written, line: int, name: str) -> str:
    """The word by which a comment of one line right above speaks of the key alone; "" where none does."""
    above = [written.line(number).strip() if number > 0 else "" for number in (line - 1, line - 2)]
    if not above[0].startswith("#") or above[1].startswith("#"):
        return ""
    return next(iter(re.findall(rf"\b{re.escape(name)}\b", above[0], re.IGNORECASE)), "")


REMEDY = Remedy(name="dead-key", what="keys of configurations that their tool ignores", mend=_mend)
