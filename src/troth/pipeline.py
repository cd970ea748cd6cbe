"""In what order? Read, want, gather, judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from troth import controls
from troth.advisories import answers as advised
from troth.advisories.answers import Shelf
from troth.controls import attested, findings
from troth.evidence import tools
from troth.evidence.gather import Scene, gather
from troth.evidence.unseen import unseen
from troth.policy.agreement import disagreements
from troth.policy.belonging import belonging
from troth.policy.reader import read
from troth.policy.union import unite
from troth.terms import wants
from troth.terms.answer import Answers, Gap, Want
from troth.terms.commitment import Commitment
from troth.terms.identity import identify
from troth.terms.result import Judged, NotSeen, Result
from troth.terms.source import Source
from troth.terms.statement import Reading

NO_SHELF = Gap(wanted="known weaknesses of dependencies", reason="no advisories were asked")


def promises(sources: Iterable[Source]) -> tuple[tuple[Reading, ...], tuple[Commitment, ...]]:
    """What ``sources`` say and what they promise together, each promise once."""
    readings = tuple(filter(None, (_reading(source) for source in sources)))
    return readings, tuple(unite((one for reading in readings for one in reading.commitments), readings))


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


def look(
    sources: Iterable[Source],
    scene: Scene,
    not_seen: Iterable[NotSeen] = (),
    shelf: Callable[[], Shelf | Gap] = lambda: NO_SHELF,
) -> tuple[Result, Answers]:
    """The same as ``check``, with everything that was gathered for it."""
    readings, commitments = promises(sources)
    asked = [want for commitment in commitments for want in controls.wants(commitment)]
    answers = answer([*asked, *findings.wants(readings), *attested.wants(), wants.Past()], scene, shelf)
    ids = identify(commitments)
    verdicts = [
        controls.vouched(controls.judge(commitment, answers, scene.at), name, answers, scene.at)
        for name, commitment in zip(ids, commitments, strict=True)
    ]
    of_people = attested.find(
        tuple(zip(ids, commitments, strict=True)), (one.document for one in readings), answers, scene.at
    )
    commit = next((history.commit for history in answers[wants.Past()].found), "")
    result = Result(
        root=scene.repository.root.name,
        commit=commit,
        at=scene.at,
        readings=readings,
        judged=tuple(Judged(id=name, verdict=verdict) for name, verdict in zip(ids, verdicts, strict=True)),
        findings=findings.find(readings, answers, scene.at, (*disagreements(readings), *of_people)),
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
    """What counts of a document, its promises told of each other; None where it is no part of the policy."""
    reading = belonging(read(source.path, source.text, tools.NAMES), source)
    if reading is None:
        return None
    return msgspec.structs.replace(reading, commitments=tuple(controls.together(reading.commitments)), text=source.text)
