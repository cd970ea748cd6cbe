"""Which targets of a Makefile a name means: the one so named, one by a pattern rule, or all that it may come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from troth.evidence.automation.targets.expansion import UNKNOWN
from troth.evidence.automation.targets.target import Target
from troth.terms.answer import Gap

STEM = "__stem__"
"""What ``%`` of a pattern rule stands for, until a target that fits is asked for."""
MOST_LIKE = 200
"""Targets that a name which cannot be told may mean."""
MOST_SHAPES = 100
"""Pairs of lengths before and behind ``%``: each is looked up for each name that no rule has."""
MOST_COMPARED = 1_000_000
"""Names of targets that are compared with names that cannot be told; behind that, these are a gap."""


class Names:
    """The targets of one Makefile by their names.

    ``cut`` where it has more shapes of patterns than are looked up.
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        self.targets = tuple(targets)
        self.exact = {one.name: one for one in reversed(self.targets)}
        self.patterns: dict[tuple[str, str], tuple[int, Target]] = {}
        self.shapes: dict[tuple[int, int], None] = {}
        self.cut = False
        self.left = MOST_COMPARED
        for at, one in enumerate(self.targets):
            before, percent, behind = one.name.partition("%")
            shape = (len(before), len(behind))
            if percent and (shape in self.shapes or len(self.shapes) < MOST_SHAPES):
                self.shapes[shape] = None
                self.patterns.setdefault((before, behind), (at, one))
            elif percent:
                self.cut = True

    def of(self, name: str) -> tuple[Target, ...]:
        """The targets that ``name`` means."""
        if name in self.exact:
            return (self.exact[name],)
        return self._like(name) if UNKNOWN in name else self._by_pattern(name)

    def _by_pattern(self, name: str) -> tuple[Target, ...]:
        """The pattern rule that leaves the shortest stem, the first of several (manual, 10.5.4)."""
        fits = []
        for before, behind in self.shapes:
            end = len(name) - behind
            found = self.patterns.get((name[:before], name[end:])) if before <= end else None
            if found is not None:
                fits.append((end - before, found[0], found[1]))
        if fits:
            stem, _, target = min(fits, key=lambda fit: fit[:2])
            return (_instance(target, name, name[len(target.name.partition("%")[0]) :][:stem]),)
        if not self.cut:
            return ()
        (_, first), reason = (
            next(iter(self.patterns.values())),
            "there are too many pattern rules to tell what makes it",
        )
        return (_doubted(first, Gap(wanted=name[:80], reason=reason)),)

    def _like(self, name: str) -> tuple[Target, ...]:
        """All targets that a name with unknown parts may come to, each in doubt."""
        reason = "which targets these are is worked out by a function of make"
        self.left -= len(self.targets)
        if self.left < 0:
            gap = Gap(
                wanted=name.replace(UNKNOWN, "…")[:80], reason="more targets than are looked through may be meant"
            )
            return tuple(_doubted(msgspec.structs.replace(one, gaps=(*one.gaps, gap)), gap) for one in self.targets[:1])
        parts = re.split(f"(?:{UNKNOWN})+", name)
        least, doubt = sum(map(len, parts)), Gap(wanted=name.replace(UNKNOWN, "…")[:80], reason=reason)
        found = [one for one in self.targets if least <= len(one.name) < MOST_LIKE and _holds(one.name, parts)]
        return tuple(_doubted(one, doubt) for one in found[:MOST_LIKE])


def _holds(name: str, parts: Sequence[str]) -> bool:
    """Whether ``name`` is ``parts`` with something or nothing between them; each is looked for once, from the left."""
    first, *between, last = parts
    if not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in between:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return at <= end


def _doubted(target: Target, doubt: Gap) -> Target:
    return msgspec.structs.replace(target, doubts=(*target.doubts, doubt))


def _instance(target: Target, name: str, inner: str) -> Target:
    """A pattern rule for one name (manual, 10.5.4)."""
    steps = tuple(
        msgspec.structs.replace(
            step,
            calls=tuple(call.replace(STEM, inner) for call in step.calls),
            script=msgspec.structs.replace(step.script, text=step.script.text.replace(STEM, inner))
            if step.script
            else None,
        )
        for step in target.steps
    )
    return msgspec.structs.replace(target, name=name, steps=steps)
