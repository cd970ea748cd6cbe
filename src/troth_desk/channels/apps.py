"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Who hears of an advisory, and by which way? Known users by letter, and the advisory's draft on GitHub."""

    name = "troth_desk.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"
