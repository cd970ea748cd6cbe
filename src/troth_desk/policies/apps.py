"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """What was promised, under which text? Imported documents, their versions, their commitments."""

    name = "troth_desk.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List the page of the policies among the settings."""
        from troth_desk.faces.frame import settings_page

        settings_page(
            label="Policy",
            url="policies:index",
            says="What do our policies say, since when?",
            order=20,
            part="Our word",
        )
