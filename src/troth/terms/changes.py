"""Two checks side by side: what changed in the promises, and in how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from troth.terms import weakness
from troth.terms.answer import Fact
from troth.terms.meaning import Difference, Direction, differences, together
from troth.terms.pairing import Said, pair, said, steady
from troth.terms.result import Judged, Result
from troth.terms.time.period import duration
from troth.terms.verdict import WORST_FIRST, Finding, Standing

Turn = Literal["new", "gone", "changed", "better", "worse", "same"]
"""How one promise changed: said anew, said no more, said otherwise; or said as before and standing better, worse, or
as before."""
T = TypeVar("T")
AGAINST = (Standing.BROKEN, Standing.AT_RISK)
_TIMES = frozenset({"within", "every", "from"})


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One promise before and after; ``before`` is None where it is new, ``after`` where it is gone.

    ``differs`` are the fields that were said otherwise, as (name, before, after), in words; ``direction`` which way
    the promise went by them. ``appeared`` and ``vanished`` are facts against it that only one of the two checks has.
    """

    turn: Turn
    before: Judged | None = None
    after: Judged | None = None
    differs: tuple[tuple[str, str, str], ...] = ()
    direction: Direction = ""
    appeared: tuple[Fact, ...] = ()
    vanished: tuple[Fact, ...] = ()

    @property
    def stands(self) -> int:
        """How it stands now against before: 1 better, -1 worse, 0 as before or not to be said."""
        if self.before is None or self.after is None:
            return 0
        return _stands(self.before, self.after, bool(self.appeared), bool(self.vanished))

    @property
    def weakened(self) -> bool:
        """Whether less is promised than before: the promise is gone, or went the weaker way in any part."""
        return self.turn == "gone" or self.direction in ("weaker", "mixed")

    @property
    def worse(self) -> bool:
        """Whether someone should look before this goes in: less is promised, or what is promised stands worse.

        A new promise does where it is broken from its first day.
        """
        new = self.turn == "new" and self.after is not None and self.after.verdict.standing is Standing.BROKEN
        return self.weakened or self.stands < 0 or new


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, in the order of the newer document, gone ones last.

    ``since`` is how the older one was asked for ("main", "a commit", "the baseline").
    """

    since: str
    before: Result
    after: Result
    changes: tuple[Change, ...]
    new_findings: tuple[Finding, ...] = ()
    gone_findings: tuple[Finding, ...] = ()

    @property
    def told(self) -> tuple[Change, ...]:
        """Those of which there is something to tell."""
        return tuple(change for change in self.changes if change.turn != "same")

    @property
    def worse(self) -> tuple[Change, ...]:
        """Those at which someone should look."""
        return tuple(change for change in self.changes if change.worse)


def compare(before: Result, after: Result, since: str) -> Changes:
    """What changed from ``before`` to ``after``: every promise of both exactly once.

    Advice to users is no promise and left out; where a sentence was reworded and says the same, it is the same.
    """
    old, new = (tuple(filter(_counts, result.judged)) for result in (before, after))
    pairs = pair(tuple(map(_said, old)), tuple(map(_said, new)))
    changes = tuple(
        _change(None if one is None else old[one], None if other is None else new[other]) for one, other in pairs
    )
    return Changes(
        since=since,
        before=before,
        after=after,
        changes=changes,
        new_findings=tuple(_only(_known(after), _known(before))),
        gone_findings=tuple(_only(_known(before), _known(after))),
    )


def in_words(name: str, value: Any) -> str:
    """The value of a field as people read it: "PT48H" → "48 hours", nothing → "none"."""
    if name in _TIMES and isinstance(value, str) and value:
        return duration(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value) or "none"
    return str(value).strip() if value not in ("", None) else "none"


def spoken(differ: Iterable[Difference]) -> tuple[tuple[str, str, str], ...]:
    """Differences as (name, before, after), in words."""
    return tuple((each.name, in_words(each.name, each.before), in_words(each.name, each.after)) for each in differ)


def _counts(judged: Judged) -> bool:
    return judged.verdict.commitment.kind != "guidance"


def _said(judged: Judged) -> Said:
    return said(judged.verdict.commitment, judged.id)


def _change(before: Judged | None, after: Judged | None) -> Change:
    if before is None or after is None:
        return Change(turn="new" if before is None else "gone", before=before, after=after)
    differ = _differ(before, after)
    old, new = _against(before), _against(after)
    appeared, vanished = tuple(_only(new, old)), tuple(_only(old, new))
    stands = _stands(before, after, bool(appeared), bool(vanished))
    turn: Turn = "changed" if differ else "better" if stands > 0 else "worse" if stands < 0 else "same"
    return Change(
        turn=turn,
        before=before,
        after=after,
        differs=spoken(differ),
        direction=together(differ),
        appeared=appeared,
        vanished=vanished,
    )


def _differ(before: Judged, after: Judged) -> tuple[Difference, ...]:
    """What is said otherwise: the fields, or the words where only these changed and carry a figure or a denial."""
    old, new = before.verdict.commitment, after.verdict.commitment
    differ = differences(old, new)
    if not differ and not steady(said(old), said(new)):
        differ = (Difference(name="sentence", before=old.sentence, after=new.sentence),)
    if bool(old.silenced) != bool(new.silenced):
        direction: Direction = "weaker" if new.silenced else "stronger"
        differ = (*differ, Difference(name="silence", before=old.silenced, after=new.silenced, direction=direction))
    return differ


def _stands(before: Judged, after: Judged, appeared: bool, vanished: bool) -> int:  # noqa: FBT001 - two facts
    old, new = before.verdict.standing, after.verdict.standing
    if Standing.NOTED in (old, new):
        return 0
    if old is not new:
        return 1 if WORST_FIRST.index(new) > WORST_FIRST.index(old) else -1
    if new not in AGAINST:
        return 0
    ours, theirs = weakness.count(before.verdict), weakness.count(after.verdict)
    if appeared or (ours is not None and theirs is not None and theirs > ours):
        return -1
    return 1 if vanished else 0


def _against(judged: Judged) -> list[tuple[weakness.Weakness, Fact]]:
    """Facts against a promise, where it is said to be broken or at risk, each as it is known again.

    What the promise itself shows moves with it, so that each side is known by its own place.
    """
    verdict = judged.verdict
    weak = [fact for fact in verdict.because if fact.weakness] if verdict.standing in AGAINST else []
    return [(weakness.of_fact(fact, verdict.commitment.span), fact) for fact in weak]


def _known(result: Result) -> list[tuple[weakness.Weakness, Finding]]:
    return [(weakness.of_finding(finding), finding) for finding in result.findings]


def _only(here: Sequence[tuple[weakness.Weakness, T]], there: Sequence[tuple[weakness.Weakness, T]]) -> Iterator[T]:
    """Those of ``here`` that ``there`` lacks, twins counted."""
    left = Counter(name for name, _ in there)
    for name, one in here:
        if left[name]:
            left[name] -= 1
        else:
            yield one
