"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who must be told? What is said to people, and whether it reached them."""

    name = "troth_desk.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
