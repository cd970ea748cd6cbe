"""Entries of the ledger: append-only, chained by hashes, one chain an organisation. Plain ids, no foreign keys."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """Where the chain of an organisation stands; updating it is what makes two appends wait for each other."""

    organisation_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


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
