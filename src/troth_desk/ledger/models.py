"""Entries of the ledger: append-only, chained by hashes, one chain an organisation. Plain ids, no foreign keys.

That nothing here is changed or deleted is refused by the database itself (``rules``), and seen where somebody who owns
the database does it all the same (``verification``).
"""

from __future__ import annotations

from django.db import models

NOTHING_BEFORE = "0" * 64
"""What stands as the digest before the first entry."""


class Head(models.Model):
    """How many entries the chain of an organisation has; updating it is what makes two appends wait for each other."""

    organisation_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seq} entries"


class Entry(models.Model):
    """One action. ``body`` is its canonical JSON (RFC 8785), ``digest`` the SHA-256 of ``previous`` and ``body``."""

    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation_id", "seq"), name="one_entry_a_place"),)
        indexes = (models.Index(fields=("organisation_id", "subject", "seq"), name="ledger_of_a_subject"),)
        ordering = ("organisation_id", "seq")

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class Checkpoint(models.Model):
    """The digest of entry ``seq``, signed by the desk (``envelope``, DSSE as JSON): nothing up to it may change.

    One that is kept elsewhere too shows that later entries were cut off.
    """

    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    envelope = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation_id", "seq"), name="one_checkpoint_a_place"),)
        ordering = ("organisation_id", "seq")

    def __str__(self) -> str:
        return f"checkpoint at {self.seq}"
