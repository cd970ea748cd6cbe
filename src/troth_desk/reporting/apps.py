"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """How did we do, on paper? Quarterly reports, audit packs, standards and what meets them."""

    name = "troth_desk.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what clocks of matters are for."""
        from troth_desk.deadlines import subjects
        from troth_desk.reporting import matters

        subjects.register("statute", matters.KIND)
