"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """What is happening, and what is next? Incidents by class and phase, playbooks, timelines."""

    name = "troth_desk.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what its clocks run for, and show incidents beside their cases."""
        from troth_desk.cases import beside
        from troth_desk.deadlines import subjects
        from troth_desk.incidents import describing, panels

        subjects.register(describing.PREFIX, describing.KIND)
        beside.show(panels.beside)
