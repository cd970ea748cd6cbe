"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Is everything still there after the worst day?"""

    name = "troth_desk.backups"
    label = "backups"
    default_auto_field = "django.db.models.BigAutoField"
