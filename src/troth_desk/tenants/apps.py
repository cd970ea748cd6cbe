"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class TenantsConfig(AppConfig):
    """Whose is it? Organisations and their projects; every query takes the tenant."""

    name = "troth_desk.tenants"
    label = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Roles are taken by each connection, protection is renewed after each migration."""
        from troth_desk.tenants import protection, roles

        connection_created.connect(roles.assume, dispatch_uid="tenants.roles")
        post_migrate.connect(protection.after_migration, dispatch_uid="tenants.protection")
