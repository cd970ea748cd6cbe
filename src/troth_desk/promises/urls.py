"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.promises import views

app_name = "promises"
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/promises/", views.index, name="index"),
    path("o/<slug:organisation>/promises/<slug:project>/", views.project, name="project"),
    path("o/<slug:organisation>/promises/<slug:project>/status-page/", views.status_page, name="status-page"),
    path("status/<slug:organisation>/<slug:project>/", views.status_of, name="status"),
    path("status/<slug:organisation>/<slug:project>.json", views.numbers, name="status-json"),
    path("status/<slug:organisation>/<slug:project>.proof.json", views.proof, name="status-proof"),
    path("badge/<slug:organisation>/<slug:project>.svg", views.badge_svg, name="badge"),
    path("badge/<slug:organisation>/<slug:project>.json", views.badge_of, name="badge-json"),
    path("promises/<str:name>", views.asset, name="asset"),
]
