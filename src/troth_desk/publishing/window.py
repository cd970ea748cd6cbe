"""How long do users have to update before details are published? What the policy says, and what the team settled.

"Details published after users have time to update" promises a time and says no number: then the team's own number
counts, or a week. "Details follow no sooner than 30 days after the release" says it. A wish for silence ("we request a
90-day disclosure window") is none of this: it is what an embargo is proposed by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from troth.policy.words.duration import durations
from troth.terms.time.due import Basis
from troth_desk.deadlines import queries as deadlines
from troth_desk.policies import queries as policies
from troth_desk.policies import windows
from troth_desk.policies.models import Promise
from troth_desk.publishing import queries
from troth_desk.publishing.models import WINDOW
from troth_desk.tenants.models import Project

_USERS = (
    r"(?:users?|customers?|adopters?|operators?|consumers?|downstreams?|everyone|everybody|people|admin\w*|deploy\w*)"
)
_TO_UPDATE = re.compile(
    r"\b(?:after|once|until|when|giv\w+|allow\w*|so that|unless|let(?:ting)?)\b[^.;|]{0,60}\b"
    + _USERS
    + r"\b[^.;|]{0,60}\b(?:time|chance|opportunity|updat\w+|upgrad\w+|patch\w*|install\w*|appl(?:y|ied))\b",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\b(?:at least|no (?:sooner|earlier)|not (?:before|until)|wait\w*|withh[eo]ld\w*|hold\w* back|delay\w*)\b",
    re.IGNORECASE,
)
_DETAILS = re.compile(r"\b(?:details?|disclos\w*|publi\w+|advisor\w+|proof|exploit)\b", re.IGNORECASE)
_FIX = re.compile(r"\b(?:fix\w*|patch\w*|releas\w*|updat\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """``within`` (ISO 8601) after the release of the fix; ``promise`` is the sentence, None where nothing is promised.

    ``said`` says where the number comes from: "policy", "team" or "default".
    """

    within: str
    basis: Basis
    promise: Promise | None
    said: str

    def ends(self, project: Project, released: datetime) -> datetime:
        """When users have had their time, after a fix that was released at ``released``."""
        found = deadlines.terms(project.organisation).due(released, self.within, self.basis)
        return found or released + timedelta(days=WINDOW)


def window(project: Project) -> Window | None:
    """The time that users of ``project`` have; None where neither the policy nor the team gives them any."""
    settled = queries.publisher(project).days
    promise = _promised(project)
    if promise is not None:
        number = _number(promise)
        if number is not None:
            return Window(number[0], number[1], promise, "policy")
    if settled is not None:
        return Window(f"P{settled}D", "calendar", promise, "team") if settled or promise else None
    return Window(f"P{WINDOW}D", "calendar", promise, "default") if promise else None


def promises_time(sentence: str) -> bool:
    """Whether ``sentence`` gives users time between a fix and its details."""
    waits = _WAITS.search(sentence) and _DETAILS.search(sentence) and _FIX.search(sentence)
    return bool(_TO_UPDATE.search(sentence) or waits)


def _promised(project: Project) -> Promise | None:
    version = policies.current_version(project)
    if version is None:
        return None
    found = policies.promises(version).filter(binding=True, kind__in=("disclosure_step", "deadline", "practice"))
    return next((one for one in found if promises_time(one.sentence) and not windows.asks_for_silence(one)), None)


def _number(promise: Promise) -> tuple[str, Basis] | None:
    found = next(iter(durations(promise.sentence)), None)
    if found is None:
        return None
    return found.within, found.basis
