"""The days on which tools ran, from the histories that audits have kept."""

from __future__ import annotations

from datetime import date

from troth.evidence.results.record import Ran
from troth.evidence.results.store import FOLDER, file_name
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools.index import by_name
from troth.evidence.tools.running import keeping
from troth.terms.answer import Answer
from troth.terms.seen.results import AuditRecord
from troth.terms.span import Span
from troth.terms.wants import AuditRecords


def answer(scene: Scene, _: AuditRecords) -> Answer[AuditRecord]:
    """One record for each tool that ran whole on some day up to that of the check; what does not count is a gap."""
    store = keeping(scene).store
    records, gaps = [], []
    for tool in store.tools():
        there, record = store.find(tool), by_name(tool)
        gaps += [there.gap] if there.gap else []
        past = there.kept.past if there.kept else ()
        whole = [ran for ran in past if ran.whole and ran.at.date() <= scene.at]
        if record is not None and whole:
            records.append(
                AuditRecord(
                    tool=tool,
                    activities=record.activities,
                    days=tuple(sorted({ran.at.date() for ran in whole})),
                    span=Span(f"{FOLDER}/{file_name(tool)}"),
                    advised=_advised(whole),
                )
            )
    return Answer(found=tuple(records), gaps=tuple(gaps))


def _advised(past: list[Ran]) -> dict[date, date]:
    """For each day the newest advisory that some run of it was given; a run that asked its own makes that needless."""
    own = {ran.at.date() for ran in past if ran.advised is None}
    found: dict[date, date] = {}
    for ran in past:
        day = ran.at.date()
        if ran.advised is not None and day not in own:
            found[day] = max(ran.advised, found.get(day, ran.advised))
    return found


GATHERER = Gatherer(wants=AuditRecords, answer=answer)
"""Histories of audits."""
