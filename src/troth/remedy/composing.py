"""Changes of several remedies made into one edit a file; where two want different things, neither is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from troth.remedy.remedy import Change
from troth.remedy.written import Written
from troth.terms.edit import Edit, Serves, Unmended


def compose(
    changes: Iterable[Change], file: Callable[[str], Written | None]
) -> tuple[tuple[Edit, ...], tuple[Unmended, ...]]:
    """One edit for each file, by path, and what was left undone because two changes contradict each other."""
    by_path: dict[str, list[Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, []).append(change)
    edits, unmended = list[Edit](), list[Unmended]()
    for path, wanted in sorted(by_path.items()):
        written = file(path)
        if written is None:
            continue
        agreed, disputed = _agreed(_joined(wanted))
        unmended += disputed
        if agreed:
            edits.append(_edit(written, agreed))
    return tuple(edits), tuple(unmended)


def _joined(changes: list[Change]) -> list[Change]:
    """In the order of the text; the same change for several promises is one that serves them all."""
    found: dict[tuple[int, int, str], Change] = {}
    for change in changes:
        key = (change.begin, change.end, change.new)
        first = found.get(key)
        found[key] = (
            change
            if first is None
            else msgspec.structs.replace(first, serves=tuple(dict.fromkeys((*first.serves, *change.serves))))
        )
    return sorted(found.values(), key=lambda one: (one.begin, one.end))


def _agreed(changes: list[Change]) -> tuple[list[Change], list[Unmended]]:
    """Changes that touch none of the others, and those that do."""
    quarrels = set[int]()
    reach, owner = -1, -1
    for number, change in enumerate(changes):
        if number and (change.begin < reach or (change.begin, change.end) == _ends(changes[owner])):
            quarrels |= {owner, number}
        if change.end >= reach:
            reach, owner = change.end, number
    agreed = [change for number, change in enumerate(changes) if number not in quarrels]
    disputed = [
        Unmended(
            path=change.path,
            reason=f"two rules want different things at the same place: {change.why}",
            serves=change.serves,
        )
        for number, change in enumerate(changes)
        if number in quarrels
    ]
    return agreed, disputed


def _ends(change: Change) -> tuple[int, int]:
    return change.begin, change.end


def _edit(written: Written, changes: list[Change]) -> Edit:
    parts, at = [], 0
    for change in changes:
        parts += [written.text[at : change.begin], change.new]
        at = change.end
    parts.append(written.text[at:])
    served: dict[str, Serves] = {each.id: each for change in changes for each in change.serves}
    return Edit(
        path=written.path,
        before=written.text,
        after="".join(parts),
        remedy=", ".join(dict.fromkeys(change.remedy for change in changes)),
        why=" ".join(dict.fromkeys(change.why for change in changes)),
        serves=tuple(served.values()),
        encoding=written.encoding,
    )
