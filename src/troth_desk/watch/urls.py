"""Addresses of the watch of a team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.watch import views

app_name = "watch"
_ALL = "o/<slug:organisation>/components/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.index, name="index"),
    path(f"{_ALL}<slug:project>/", views.project, name="project"),
    path(f"{_ALL}<slug:project>/upload/", views.upload, name="upload"),
]
