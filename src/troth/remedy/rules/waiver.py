"""Exceptions that have lapsed, taken out of ``troth.toml`` and of the tools' own files.

What they let pass counts again from then on. In a file whose tool knows no dates, that is what their own words
announced ("review by 2026-09-30"); whoever still needs one renews it with a new date instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from troth.formats import troth_toml_edit
from troth.formats.troth_toml_edit import Entry, UneditableError
from troth.remedy.cutting import Gone, form_of, one_less
from troth.remedy.remedy import Change, Ground, Remedy
from troth.remedy.written import Written
from troth.terms.edit import Unmended
from troth.terms.waiver import REGISTER, Waiver
from troth.terms.wants import Waivers

_LINE = re.compile(r"\s*[A-Za-z]\S+.*")


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    today = ground.result.at
    lapsed = [one for one in ground.answer(Waivers()).found if one.until is not None and one.until < today]
    own = [one for one in lapsed if not one.native]
    if own and ground.beside:
        yield from _register(ground, own)
    for one in lapsed:
        if one.native and one.span.line is not None and one.form != "command line":
            yield from _native(ground, one)


def _register(ground: Ground, lapsed: list[Waiver]) -> Iterator[Change | Unmended]:
    written = ground.file(REGISTER)
    if written is None:
        return
    ends = {(*_identity(one), str(one.until)) for one in lapsed}

    def unwanted(entry: Entry) -> bool:
        return (*troth_toml_edit.identity(entry), _day(entry.get("until"))) in ends

    try:
        text, count = troth_toml_edit.without_waivers(written.text, unwanted)
    except UneditableError as error:
        yield Unmended(path=REGISTER, reason=f"lapsed exceptions: {error}")
        return
    if count:
        begin, end, new = difference(written.text, text)
        yield Change(path=REGISTER, begin=begin, end=end, new=new, remedy="waiver", why=_WHY)


_WHY = "Takes out exceptions that have lapsed; renew what still has a reason (troth waive)."


def _identity(one: Waiver) -> tuple[str, ...]:
    return tuple(text.strip().casefold() for text in (one.target, one.tool, one.path, one.package))


def _day(value: Any) -> str:
    return str(value)[:10] if value is not None else ""


def difference(before: str, after: str) -> tuple[int, int, str]:
    """The part of ``before`` that differs from ``after``, and what stands there instead."""
    begin = next(
        (at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    rest = min(len(before), len(after)) - begin
    same = next((at for at in range(rest) if before[len(before) - 1 - at] != after[len(after) - 1 - at]), rest)
    return begin, len(before) - same, after[begin : len(after) - same]


def _native(ground: Ground, one: Waiver) -> Iterator[Change | Unmended]:
    served = ground.citing(one.span)
    written = ground.file(one.span.path)
    if not (served or ground.beside) or written is None or one.span.line is None:
        return
    cut = _cut(written, one, one.span.line)
    if cut is None:
        reason = f"the exception for {one.target} ended on {one.until}; take it out by hand, or renew it"
        yield Unmended(path=one.span.path, reason=reason, serves=served)
        return
    yield Change(path=one.span.path, begin=cut[0], end=cut[1], new="", remedy="waiver", why=_WHY, serves=served)


def _cut(written: Written, one: Waiver, line: int) -> tuple[int, int] | None:
    if written.path.endswith(".trivyignore"):
        return written.whole(line) if _LINE.fullmatch(written.line(line)) else None
    name, form = one.target.removeprefix("package:").removeprefix("licence:"), form_of(written.path)

    def meant(lost: Gone) -> bool:
        if lost.key == name:
            return True
        items = lost.value if lost.key and isinstance(lost.value, list) else [lost.value]
        return (not lost.key or len(items) == 1) and _names(items[0], name)

    return one_less(written, line, form, meant, named=name) if form else None


def _names(item: Any, name: str) -> bool:
    """Whether an item of a list is the exception for ``name``: the name itself, or a table with it."""
    if isinstance(item, dict):
        return any(_names(value, name) for value in item.values())
    return isinstance(item, str) and (item == name or item.partition("@")[0] == name)


REMEDY = Remedy(name="waiver", what="exceptions that have lapsed", mend=_mend)
