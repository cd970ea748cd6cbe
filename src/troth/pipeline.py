"""In what order? Read, want, gather, judge."""

from __future__ import annotations

from collections.abc import Mapping

from troth import controls
from troth.controls import findings
from troth.evidence import tools
from troth.evidence.gather import Scene, gather
from troth.evidence.unseen import unseen
from troth.policy.agreement import disagreements
from troth.policy.merge import across
from troth.policy.reader import read
from troth.terms import wants
from troth.terms.identity import identify
from troth.terms.result import Judged, Result


def check(documents: Mapping[str, str], scene: Scene) -> Result:
    """Judge the promises of ``documents`` (path → text) by what ``scene`` shows; raises on no document and no tree."""
    readings = tuple(read(path, text, tools.NAMES) for path, text in documents.items())
    commitments = controls.together(across(readings))
    asked = [want for commitment in commitments for want in controls.wants(commitment)]
    answers = gather(scene, [*asked, *findings.wants(readings), wants.Past()])
    verdicts = [controls.judge(commitment, answers, scene.at) for commitment in commitments]
    ids = identify(commitments)
    commit = next((history.commit for history in answers[wants.Past()].found), "")
    return Result(
        root=scene.repository.root.name,
        commit=commit,
        at=scene.at,
        readings=readings,
        judged=tuple(Judged(id=name, verdict=verdict) for name, verdict in zip(ids, verdicts, strict=True)),
        findings=findings.find(readings, answers, scene.at, disagreements(readings)),
        not_seen=unseen(scene, answers, commit),
    )
