"""In what order? Read, want, gather, judge."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from troth import controls
from troth.evidence import tools
from troth.evidence.gather import Scene, gather
from troth.policy.reader import read
from troth.terms.answer import Answers
from troth.terms.identity import identify
from troth.terms.statement import Reading
from troth.terms.verdict import Verdict


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one tree: what was read, and the verdict on each commitment under its id."""

    readings: tuple[Reading, ...]
    verdicts: tuple[tuple[str, Verdict], ...]
    answers: Answers


def check(documents: Mapping[str, str], scene: Scene) -> Check:
    """Judge the promises of ``documents`` (path → text) by what ``scene`` shows."""
    readings = tuple(read(path, text, tools.NAMES) for path, text in documents.items())
    commitments = [commitment for reading in readings for commitment in reading.commitments]
    answers = gather(scene, (want for commitment in commitments for want in controls.wants(commitment)))
    verdicts = [controls.judge(commitment, answers, scene.at) for commitment in commitments]
    return Check(readings=readings, verdicts=tuple(zip(identify(commitments), verdicts, strict=True)), answers=answers)
