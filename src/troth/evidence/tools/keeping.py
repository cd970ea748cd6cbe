"""Finds the kept result of a tool again, says whether it still holds, and keeps new ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.evidence.results import holding
from troth.evidence.results.digests import Digests
from troth.evidence.results.holding import Now
from troth.evidence.results.key import Key
from troth.evidence.results.programs import Program, Versions, program
from troth.evidence.results.record import SCHEMA, Kept, ran, remembered
from troth.evidence.results.store import Store
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.stage import tool_path
from troth.terms.answer import Answer, Gap
from troth.terms.seen.results import ToolRun
from troth.terms.span import Span

Words = tuple[tuple[str, ...], ...]


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a tool: the result where it ``holds``, else the gap that says why it does not count."""

    kept: Kept | None = None
    holds: bool = False
    gap: Gap | None = None


class Keeping:
    """All that is needed to know the results of one tree again.

    Raises:
        TrothError: the key of the user cannot be used (only when ``key`` is made by ``results.key``).
    """

    def __init__(self, repository: Repository, key: Key | None, advisories: LocalAdvisories | None = None) -> None:
        self.repository = repository
        self.advisories = advisories or LocalAdvisories()
        self.store = Store(repository, key)
        self.digests = Digests(repository)
        self.versions = Versions()

    def inputs(self, record: ToolRecord) -> tuple[str, ...]:
        """Files that decide what the tool finds: those that it looks at, and its configuration."""
        runner = record.runner
        return (
            self.repository.matching(*runner.inputs, *record.configuration_files) if runner else self.repository.paths
        )

    def program(self, record: ToolRecord) -> Program | None:
        """The executable that is installed here."""
        path = tool_path(record.runner.program) if record.runner else None
        return program(path) if path else None

    def now(self, record: ToolRecord, today: date, words: Words | None) -> Now:
        """The present state of all that a result of the tool is made of."""
        paths, which = self.inputs(record), self.program(record)
        return Now(
            inputs=self.digests.whole(paths),
            files=holding.short({path: self.digests.of(path) for path in paths}),
            program=which,
            version=self.versions.of(which) if which else "",
            advisories=self.advisories.state,
            asks_advisories=bool(record.runner and record.runner.asks_advisories),
            words=words,
            today=today,
        )

    def look(self, record: ToolRecord, now: Now) -> Looked:
        """The kept result of the tool, held against ``now``; one from the future of ``now`` does not exist."""
        found = self.store.find(record.name.name)
        kept = found.kept
        if kept is None or kept.at.date() > now.today:
            return Looked(gap=found.gap)
        reason = holding.stale(kept, now)
        if not reason:
            return Looked(kept=kept, holds=True)
        gap = Gap(wanted=f"the kept result of {kept.tool}", reason=holding.made(kept, reason), span=Span(".troth"))
        return Looked(kept=kept, gap=gap)

    def keep(
        self,
        record: ToolRecord,
        answer: Answer[ToolRun],
        now: Now,
        at: datetime,
        *,
        seconds: float,
        sandboxed: bool = False,
        untrusted: bool = False,
        report: str = "",
    ) -> str:
        """Keep the result of a run or report with the history of the tool; the reason where that cannot be done."""
        before = self.store.find(record.name.name).kept
        version = next((run.version for run in answer.found if run.version), now.version)
        if now.program and not report:
            self.versions.learn(now.program, version)
        kept = Kept(
            schema=SCHEMA,
            tool=record.name.name,
            at=at,
            version=version,
            words=now.words or (),
            inputs=now.inputs,
            files=dict(now.files),
            program=None if report else now.program,
            advisories=now.advisories,
            runs=tuple(msgspec.structs.replace(run, inputs=now.inputs) for run in answer.found),
            gaps=answer.gaps,
            seconds=seconds,
            sandboxed=sandboxed,
            untrusted=untrusted,
            report=report,
        )
        advised = None if report else self.advised(record)
        return self._put(kept, "report" if report else "run", (at, advised), before)

    def confirm(self, record: ToolRecord, kept: Kept, at: datetime) -> str:
        """Remember that ``kept`` was seen to hold still at ``at``, once a day."""
        if kept.past and kept.past[-1].at.date() == at.date():
            return ""
        return self._put(kept, "confirmed", (at, self.advised(record)), kept)

    def advised(self, record: ToolRecord) -> date | None:
        """As ``advised``, of the advisories here."""
        return advised(record, self.repository, self.advisories)

    def _put(
        self,
        kept: Kept,
        how: Literal["run", "confirmed", "report"],
        when: tuple[datetime, date | None],
        before: Kept | None,
    ) -> str:
        past = remembered(before.past if before else (), ran(kept, how, *when))
        return self.store.put(msgspec.structs.replace(kept, past=past))


def advised(record: ToolRecord, repository: Repository, advisories: LocalAdvisories) -> date | None:
    """The newest ``advisories`` that the tool is given, of that ecosystem of the tree in which they are oldest."""
    runner = record.runner
    if runner is None or not runner.asks_advisories or not advisories.state:
        return None
    here = (name for name, globs in runner.ecosystems.items() if repository.matching(*globs))
    return min(filter(None, map(advisories.newest.get, here)), default=None)


def answer_of(kept: Kept) -> Answer[ToolRun]:
    """A kept result as the answer to who asks for a run; its runs say that they are kept."""
    runs = tuple(run if run.origin == "report" else msgspec.structs.replace(run, origin="kept") for run in kept.runs)
    return Answer(found=runs, gaps=kept.gaps)
