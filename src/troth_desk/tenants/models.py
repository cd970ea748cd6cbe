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


class Backup(models.Model):
    """One backup of the whole desk, or a try at one; of no organisation, and no word of any stands in it.

    ``began_at`` is the instant whose rows it holds, ``ended_at`` when the file was whole, None while it is made.
    ``name`` is that of the file, without its folder; ``size`` its bytes, ``sha256`` its digest. ``keys``: the desk's
    keys are in it, sealed. ``missing`` counts files that rows name and that were not there. ``failure`` says why there
    is no file, "" where there is one. ``claimed_until`` is the lease of the process that makes it.
    """

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    scheduled = models.BooleanField(default=False)
    name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    keys = models.BooleanField(default=False)
    missing = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("began_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("scheduled",),
                condition=models.Q(scheduled=True, ended_at=None, failure=""),
                name="one_scheduled_backup_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"backup of {self.began_at}"
