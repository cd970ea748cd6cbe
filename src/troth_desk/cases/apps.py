"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Where does this report stand? Reports, conversation, participants, states, embargo, credit, bounty."""

    name = "troth_desk.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow the clocks."""
        from troth_desk.cases.listing import clocks_changed
        from troth_desk.deadlines.actions import follow

        follow(clocks_changed)
