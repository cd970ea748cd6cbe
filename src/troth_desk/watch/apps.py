"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Which of our components is known to be weak? Inventories, the reverse index, new advisories."""

    name = "troth_desk.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
