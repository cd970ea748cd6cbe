"""Views of the list of cases that a member keeps by name."""

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
