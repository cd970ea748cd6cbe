"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who may do what? Accounts, roles, API keys, sessions."""

    name = "troth_desk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
