"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """By when? Clocks, each with the sentence that armed it."""

    name = "troth_desk.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
