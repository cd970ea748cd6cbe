"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Whose is it? Organisations and their projects; every query takes the tenant."""

    name = "troth_desk.tenants"
    label = "tenants"
    default_auto_field = "django.db.models.BigAutoField"
