"""What scanners told of Lighthouse, week by week, what the team decided about it, and how Ferry's releases were tested.

All of it is of low or medium severity and of paths that nobody has, so that no real product is spoken of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from troth_desk.findings import actions
from troth_desk.findings.actions.gates import Told
from troth_desk.findings.models import Finding
from troth_desk.findings.seen import Delivered, Seen
from troth_desk.findings.states import Kind, Severity, State
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project

WEEK = timedelta(weeks=1)
TOOL = "semgrep"
FIRST = (
    ("lamp.timing.compare", "The token of a lamp is compared with ==", "src/lamp/token.rs", 41),
    ("lamp.log.secret", "The key of a lamp is written to the log", "src/lamp/log.rs", 118),
    ("lamp.path.join", "A name out of a request becomes a path without a check", "src/maps/bundle.rs", 77),
    ("lamp.random.weak", "A generator that can be foretold makes a pairing code", "src/pair/code.rs", 23),
)  # fmt: skip
LATER = (
    ("lamp.tls.old", "TLS 1.0 is still offered on the maintenance port", "src/port/serve.rs", 12),
    ("lamp.header.missing", "The maintenance page can be framed by any other page", "src/port/pages.rs", 64),
)
WEEKS: tuple[tuple[int, tuple[tuple[str, str, str, int], ...]], ...] = (
    (5, FIRST),
    (4, FIRST),
    (3, (*FIRST[1:], LATER[0])),
    (1, (*FIRST[2:], *LATER)),
)
"""How many weeks ago, and what was told: what is not told of any more is gone."""
FALSE_POSITIVE = "lamp.random.weak"
WORDS = "The code is shown on the lamp and works once, within a minute."


def tell_all(projects: Mapping[str, Project], cast: Mapping[str, Membership], now: datetime) -> int:
    """Bring the results of every week, decide about one finding, record two releases; how many findings are kept."""
    lighthouse, by = projects["lighthouse"], cast["responder"].actor
    for ago, told in WEEKS:
        at = now - ago * WEEK
        actions.bring(lighthouse, _delivered(told, at), source="sarif", digest=f"{ago:064d}", by=SYSTEM, at=at)
    found = Finding.objects.filter(organisation=lighthouse.organisation, project=lighthouse, rule=FALSE_POSITIVE)
    decision = actions.Decision(State.FALSE_POSITIVE, reason=WORDS)
    actions.decide(lighthouse.organisation, found.values_list("pk", flat=True), decision, by=by, at=now - WEEK)
    _released(projects["ferry"], by, now)
    return Finding.objects.filter(organisation=lighthouse.organisation, project=lighthouse).count()


def _delivered(told: tuple[tuple[str, str, str, int], ...], at: datetime) -> Delivered:
    return Delivered(
        tool=TOOL,
        at=at,
        version="1.96.0",
        seen=[
            Seen(
                tool=TOOL,
                rule=rule,
                text=text,
                kind=Kind.SOURCE,
                path=path,
                line=line,
                context=f"{line:064d}",
                severity=Severity.MEDIUM if "log" in rule or "path" in rule else Severity.LOW,
                said="warning",
            )
            for rule, text, path, line in told
        ],
    )


def _released(ferry: Project, by: Actor, now: datetime) -> None:
    """One release as it is promised, and one that waits for its test."""
    at = now - 2 * WEEK
    shipped = actions.begin(ferry, "4.2.0", note="Timetables by the minute", by=by, at=at)
    actions.tested(shipped, Told(evidence="https://ci.example.org/runs/4201"), by=by, at=at + timedelta(hours=2))
    actions.shipped(shipped, Told(evidence="https://ci.example.org/runs/4207"), by=by, at=at + timedelta(hours=20))
    actions.begin(ferry, "4.3.0", note="Piers of the summer", by=by, at=now - timedelta(hours=7))
