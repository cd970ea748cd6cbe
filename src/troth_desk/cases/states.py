"""The words of the field: where a case, an embargo, a consent, a promised action or an alarm stands."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a case stands; the legal moves between them are in ``cases.machine``."""

    RECEIVED = "received", "received"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    NEEDS_INFO = "needs_info", "needs information"
    ASSESSING = "assessing", "being assessed"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"
    DUPLICATE = "duplicate", "duplicate"
    FIXING = "fixing", "being fixed"
    FIX_READY = "fix_ready", "fix ready"
    DISCLOSED = "disclosed", "disclosed"
    CLOSED = "closed", "closed"
    REOPENED = "reopened", "opened again"


SETTLED = frozenset({State.REJECTED, State.DUPLICATE, State.DISCLOSED, State.CLOSED})
"""States of cases that are not open any more, in every list: nothing is awaited from the team."""
UNSETTLED = frozenset(State) - SETTLED
"""States of cases that are open."""


def now_words(state: State) -> str:
    """What a move to ``state`` means, as a sentence: "The case is now being assessed."."""
    if state == State.FIX_READY:
        return "The fix is ready now."
    return "The case now needs information." if state == State.NEEDS_INFO else f"The case is now {state.label}."


class Origin(models.TextChoices):
    """By which way a report came in."""

    FORM = "form", "form"
    API = "api", "API"
    MAIL = "mail", "mail"
    GITHUB = "github", "GitHub"
    TEAM = "team", "entered by the team"


class Severity(models.TextChoices):
    """Bands; which scores they hold is the policy's to say, by default the CVSS rating scale."""

    CRITICAL = "critical", "critical"
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"
    NONE = "none", "none"


RANK = {word: place for place, word in enumerate(("", "none", "low", "medium", "high", "critical"))}
"""How severe: higher is more."""


class Held(models.TextChoices):
    """Why a report waits in the triage queue."""

    DOUBTFUL = "doubtful", "doubtful"
    DUPLICATE = "possible duplicate", "possible duplicate"


class CreditChoice(models.TextChoices):
    """How a reporter wishes to be named."""

    UNDECIDED = "", "not said yet"
    NAME = "name", "by name"
    ALIAS = "alias", "by an alias"
    ANONYMOUS = "anonymous", "not at all"


class Part(models.TextChoices):
    """What somebody outside of the team has to do with a case."""

    REPORTER = "reporter", "reporter"
    VENDOR = "vendor", "vendor"
    COORDINATOR = "coordinator", "coordinator"
    OBSERVER = "observer", "observer"


class EmbargoState(models.TextChoices):
    """Where the embargo of a case stands."""

    NONE = "none", "none"
    PROPOSED = "proposed", "proposed"
    ACTIVE = "active", "active"
    REVISE = "revise", "active, a change is proposed"
    EXITED = "exited", "over"


class ConsentState(models.TextChoices):
    """What a participant says to the terms that are proposed or hold.

    "lapsed" agreed to the terms that hold and has not yet answered to a proposed change of them.
    """

    INVITED = "invited", "asked, no answer yet"
    AGREED = "agreed", "agreed"
    DECLINED = "declined", "declined"
    LAPSED = "lapsed", "agreed to the old terms, asked about the new ones"


class DutyKind(models.TextChoices):
    """What a promised thing of a severity is."""

    ACTION = "action", "action"
    COMMUNICATION = "communication", "communication"


class DutyState(models.TextChoices):
    """Whether a promised thing was done. "withdrawn" says with its reason why it no longer applies."""

    OPEN = "open", "open"
    DONE = "done", "done"
    WITHDRAWN = "withdrawn", "does not apply"
