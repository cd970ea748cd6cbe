"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.deadlines import views

app_name = "deadlines"
BASE = "o/<slug:organisation>/settings/calendar/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(BASE, views.calendar, name="calendar"),
    path(f"{BASE}week/", views.week, name="week"),
    path(f"{BASE}read/", views.read, name="read"),
    path(f"{BASE}add/", views.add, name="add"),
    path(f"{BASE}<int:pk>/remove/", views.remove, name="remove"),
]
