"""Every address of the desk: those of each app, in the order in which they are tried."""

from __future__ import annotations

import os

from django.urls import URLPattern, URLResolver, include, path

from troth_desk.project.api import api
from troth_desk.project.example.views import example
from troth_desk.project.health import healthz, readyz
from troth_desk.project.metrics import metrics
from troth_desk.project.style import style

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("", include("troth_desk.people.urls")),  # before allauth: the page of sessions is ours
    path("o/<slug:organisation>/example/", example, name="example"),
    # Of allauth what the desk uses: its pages for providers would open a second way past people.provider.
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("", include("troth_desk.intake.urls")),
    path("", include("troth_desk.proofs.urls")),
    path("", include("troth_desk.scans.urls")),
    path("", include("troth_desk.findings.urls")),
    path("", include("troth_desk.watch.urls")),
    path("", include("troth_desk.reviews.urls")),
    path("", include("troth_desk.incidents.urls")),
    path("", include("troth_desk.publishing.urls")),
    path("", include("troth_desk.audits.urls")),
    path("", include("troth_desk.reporting.urls")),
    path("", include("troth_desk.policies.urls")),
    path("", include("troth_desk.promises.urls")),
    path("", include("troth_desk.deadlines.urls")),
    path("", include("troth_desk.today.urls")),  # before the cases: /cases/board/ is no reference
    path("", include("troth_desk.notices.urls")),
    path("", include("troth_desk.webhooks.urls")),
    path("", include("troth_desk.channels.urls")),
    path("", include("troth_desk.hosted.urls")),
    path("", include("troth_desk.mailbox.urls")),
    path("", include("troth_desk.cases.urls")),
]
handler400 = "troth_desk.project.refusals.unreadable"
handler404 = "troth_desk.project.refusals.absent"
handler500 = "troth_desk.project.api.broken"
if os.environ.get("TROTH_DESK_STYLE"):
    urlpatterns.append(path("style/", style, name="style"))
