"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig

from troth_desk.faces.frame import settings_page


class DeadlinesConfig(AppConfig):
    """By when? Clocks, each with the sentence that armed it."""

    name = "troth_desk.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List its page of the settings."""
        settings_page(
            label="Calendar", url="deadlines:calendar", says="When does the team work?", order=30, part="The team"
        )
