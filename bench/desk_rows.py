"""A desk with many cases: rows as the actions of the desk leave them, written in bulk, the same for the same seed.

Three years of reports. One in five is open, in every state that a case can be open in; the others were disclosed,
closed, rejected or merged. Each has its reporter, moves, messages, a note, ratings, the clocks of the policy with what
became of them (6 of 100 late, some paused), and entries in the chain of the ledger, which verifies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

POLICY = """# Security policy

Report vulnerabilities on our report page, never in public issues.

- We acknowledge every report within 48 hours.
- We assess every report within 5 business days.
- **Status updates**: Every 7 days until resolution
- We fix critical vulnerabilities within 30 days.
- We fix high vulnerabilities within 60 days.
- We publish an advisory within 90 days of the report.

## Severity

- Critical: CVSS 9.0-10.0
- High: CVSS 7.0-8.9
- Medium: CVSS 4.0-6.9
- Low: CVSS 0.1-3.9
"""
WORDS = (
    "heap overflow in the parser of archives",
    "stored script in the profile page",
    "token of a session in a log file",
    "race between two uploads",
    "missing check of the signature",
    "path of a file leaves its folder",
    "query of the search takes forever",
    "certificate of a peer is not checked",
    "memory of another request is read",
    "order of two headers is confused",
    "password reset works twice",
    "role of a member is not checked",
)
PARTS = ("gateway", "viewer", "importer", "scheduler", "mailer", "console", "agent", "library", "installer")
YEARS = timedelta(days=3 * 365)
OPEN = ("received", "acknowledged", "assessing", "needs_info", "accepted", "fixing", "fix_ready")
SETTLED = ("disclosed", "closed", "rejected", "duplicate")
WAY = ("received", "acknowledged", "assessing", "accepted", "fixing", "fix_ready", "disclosed", "closed")
SCORES = {"critical": 9.8, "high": 7.5, "medium": 5.3, "low": 3.1}
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the rows go: the organisation, its project, what the policy says, who handles the cases."""

    organisation: Any
    project: Any
    version: Any
    members: tuple[Any, ...]
    promises: dict[str, list[Any]]


def desk(organisation: Any, project: Any, members: tuple[Any, ...]) -> Desk:
    """What is needed of a desk that was prepared with ``POLICY``."""
    from troth_desk.deadlines.actions import owed_in_time
    from troth_desk.policies.queries import current_version

    version = current_version(project)
    if version is None:
        raise RuntimeError("the desk has no policy")
    actions = ("acknowledge", "assess", "update", "fix", "disclose")
    return Desk(organisation, project, version, members, {action: owed_in_time(version, action) for action in actions})


def add(desk: Desk, number: int, first: int, now: datetime) -> None:
    """``number`` cases, counted from ``first``, received in the three years before ``now``."""
    from django.db import connection

    from troth_desk.tenants import scope

    for start in range(first, first + number, BATCH):
        with scope.inside(desk.organisation):
            _write(desk, range(start, min(start + BATCH, first + number)), now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _write(desk: Desk, numbers: range, now: datetime) -> None:
    from django.db import transaction

    from troth_desk.cases.models import Case, Participant

    with transaction.atomic():
        told = [_Told(desk, number, now) for number in numbers]
        Case.objects.bulk_create([one.case for one in told], batch_size=500)
        Participant.objects.bulk_create([one.participant() for one in told], batch_size=500)
        for model, rows in _rows(told):
            model.objects.bulk_create(rows, batch_size=500)
        _ledger(desk, told)


def _rows(told: list[_Told]) -> Iterator[tuple[Any, list[Any]]]:
    from troth_desk.cases.models import Embargo, Message, Note, Rating, Transition
    from troth_desk.deadlines.models import Clock, Pause

    yield Transition, [row for one in told for row in one.moves()]
    yield Message, [row for one in told for row in one.messages()]
    yield Note, [row for one in told for row in one.notes()]
    yield Rating, [row for one in told for row in one.ratings()]
    yield Embargo, [row for one in told for row in one.embargo()]
    yield Clock, [row for one in told for row in one.clocks]
    yield Pause, [row for one in told for row in one.pauses()]


class _Told:
    """One report and what became of it."""

    def __init__(self, desk: Desk, number: int, now: datetime) -> None:
        from troth_desk.cases.models import NOTHING_DUE, Case

        self.desk, self.number, self.now = desk, number, now
        self.dice = random.Random(f"troth {number}")  # noqa: S311 - the same rows each time
        dice = self.dice
        self.open = dice.random() < 0.2
        age = timedelta(seconds=dice.uniform(3600, (60 * 86400) if self.open else YEARS.total_seconds()))
        self.received = (now - age).replace(microsecond=number % 1_000_000)
        self.state = dice.choice(OPEN if self.open else SETTLED)
        self.severity = "" if self.state in {"received", "acknowledged"} else dice.choice(list(SCORES))
        self.ended = min(now, self.received + timedelta(days=dice.uniform(2, 80)))
        self.late = dice.random() < 0.06
        title = f"{dice.choice(WORDS).capitalize()} of the {dice.choice(PARTS)} {number}"
        self.case = Case(
            organisation=desk.organisation,
            project=desk.project,
            policy=desk.version,
            reference=f"TR-{number:08d}",
            title=title,
            description=f"{title}. " + "What happens, where, and since which version, in some words more. " * 12,
            steps="1. Send the request that is attached. 2. Look at the answer. " * 5,
            impact="Somebody without an account reads what belongs to others.",
            origin=dice.choice(("form", "api", "mail")),
            state=self.state,
            held="doubtful" if self.state == "received" and dice.random() < 0.05 else "",
            held_reason="It asks for a reward and names no steps to reproduce.",
            severity=self.severity,
            cvss_vector=VECTOR if self.severity else "",
            cvss_score=SCORES.get(self.severity),
            owner=dice.choice((None, *desk.members)),
            received_at=self.received,
            acknowledged_at=None if self.state == "received" else self.received + timedelta(hours=20),
            changed_at=self.ended,
            closed_at=None if self.open else self.ended,
            digest=f"{number:064x}",
        )
        self.clocks = list(self._clocks())
        running = [clock.due_at for clock in self.clocks if clock.state == "running"]
        self.case.next_due_at = min(running, default=NOTHING_DUE)

    def participant(self) -> Any:
        """The reporter."""
        from troth_desk.cases.models import Participant

        return Participant(
            organisation=self.desk.organisation,
            case=self.case,
            contact=f"reporter{self.number}@example.org",
            link_digest=f"{self.number:064x}",
            joined_at=self.received,
        )

    def way(self) -> list[tuple[str, str, datetime]]:
        """The moves, each with its instant, from the receipt to where it stands."""
        if self.state in WAY:
            states = list(WAY[: WAY.index(self.state) + 1])
        else:
            states = ["received", "acknowledged", "assessing", self.state]
        step = (self.ended - self.received) / max(1, len(states) - 1)
        before = ["", *states[:-1]]
        return [(a, b, self.received + step * place) for place, (a, b) in enumerate(zip(before, states, strict=True))]

    def moves(self) -> list[Any]:
        """Rows of the moves."""
        from troth_desk.cases.models import Transition

        by = f"member:{self.desk.members[0].pk}"
        return [
            Transition(
                organisation=self.desk.organisation,
                case=self.case,
                before=before,
                after=after,
                actor=by if before else "reporter",
                at=at,
            )
            for before, after, at in self.way()
        ]

    def messages(self) -> list[Any]:
        """Two of the team, one of the reporter."""
        from troth_desk.cases.models import Message

        gap = (self.ended - self.received) / 4
        return [
            Message(
                organisation=self.desk.organisation,
                case=self.case,
                member=self.desk.members[place % 2] if place != 1 else None,
                body="We could reproduce it and are looking at what else is concerned. " * 3,
                at=self.received + gap * (place + 1),
            )
            for place in range(3)
        ]

    def notes(self) -> list[Any]:
        """One."""
        from troth_desk.cases.models import Note

        member = self.desk.members[0]
        body = "Seems to be the same parser as last year."
        return [Note(organisation=self.desk.organisation, case=self.case, member=member, body=body, at=self.received)]

    def ratings(self) -> list[Any]:
        """One, where it was rated."""
        from troth_desk.cases.models import Rating

        if not self.severity:
            return []
        return [
            Rating(
                organisation=self.desk.organisation,
                case=self.case,
                vector=VECTOR,
                score=SCORES[self.severity],
                severity=self.severity,
                actor=f"member:{self.desk.members[0].pk}",
                at=self.received + timedelta(hours=30),
            )
        ]

    def embargo(self) -> list[Any]:
        """Active on what was accepted and is open, over on the others."""
        from troth_desk.cases.models import Embargo

        active = self.state in {"accepted", "fixing", "fix_ready"}
        return [
            Embargo(
                organisation=self.desk.organisation,
                case=self.case,
                state="active" if active else "exited",
                until=self.received + timedelta(days=90),
                team_agreed=True,
                ended_at=None if active else self.ended,
            )
        ]

    def pauses(self) -> list[Any]:
        """What stood still."""
        from troth_desk.deadlines.models import Pause

        return [
            Pause(
                organisation=self.desk.organisation,
                clock=clock,
                reason="the reporter was asked",
                since=clock.started_at + timedelta(hours=1),
                until=None if clock.state == "paused" else clock.started_at + timedelta(hours=1) + clock.paused_for,
            )
            for clock in self.clocks
            if clock.paused_for or clock.state == "paused"
        ]

    def _clocks(self) -> Iterator[Any]:
        done = {"acknowledge"} if self.state != "received" else set()
        if self.state not in {"received", "acknowledged", "assessing", "needs_info"}:
            done.add("assess")
        if self.state in {"fix_ready", "disclosed", "closed"}:
            done.add("fix")
        for action, promises in self.desk.promises.items():
            for promise in promises:
                if promise.severities and self.severity not in promise.severities:
                    continue
                if action == "update":
                    yield from self._rounds(promise)
                else:
                    yield self._clock(promise, self.received, met=action in done or not self.open)

    def _rounds(self, promise: Any) -> Iterator[Any]:
        """A round each week, three at most for what is settled, the last one of what is open."""
        rounds = 3 if not self.open else 1
        for number in range(rounds):
            start = self.received + timedelta(days=6 * number)
            if start < self.ended:
                yield self._clock(promise, start, met=not self.open, number=number + 1)

    def _clock(self, promise: Any, start: datetime, *, met: bool, number: int = 1) -> Any:
        from troth_desk.deadlines.models import Clock

        length = {"acknowledge": 2, "assess": 7, "update": 7, "fix": 60, "disclose": 90}[promise.action]
        due = start + timedelta(days=length)
        paused_for = timedelta(hours=5) if self.dice.random() < 0.05 else timedelta()
        done = start + timedelta(days=length) * (1.2 if self.late else self.dice.uniform(0.1, 0.9)) if met else None
        done = None if done is None or done > self.now else done
        paused = done is None and due > self.now and self.dice.random() < 0.05
        return Clock(
            organisation=self.desk.organisation,
            project=self.desk.project,
            subject=f"case:{self.case.reference}",
            promise=promise,
            action=promise.action,
            commitment=promise.commitment,
            document=promise.document,
            version=self.desk.version.number,
            line=promise.line,
            sentence=promise.sentence,
            within=promise.within or promise.every,
            basis=promise.basis or "calendar",
            strength=promise.strength,
            cadence=promise.action == "update",
            terms={"zone": "Europe/Berlin"},
            severity=self.severity if promise.severities else "",
            round=number,
            state="met" if done else "paused" if paused else "running" if self.open else "stopped",
            started_at=start,
            due_at=due,
            warn_at=due - timedelta(hours=length * 6),
            paused_for=paused_for,
            paused_at=self.now - timedelta(hours=1) if paused else None,
            met_at=done,
            stopped_at=None if self.open or done else self.ended,
            stopped_reason="" if self.open or done else f"the case is {self.state}",
            warned_at=due - timedelta(hours=length * 6) if (done or self.now) > due - timedelta(days=1) else None,
            breached_at=due if due < (done or (self.now if self.open else self.ended)) else None,
        )


def _ledger(desk: Desk, told: list[_Told]) -> None:
    """What the actions say of it: opened, each clock armed and what became of it, each move."""
    from troth_desk.ledger.actions import record_all
    from troth_desk.ledger.actor import SYSTEM

    for start in range(0, len(told), 100):
        said: list[Any] = []
        for one in told[start : start + 100]:
            subject = one.case.subject
            opened = {"project": desk.project.pk, "policy": desk.version.number, "digest": one.case.digest}
            said.append(("case.opened", subject, opened))
            said += [("clock.armed", subject, _armed(clock)) for clock in one.clocks]
            said += [("case.moved", subject, {"from": before, "to": after}) for before, after, _ in one.way() if before]
        record_all(desk.organisation.pk, said, by=SYSTEM, at=told[start].received)


def _armed(clock: Any) -> dict[str, Any]:
    return {
        "clock": clock.pk,
        "action": clock.action,
        "commitment": clock.commitment,
        "version": clock.version,
        "line": clock.line,
        "started_at": clock.started_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
    }
