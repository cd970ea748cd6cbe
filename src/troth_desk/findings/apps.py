"""The application for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What did tools and advisories find, and what was decided? Triage, waivers, VEX, gates."""

    name = "troth_desk.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow pushed audits; say what clocks of findings are about; show the findings of a case beside it."""
        from troth_desk.cases import beside
        from troth_desk.deadlines import subjects
        from troth_desk.findings import described, pushes
        from troth_desk.scans.actions import follow

        follow(pushes.kept)
        subjects.register("finding", described.KIND)
        subjects.register("import", described.IMPORTS)
        subjects.register("waiver", described.WAIVERS)
        beside.show(described.panel)
