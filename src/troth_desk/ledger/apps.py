"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened, in which order, and can anybody have changed it since?"""

    name = "troth_desk.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database refuse changes of the ledger, after every migration."""
        from django.db.models.signals import post_migrate

        from troth_desk.ledger import rules

        post_migrate.connect(rules.apply, sender=self, dispatch_uid="ledger.rules")
