"""Where a version of a policy says two things of one matter: found when its texts are read, and kept with it.

What contradicts what is decided by ``troth.policy.agreement`` alone, as in ``troth check``. It compares documents as
they were read, before promises that several of them make became one: what is kept of a version no longer tells that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from troth.terms.span import Span
from troth.terms.verdict import Finding, Verdict
from troth_desk.policies import queries, reading
from troth_desk.policies.models import PolicyVersion

if TYPE_CHECKING:
    from troth.policy.agreement import Claim
    from troth.terms.statement import Reading

READ_ANEW = 64
"""Versions whose contradictions a process remembers until ``keep`` has written them down."""


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The claims of each matter of which a policy says two things.

    The rules are loaded where there is one: most policies contradict nothing, and a desk need not have the reader in
    its memory for that.
    """

    claims: Sequence[Sequence[Claim]] = ()

    def unsettle(self, verdict: Verdict) -> Verdict:
        """``verdict``, no longer kept by its text where another line says otherwise."""
        if not self.claims:
            return verdict
        from troth.policy.agreement import unsettled

        return unsettled(verdict, self.claims)

    def findings(self, accepted: Iterable[Finding] = ()) -> tuple[Finding, ...]:
        """One finding a matter, with all its places; those that a check told as ``accepted`` are accepted here."""
        if not self.claims:
            return ()
        from troth.policy.agreement import findings

        known = {(one.rule, one.span.path, one.text) for one in accepted if one.accepted}
        return tuple(
            msgspec.structs.replace(one, accepted=(one.rule, one.span.path, one.text) in known)
            for one in findings(self.claims)
        )


def of(version: PolicyVersion) -> Contradictions:
    """Those of ``version``; one of a release that kept none is read once more, unless ``keep`` did."""
    kept = version.contradictions
    if kept is not None:
        return Contradictions([list(map(_claim, several)) for several in kept])
    return _anew(reading.Texts(queries.sources(version), queries.register(version)))


def written(readings: Sequence[Reading]) -> list[list[dict[str, Any]]]:
    """Those of documents as they were read, as a version keeps them."""
    from troth.policy.agreement import apart

    told: list[list[dict[str, Any]]] = reading.storable([list(map(_told, several)) for several in apart(readings)])
    return told


def keep(version: PolicyVersion) -> bool:
    """Write down those of a version that a release read which kept none; whether it was this call that did."""
    found = reading.read(reading.Texts(queries.sources(version), queries.register(version)))
    waiting = queries.uncompared(version.organisation).filter(pk=version.pk)
    return waiting.update(contradictions=written(found.promises.readings)) == 1


@lru_cache(maxsize=READ_ANEW)
def _anew(texts: reading.Texts) -> Contradictions:
    from troth.policy.agreement import apart

    return Contradictions(apart(reading.read(texts).promises.readings))


def _told(claim: Claim) -> dict[str, Any]:
    """``claim`` as JSON, without its commitment: that is a promise of the version."""
    said = {"matter": claim.matter, "position": claim.position, "words": claim.words, "span": claim.span}
    told: dict[str, Any] = msgspec.to_builtins(said)
    return told


def _claim(told: dict[str, Any]) -> Claim:
    from troth.policy.agreement import Claim

    span = msgspec.convert(told["span"], Span)
    return Claim(_frozen(told["matter"]), _frozen(told["position"]), told["words"], span)


def _frozen(value: Any) -> Any:
    """Lists, which JSON has, as the tuples that they were."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
