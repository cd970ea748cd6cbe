"""Addresses of the audits of a team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.audits import views

app_name = "audits"
_ALL = "o/<slug:organisation>/audits/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.index, name="index"),
    path(f"{_ALL}<slug:project>/", views.project, name="project"),
    path(f"{_ALL}<slug:project>/settings/", views.choose, name="choose"),
    path(f"{_ALL}<slug:project>/run/", views.run, name="run"),
]
