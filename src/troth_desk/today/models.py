"""Views of the list of cases that a member keeps by name, and addresses by which calendars ask what is due."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.tenants.models import TenantModel


class SavedView(TenantModel):
    """Filters of the list of cases under a name. ``query`` is the query string of its address, without "?"."""

    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "name"), name="one_view_a_name"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CalendarLink(TenantModel):
    """The address by which a calendar program asks what is due; of its secret only the SHA-256 is kept.

    ``mine``: the cases of ``member`` alone. It shows nothing once it is revoked or the membership has ended.
    """

    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="calendar_links")
    mine = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return "what is due of mine" if self.mine else "what is due"
