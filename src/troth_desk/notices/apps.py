"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig

from troth_desk.faces.frame import settings_page


class NoticesConfig(AppConfig):
    """Who must be told? What is said to people, and whether it reached them."""

    name = "troth_desk.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List its page of the settings."""
        settings_page(
            label="Groups", url="notices:groups", says="Whom does the policy mean?", order=35, part="The team"
        )
