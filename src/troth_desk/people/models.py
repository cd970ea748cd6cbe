"""Who belongs to an organisation and what for; keys of programs."""

from __future__ import annotations

from django.conf import settings
from django.db import models

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
        return f"{self.user} ({self.role})"


class ApiKey(TenantModel):
    """A program's key: only its hash is kept. ``scopes`` are words such as "scans:push", "cases:read"."""

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="keys")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
