"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.scans import views

app_name = "scans"
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/scans/", views.index, name="index"),
    path("o/<slug:organisation>/scans/<slug:project>/", views.project, name="project"),
    path("o/<slug:organisation>/scans/<slug:project>/<int:pk>/", views.scan, name="scan"),
]
