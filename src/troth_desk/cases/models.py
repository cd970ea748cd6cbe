"""Reports and what becomes of them: state, conversation, participants, severity, embargo, credit, bounty."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import models

from troth_desk.cases.states import (
    ConsentState,
    CreditChoice,
    DutyKind,
    DutyState,
    EmbargoState,
    Held,
    Origin,
    Part,
    Severity,
    State,
)
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project, TenantModel

__all__ = (
    "Alarm", "BountyDecision", "Case", "Consent", "ConsentState", "CreditChoice", "Duty", "DutyKind", "DutyState",
    "Embargo", "EmbargoState", "EmbargoStep", "Held", "Message", "Note", "Origin", "Part", "Participant", "Rating",
    "Severity", "State", "Transition",
)  # fmt: skip


NOTHING_DUE = datetime(9999, 1, 1, tzinfo=UTC)
"""When a case without a running clock is due: behind all others, and an index can hold it in that place."""
UNRATED = Decimal(-1)
"""Below every score."""
_LISTED = ("state", "severity", "project", "owner", "held", "found_by")
"""What lists are narrowed by: beside the order in an index, so that no list reads the long texts of reports."""


class Ranked(models.DecimalField[Any, Any]):
    """The score of a case, written with it; with a number where there is none, since databases differ over NULL."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Decimal:  # noqa: ARG002, FBT001 - Django's
        """What is written."""
        return rank(cast("Case", model_instance).cvss_score)

    def deconstruct(self) -> Any:
        """For migrations, which know no code of ours, a plain column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class FoundBy(models.CharField[str, str]):
    """What a case is searched by, written with it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001 - Django's
        """What is written."""
        case = cast("Case", model_instance)
        return f"{case.title} {case.reference}".casefold()

    def deconstruct(self) -> Any:
        """For migrations, which know no code of ours, a plain column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def rank(score: Decimal | float | None) -> Decimal:
    """What cases are ordered by where the severest come first."""
    return UNRATED if score is None else Decimal(str(score))


class Case(TenantModel):
    """One report and its handling. ``reference`` is its public id ("TR-7K3MQ9TD"), random, never reused.

    ``held`` says why it waits in the triage queue ("doubtful", "possible duplicate"), "" where it does not; a held
    case has its clocks running all the same, and ``resembles`` is the case that it seems to repeat. ``answers`` holds
    further fields that the policy asks reporters for. ``public_at`` is when the weakness became known to the world
    otherwise than by the team; ``public_reason`` says how. ``next_due_at`` is when its next running clock is due
    (``NOTHING_DUE`` where none runs); ``cases.listing`` keeps it. ``ranked`` (the score, ``UNRATED`` without one) and
    ``found_by`` (title and reference, case-folded) are what lists are ordered and searched by.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cases")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    suggested_fix = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    held = models.CharField(max_length=40, choices=Held.choices, blank=True)
    held_reason = models.CharField(max_length=300, blank=True)
    resembles = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    severity = models.CharField(max_length=20, choices=Severity.choices, blank=True)
    cvss_vector = models.CharField(max_length=200, blank=True)
    cvss_score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    rejected_reason = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    public_reason = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    next_due_at = models.DateTimeField(default=NOTHING_DUE, editable=False)
    ranked = Ranked(max_digits=3, decimal_places=1, default=UNRATED, editable=False)
    found_by = FoundBy(max_length=1_000, default="", editable=False)

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (
            models.Index(
                fields=("organisation", "state", "next_due_at", "-received_at", "-id", *_LISTED[1:]),
                name="cases_by_state",
            ),
            models.Index(fields=("organisation", "digest"), name="cases_of_the_same_words"),
            models.Index(fields=("organisation", "project", "-received_at", "-id"), name="cases_of_a_project"),
            models.Index(fields=("organisation", "next_due_at", "-received_at", "-id", *_LISTED), name="cases_by_due"),
            models.Index(fields=("organisation", "-received_at", "-id", *_LISTED), name="cases_by_receipt"),
            models.Index(fields=("organisation", "-ranked", "-received_at", "-id", *_LISTED), name="cases_by_severity"),
            models.Index(fields=("organisation", "received_at", "id"), condition=~models.Q(held=""), name="cases_held"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def subject(self) -> str:
        """Its name in clocks, notices and the ledger: "case:TR-7K3MQ9TD"."""
        return f"case:{self.reference}"


class Transition(TenantModel):
    """One move of a case from a state to another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Rating(TenantModel):
    """One rating of a case; the last one counts. ``line`` is the policy's band, 0 where the CVSS scale decided."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    vector = models.CharField(max_length=200)
    score = models.DecimalField(max_digits=3, decimal_places=1)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    document = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.severity} {self.score}"


class Participant(TenantModel):
    """Somebody outside of the team who takes part. ``link_digest`` is the SHA-256 of the secret of their link.

    ``contact`` is empty for anonymous reporters.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participants")
    role = models.CharField(max_length=20, choices=Part.choices, default=Part.REPORTER)
    contact = models.CharField(max_length=300, blank=True)
    link_digest = models.CharField(max_length=64, unique=True)
    credit = models.CharField(max_length=20, choices=CreditChoice.choices, blank=True)
    credit_name = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("joined_at", "id")

    def __str__(self) -> str:
        return f"{self.role} of {self.case.reference}"


class Message(TenantModel):
    """Words between the team and the participants. Seen by both; internal words are ``Note``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"message of {self.at}"


class Note(TenantModel):
    """Words of the team to itself. No query for people outside reads this table."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"note of {self.at}"


class Embargo(TenantModel):
    """The agreement of a case to keep silent until an instant; it always has an end.

    ``until`` is the end that holds, ``proposed_until`` the one asked for, by ``proposed_by`` at ``proposed_at``;
    whoever has not answered by ``answer_by`` is counted by the published default. ``team_agreed``: to what is proposed.
    ``document``, ``line`` and ``sentence`` are the promise that made the desk propose it.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="embargo")
    state = models.CharField(max_length=20, choices=EmbargoState.choices, default=EmbargoState.NONE)
    until = models.DateTimeField(null=True, blank=True)
    proposed_until = models.DateTimeField(null=True, blank=True)
    proposed_by = models.CharField(max_length=60, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    team_agreed = models.BooleanField(default=False)
    default_until = models.DateTimeField(null=True, blank=True)
    document = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "state", "until", "case"), name="embargoes_by_end"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state__in=(EmbargoState.ACTIVE, EmbargoState.REVISE))
                | models.Q(until__isnull=False),
                name="an_embargo_that_holds_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(EmbargoState.PROPOSED, EmbargoState.REVISE))
                | models.Q(proposed_until__isnull=False, answer_by__isnull=False),
                name="an_embargo_that_is_proposed_has_an_end_and_a_time_to_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} until {self.until}"


class EmbargoStep(TenantModel):
    """What happened to an embargo: "proposed", "agreed", "declined", "active", "ended", …"""

    embargo = models.ForeignKey(Embargo, on_delete=models.PROTECT, related_name="history")
    step = models.CharField(max_length=20)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.until}"


class Consent(TenantModel):
    """What a participant says to the embargo. ``until`` is the end that they agreed to."""

    embargo = models.ForeignKey(Embargo, on_delete=models.PROTECT, related_name="consents")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    state = models.CharField(max_length=20, choices=ConsentState.choices, default=ConsentState.INVITED)
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("embargo", "participant"), name="one_consent_a_participant"),)

    def __str__(self) -> str:
        return self.state


class BountyDecision(TenantModel):
    """A decision at the team's discretion, with its reason: "granted" or "declined"."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bounties")
    decision = models.CharField(max_length=20)
    amount = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.decision


class Duty(TenantModel):
    """Something that the policy promises for a severity, in its words: an action, or whom it tells.

    It is ticked with ``record``, what was done, or withdrawn with ``record``, why it does not apply. ``collected_for``
    is the day that ends the period in whose report a case is to stand, where the policy promises such reports.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20, choices=DutyKind.choices)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    words = models.CharField(max_length=300)
    document = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    group = models.CharField(max_length=60, blank=True)
    collected_for = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=DutyState.choices, default=DutyState.OPEN)
    record = models.TextField(blank=True)
    actor = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "severity", "line"),
                condition=models.Q(state="open"),
                name="one_open_duty_a_line",
            ),
        )
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


class Alarm(TenantModel):
    """A call to the emergency contact; ``key`` is that of its first notice, which is told on while nobody answers.

    ``contact``, ``document`` and ``line`` are the policy's words for it, empty where it names none.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    reason = models.CharField(max_length=300)
    contact = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("raised_at", "id")

    def __str__(self) -> str:
        return f"alarm of {self.case.reference}"
