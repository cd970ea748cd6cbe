"""The days on which tools ran, from the histories that audits have kept."""

from __future__ import annotations

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
        days = {ran.at.date() for ran in past if ran.whole and ran.at.date() <= scene.at}
        if record is not None and days:
            span = Span(f"{FOLDER}/{file_name(tool)}")
            records.append(AuditRecord(tool=tool, activities=record.activities, days=tuple(sorted(days)), span=span))
    return Answer(found=tuple(records), gaps=tuple(gaps))


GATHERER = Gatherer(wants=AuditRecords, answer=answer)
"""Histories of audits."""
