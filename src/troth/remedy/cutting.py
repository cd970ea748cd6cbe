"""Whole lines taken out of TOML and YAML, so that one key or one item of a list is gone and all else says the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

import msgspec
import yaml

from troth.remedy.written import Written

LARGEST = 256 * 1024
"""Characters of the largest file of which something is cut."""
MOST_LINES = 80
"""Lines that one key or item may have."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ALIAS = re.compile(r"(?:^|[\s,\[{])[&*][\w-]")
_KEY_ALONE = re.compile(r"^\s*(?:-\s+)?[\w\"'.-]+\s*(?::|=\s*\[)\s*(?:#.*)?$")
_HEADER = re.compile(r"^\s*\[\[")
Cut = tuple[int, int]


class Gone(msgspec.Struct, frozen=True):
    """What is gone: a key with its value, or an item of a list, whose ``key`` is ""."""

    key: str
    value: Any


def form_of(path: str) -> str:
    """ "toml" or "yaml" by the name of the file; "" for others."""
    name = path.rsplit("/", 1)[-1]
    if name.endswith(".toml"):
        return "toml"
    return "yaml" if name.endswith((".yml", ".yaml", ".snyk")) else ""


def one_less(written: Written, line: int, form: str, meant: Callable[[Gone], bool], named: str = "") -> Cut | None:
    """Where the lines of the key or item that begins at ``line`` begin and end, with the comment right above it where
    that names ``named``; None where no such lines can be taken out alone.

    ``meant`` tells whether what would be gone is what shall go. Where it is the only item of a list, the key of that
    list goes with it.
    """
    if len(written.text) > LARGEST:
        return None
    before = _parsed(written.text, form)
    if before is None:
        return None
    for first in (_header_above(written, line), line, _key_above(written, line)):
        for last in range(line, min(line + MOST_LINES, written.count) + 1) if first else ():
            begin, end = written.whole(first, last)
            after = _parsed(written.text[:begin] + written.text[end:], form)
            lost = gone(before[0], after[0]) if after is not None else None
            if lost is not None and meant(lost):
                return _with_blank(written, _with_comment(written, first, named), last)
    return None


def _header_above(written: Written, line: int) -> int:
    """The line of the ``[[header]]`` right above ``line``; 0 where something else stands above."""
    return line - 1 if line > 1 and _HEADER.match(written.line(line - 1)) else 0


def _key_above(written: Written, line: int) -> int:
    """The line of the key whose list begins at ``line``; 0 where something else stands above."""
    above = line - 1
    while above > 0 and written.line(above).lstrip().startswith("#"):
        above -= 1
    return above if above > 0 and _KEY_ALONE.match(written.line(above)) else 0


def _with_blank(written: Written, first: int, last: int) -> Cut:
    """The lines, with the blank line below them where there is one above them too."""
    below = last < written.count and not written.line(last + 1).strip()
    above = first == 1 or not written.line(first - 1).strip()
    return written.whole(first, last + 1 if above and below else last)


def _with_comment(written: Written, first: int, named: str) -> int:
    top = first
    while top > 1 and written.line(top - 1).lstrip().startswith("#"):
        top -= 1
    above = "\n".join(written.line(number) for number in range(top, first))
    return top if named and named in above else first


def _parsed(text: str, form: str) -> tuple[Any] | None:
    """The value of ``text`` in a tuple of its own; None where it is none of that form, or could grow without bound."""
    try:
        if form == "toml":
            return (tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")),)
        if form == "yaml" and not _ALIAS.search(text):
            loader = _LOADER(text)
            try:
                return (loader.get_single_data(),)
            finally:
                loader.dispose()
    except (ValueError, yaml.YAMLError, RecursionError):
        return None
    return None


def gone(before: Any, after: Any) -> Gone | None:
    """What ``after`` lacks, where it is ``before`` without one key of a table or one item of a list, at any depth.

    A table or list that thereby becomes empty stays as an empty one.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        missing = before.keys() - after.keys()
        if missing:
            left = {key: value for key, value in before.items() if key not in missing}
            (key, *others) = missing
            return Gone(key=str(key), value=before[key]) if not others and _equal(left, after) else None
        return _one_differs([(before[key], after[key]) for key in before]) if before.keys() == after.keys() else None
    if isinstance(before, list) and isinstance(after, list):
        if len(after) == len(before) - 1:
            at = next((at for at in range(len(before)) if _equal(before[:at] + before[at + 1 :], after)), None)
            return None if at is None else Gone(key="", value=before[at])
        return _one_differs(list(zip(before, after, strict=True))) if len(before) == len(after) else None
    return None


def _one_differs(pairs: list[tuple[Any, Any]]) -> Gone | None:
    different = [(before, after) for before, after in pairs if not _equal(before, after)]
    return gone(*different[0]) if len(different) == 1 else None


def _equal(one: Any, other: Any) -> bool:
    """Whether both say the same; true is not 1, and 1 is not 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return type(one) is type(other) and bool(one == other)


def renamed(written: Written, begin: int, end: int, new: str, form: str) -> bool:
    """Whether the text with ``new`` from ``begin`` to ``end`` says the same but for the name of one key."""
    if len(written.text) > LARGEST:
        return False
    before = _parsed(written.text, form)
    after = _parsed(written.text[:begin] + new + written.text[end:], form)
    return before is not None and after is not None and _renamed(before[0], after[0])


def _renamed(before: Any, after: Any) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        old, new = before.keys() - after.keys(), after.keys() - before.keys()
        if len(old) == len(new) == 1:
            (was,), (now,) = old, new
            return bool({now if key == was else key: value for key, value in before.items()} == after)
        if old or new:
            return False
        return _one_renamed([(before[key], after[key]) for key in before])
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return _one_renamed(list(zip(before, after, strict=True)))
    return False


def _one_renamed(pairs: list[tuple[Any, Any]]) -> bool:
    different = [(before, after) for before, after in pairs if before != after]
    return len(different) == 1 and _renamed(*different[0])
