"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.hosted import views

app_name = "hosted"
_ALL = "o/<slug:organisation>/settings/github/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.hosted, name="hosted"),
    path(f"{_ALL}<int:pk>/look/", views.look, name="look"),
]
