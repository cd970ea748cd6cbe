"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What must I do next, and by when?"""

    name = "troth_desk.today"
    label = "today"
    default_auto_field = "django.db.models.BigAutoField"
