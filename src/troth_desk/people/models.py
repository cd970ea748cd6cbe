"""Who belongs to an organisation and what for; invitations; keys of programs; what a login needs."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.tenants.models import TenantModel


class Role(models.TextChoices):
    """What a member may do; each of the first three may do what an auditor may."""

    OWNER = "owner", "owner"
    RESPONDER = "responder", "responder"
    REVIEWER = "reviewer", "reviewer"
    AUDITOR = "auditor", "auditor (read only)"


class Membership(TenantModel):
    """A person in an organisation. ``ended_at`` ends it; it is never deleted, the ledger names it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "user"), name="one_membership_a_person"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"

    @property
    def actor(self) -> Actor:
        """The member as the ledger names them."""
        return Actor(ActorKind.MEMBER, str(self.pk))

    @property
    def name(self) -> str:
        """How the team sees this person: the name they gave, else the part of their address before the @."""
        return str(self.user.first_name or self.user.email.partition("@")[0] or self.user.username)


class Invitation(TenantModel):
    """A one-time link that makes a person a member; of its token only the hash is kept.

    ``email`` is empty in the link for the first owner, who gives an address; ``created_by`` is empty where the
    operator made it on the machine of the desk.
    """

    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="invitations")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email or 'first owner'} as {self.role}"


class ApiKey(TenantModel):
    """A program's key: only its hash is kept. ``scopes`` are words such as "scans:push" (``people.scopes``).

    ``reads`` counts the cases that it read since ``reads_since``, for an hour.
    """

    ACTOR = ActorKind.KEY
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="keys")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveIntegerField(default=0)
    reads_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class LoginRules(TenantModel):
    """What the organisation asks of a login; no row asks nothing beyond a password or a passkey."""

    second_factor = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation",), name="one_set_of_login_rules"),)

    def __str__(self) -> str:
        return "second factor for everybody" if self.second_factor else "no second factor asked"


class EventKind(models.TextChoices):
    """What owners are told of."""

    FAILED_LOGINS = "failed_logins", "Failed logins"
    NEW_DEVICE = "new_device", "New browsers"
    EXPORT = "export", "Downloads"
    KEY_MADE = "key_made", "New keys"
    ROLE_CHANGED = "role_changed", "Roles"
    FACTOR_REMOVED = "factor_removed", "Second factors"
    WAY_IN_ADDED = "way_in_added", "Ways in"
    PASSWORD_RESET = "password_reset", "New passwords"


class SecurityEvent(TenantModel):
    """Something that owners should know of; see ``people.monitoring``.

    ``key`` makes it stand once. ``by`` is the actor as the ledger names it, ``member`` whom it concerns. ``told_at`` is
    when notices to the owners were written. ``address`` and ``browser`` are forgotten after a while, the event never.
    """

    kind = models.CharField(max_length=20, choices=EventKind.choices)
    key = models.CharField(max_length=120)
    member = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="one_event_a_key"),)
        indexes = (
            models.Index(fields=("organisation", "kind", "-id"), name="events_of_a_kind"),
            models.Index(
                fields=("organisation", "id"), condition=models.Q(told_at__isnull=True), name="events_to_be_told"
            ),
        )
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class KnownDevice(models.Model):
    """A browser that a person came in by; of its cookie only the hash is kept. It belongs to no organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    browser = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "digest"), name="one_device_a_browser"),)

    def __str__(self) -> str:
        return f"{self.browser[:40]} since {self.first_at}"


class LoginFailures(models.Model):
    """How many logins as ``who`` failed in the ten minutes from ``window`` on; ``who`` is the id of a user, or 0.

    No foreign key: a count is no reason to keep somebody. ``address`` is where the last one came from.
    """

    who = models.BigIntegerField()
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("who", "window"), name="one_count_a_window"),)
        indexes = (models.Index(fields=("window",), name="failures_recent"),)

    def __str__(self) -> str:
        return f"{self.count} from {self.window}"


class CacheRow(models.Model):
    """The table of Django's database cache, which every process of the desk shares: limits of logins count in it.

    A model, so that migrations make it with the other tables; of no organisation: it holds hashes and counts.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_cache"

    def __str__(self) -> str:
        return self.cache_key
