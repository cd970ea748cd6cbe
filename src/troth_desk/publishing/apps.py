"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What will the world read? Advisories from draft to published, in every format; who is told."""

    name = "troth_desk.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the advisory of a case beside it, and say what an advisory is called where clocks run for it."""
        from troth_desk.cases import beside
        from troth_desk.deadlines import subjects
        from troth_desk.publishing import beside as own

        beside.show(own.panel)
        subjects.register("advisory", subjects.Kind(own.described))
