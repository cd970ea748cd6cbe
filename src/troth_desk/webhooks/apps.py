"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig

from troth_desk.faces.frame import settings_page


class WebhooksConfig(AppConfig):
    """Which other programs are told?"""

    name = "troth_desk.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List its page of the settings."""
        settings_page(
            label="Webhooks",
            url="webhooks:webhooks",
            says="Which other programs are told?",
            order=46,
            part="Ways in and out",
        )
