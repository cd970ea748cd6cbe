"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who may do what? Accounts, roles, API keys, sessions."""

    name = "troth_desk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List the pages of people and keys under Settings; hear of logins and second factors."""
        from troth_desk.faces.frame import settings_page
        from troth_desk.people import watching

        settings_page(
            label="People", url="people:people", says="Who may do what, and who is invited?", order=20, part="The team"
        )
        settings_page(
            label="API keys",
            url="people:keys",
            says="Which programs may use the desk?",
            order=30,
            part="Ways in and out",
        )
        settings_page(
            label="Security log",
            url="people:security",
            says="Who tried to come in, and what was taken out?",
            order=35,
            part="The team",
        )
        watching.listen()
