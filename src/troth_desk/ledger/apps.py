"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened, in which order, and can anybody have changed it since?"""

    name = "troth_desk.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
