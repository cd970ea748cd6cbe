"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What must I do next, and by when?"""

    name = "troth_desk.today"
    label = "today"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List the set-up among the settings."""
        from troth_desk.faces.frame import settings_page

        settings_page(label="Overview", url="today:settings", says="How do we work?", order=0, part="")
        settings_page(
            label="Calendar feed",
            url="today:feeds",
            says="Where else is what is due?",
            order=45,
            part="Ways in and out",
        )
        settings_page(label="Set-up", url="today:set_up", says="Are the four questions answered?", order=90)
