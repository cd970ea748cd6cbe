"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ScansConfig(AppConfig):
    """What did CI find? Results that were pushed, as history."""

    name = "troth_desk.scans"
    label = "scans"
    default_auto_field = "django.db.models.BigAutoField"
