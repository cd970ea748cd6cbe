"""Proof that people point at, looked up: one module a kind of selector, and the languages that tests are named in.

``gatherers`` is the registry; ``ci_job`` is answered by the automation's own gatherer, ``attestation`` by that of
attestations.
"""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors import candidates, file, literal, named, results
from troth.terms.answer import Answer
from troth.terms.seen.proof import JobSeen
from troth.terms.settings import Settings


def gatherers(
    settings: Callable[[Scene], Answer[Settings]], jobs: Callable[[Scene], Answer[JobSeen]]
) -> tuple[Gatherer, ...]:
    """Every gatherer of this folder; ``settings`` tells which reports ``troth.toml`` names, ``jobs`` what CI has."""
    return (
        named.GATHERER,
        literal.GATHERER,
        file.GATHERER,
        *results.gatherers(settings),
        *candidates.gatherers(jobs),
    )
