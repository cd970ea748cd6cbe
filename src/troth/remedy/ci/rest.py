"""What no CI makes true, counted by what would settle it: told in a few lines, never pretended."""

from __future__ import annotations

from troth.remedy.ci.drafts import Drafts
from troth.terms.result import Judged, Result
from troth.terms.verdict import Standing

_SETTLES = {
    "desk": "the desk, where reports are handled",
    "people": "people: troth attest says how to record what they vouch for",
    "hosted": "settings of the host, which no file shows: attest them",
    "tool run": "a tool run: troth audit",
    "later": "evidence that Troth cannot gather yet, or a condition that is not due",
    "repository": "something that the repository does not hold yet",
}
_ORDER = (*_SETTLES, "")


def tell(result: Result, drafts: Drafts) -> None:
    """Add what stays open and that nobody spoke of yet."""
    served = drafts.served()
    groups: dict[str, list[Judged]] = {}
    for judged in result.judged:
        verdict = judged.verdict
        if verdict.standing in (Standing.KEPT, Standing.NOTED) or judged.id in served:
            continue
        name = verdict.settles if verdict.standing is Standing.UNPROVEN else ""
        groups.setdefault(name if name in _SETTLES else "", []).append(judged)
    place = result.readings[0].document if result.readings else "the policy"
    for name in _ORDER:
        group = groups.get(name, [])
        if group and name:
            drafts.leave(place, f"{_count(len(group))} {_SETTLES[name]}", ())
        elif group:
            drafts.leave(place, f"{_plain(len(group))} elsewhere than in CI: troth check says where", ())


def _count(number: int) -> str:
    return f"{number} promise{'s' if number > 1 else ''} need{'' if number > 1 else 's'}"


def _plain(number: int) -> str:
    return f"{number} promise{'s' if number > 1 else ''} {'are' if number > 1 else 'is'} mended"
