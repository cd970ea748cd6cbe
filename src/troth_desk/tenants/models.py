"""Organisations and projects, and the base of everything that belongs to an organisation."""

from __future__ import annotations

from django.db import models


class Organisation(models.Model):
    """A team with its own reports, people and clocks. ``zone`` is the IANA name of the zone it works in."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """The base of every table that belongs to an organisation; PostgreSQL shows its rows to that one alone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class Project(TenantModel):
    """Something that has a security policy. ``status_page``: the team chose to show its promises to everybody.

    ``example``: it is made up, and goes with everything of it when the example is removed.
    """

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    repository_url = models.URLField(blank=True)
    status_page = models.BooleanField(default=False)
    example = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="one_project_a_slug"),)

    def __str__(self) -> str:
        return self.name


class Round(TenantModel):
    """Work that comes round for an organisation, such as looking at its clocks; see ``tenants.rounds``.

    ``claimed_until`` is the lease of the worker that does it now: a worker that died loses it. ``failure`` is the
    class of the error that the last one ended with, "" where it ended well.
    """

    name = models.CharField(max_length=100)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="one_round_a_name"),)

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at}"


class Tally(models.Model):
    """How often something happened, counted over all processes until ``until``; see ``tenants.tallies``.

    ``key`` holds no words of anybody: who it is stands in it as a digest.
    """

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} of {self.key}"
