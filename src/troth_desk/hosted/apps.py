"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class HostedConfig(AppConfig):
    """Which reports are handed in elsewhere?"""

    name = "troth_desk.hosted"
    label = "hosted"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List its page of the settings, and show what it knows of a case beside it."""
        from troth_desk.cases import beside
        from troth_desk.faces.frame import settings_page
        from troth_desk.hosted import queries

        settings_page(
            label="GitHub",
            url="hosted:hosted",
            says="Which reports are handed in on GitHub?",
            order=44,
            part="Ways in and out",
        )
        beside.show(queries.beside)
