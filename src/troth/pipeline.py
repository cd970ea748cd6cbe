"""In what order? Read, want, gather, judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from troth import controls
from troth.advisories import answers as advised
from troth.advisories.answers import Shelf
from troth.controls import attested, findings, suggestions
from troth.evidence import tools
from troth.evidence.baseline import baseline as baseline_of
from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.evidence.unseen import unseen
from troth.evidence.waivers.gatherer import register as register_of
from troth.policy import register
from troth.policy.agreement import apart, unsettled
from troth.policy.agreement import findings as as_findings
from troth.policy.belonging import belonging
from troth.policy.reader import read
from troth.policy.union import unite
from troth.terms import wants
from troth.terms.answer import Answers, Gap, Want
from troth.terms.baseline import hold
from troth.terms.commitment import Commitment
from troth.terms.identity import identify
from troth.terms.register import Entry, Match
from troth.terms.result import Judged, NotSeen, Result
from troth.terms.selector import Selector
from troth.terms.source import Source
from troth.terms.statement import Reading

NO_SHELF = Gap(wanted="known weaknesses of dependencies", reason="no advisories were asked")


class Promises(msgspec.Struct, frozen=True, kw_only=True):
    """What documents say and what they promise together, each promise once.

    ``matches`` tell what became of the entries of ``troth.toml``.
    """

    readings: tuple[Reading, ...]
    commitments: tuple[Commitment, ...]
    matches: tuple[Match, ...] = ()

    @property
    def by_id(self) -> dict[str, Commitment]:
        """The commitments by their ids, in their order."""
        ids = identify(self.commitments, (match.entry.id for match in self.matches))
        return dict(zip(ids, self.commitments, strict=True))


def promises(sources: Iterable[Source], entries: Sequence[Entry] = ()) -> Promises:
    """What ``sources`` promise, with what the ``entries`` of ``troth.toml`` say of it."""
    applied = register.apply(tuple(filter(None, map(_reading, sources))), entries)
    readings = tuple(
        msgspec.structs.replace(reading, commitments=tuple(controls.together(reading.commitments)))
        for reading in applied.readings
    )
    united = unite((one for reading in readings for one in reading.commitments), readings)
    return Promises(readings=readings, commitments=tuple(united), matches=applied.matches)


def entries(repository: Repository) -> tuple[Entry, ...]:
    """The commitments that ``troth.toml`` of the tree lists."""
    found = register_of(repository)
    return found.commitments if found else ()


def check(
    sources: Iterable[Source],
    scene: Scene,
    not_seen: Iterable[NotSeen] = (),
    shelf: Callable[[], Shelf | Gap] = lambda: NO_SHELF,
) -> Result:
    """Judge the promises of ``sources`` by what ``scene`` shows; raises on no document and no tree.

    ``not_seen`` are documents that could not be read. ``shelf`` opens the advisories, if there are any; it is called
    only where a promise asks for them.
    """
    return look(sources, scene, not_seen, shelf)[0]


def held(result: Result, repository: Repository) -> Result:
    """``result`` held against the baseline of its tree; one that cannot be gone by accepts nothing and is told."""
    found = baseline_of(repository, result.at)
    if isinstance(found, Gap):
        told = NotSeen(text=f"what is accepted ({found.wanted} accepts nothing: {found.reason})", paths=(found.wanted,))
        return msgspec.structs.replace(result, not_seen=(told, *result.not_seen))
    return result if found is None else hold(result, found)


def look(
    sources: Iterable[Source],
    scene: Scene,
    not_seen: Iterable[NotSeen] = (),
    shelf: Callable[[], Shelf | Gap] = lambda: NO_SHELF,
) -> tuple[Result, Answers]:
    """The same as ``check``, with everything that was gathered for it."""
    said = promises(sources, entries(scene.repository))
    readings, commitments = said.readings, said.by_id
    scene.progress("looking at the tree …")
    asked = [want for commitment in commitments.values() for want in controls.wants(commitment)]
    answers = answer([*asked, *findings.wants(readings), *attested.wants(), wants.Past()], scene, shelf)
    contradictions = apart(readings, scene.at)
    judged = tuple(
        Judged(
            id=name,
            verdict=controls.vouched(
                unsettled(controls.judge(commitment, answers, scene.at), contradictions), name, answers, scene.at
            ),
        )
        for name, commitment in commitments.items()
    )
    of_people = attested.find(tuple(commitments.items()), (one.document for one in readings), answers, scene.at)
    commit = next((history.commit for history in answers[wants.Past()].found), "")
    result = Result(
        root=scene.repository.root.name,
        commit=commit,
        at=scene.at,
        readings=readings,
        judged=judged,
        findings=findings.find(
            readings, answers, scene.at, (*as_findings(contradictions), *of_people, *register.findings(said.matches))
        ),
        not_seen=(*not_seen, *unseen(scene, answers, commit)),
    )
    return result, answers


def answer(asked: list[Want[Any]], scene: Scene, shelf: Callable[[], Shelf | Gap]) -> Answers:
    """What the tree shows, and what the advisories say to it."""
    of_advisories = [want for want in asked if isinstance(want, advised.ANSWERED)]
    opened = shelf() if of_advisories else NO_SHELF
    of_tree = [want for want in asked if not isinstance(want, advised.ANSWERED)]
    gathered = gather(scene, [*of_tree, *advised.needs(of_advisories, opened)])
    return Answers({**gathered, **advised.answer(of_advisories, gathered, opened)})


def _reading(source: Source) -> Reading | None:
    """What counts of a document; None where it is no part of the policy."""
    reading = belonging(read(source.path, source.text, tools.NAMES), source)
    return None if reading is None else msgspec.structs.replace(reading, text=source.text)


def proofs(commitments: Mapping[str, Commitment], scene: Scene) -> dict[str, tuple[Selector, ...]]:
    """What of the tree may prove those of ``commitments`` (by id) that no reader sees, for people to look at."""
    unbound = {name: one for name, one in commitments.items() if not one.evidence and suggestions.offers(one)}
    answers = gather(scene, [want for one in unbound.values() for want in suggestions.wants(one)])
    found = {name: suggestions.suggest(one, answers) for name, one in unbound.items()}
    return {name: selectors for name, selectors in found.items() if selectors}
