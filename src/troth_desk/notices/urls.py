"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.notices import mine, views

app_name = "notices"
BASE = "o/<slug:organisation>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{BASE}notices/", views.notices, name="notices"),
    path(f"{BASE}notices/<int:pk>/read/", views.read, name="read"),
    path(f"{BASE}notices/mail/<int:pk>/again/", views.try_again, name="try_again"),
    path(f"{BASE}notices/mine/", mine.page, name="mine"),
    path(f"{BASE}notices/mine/pace/", mine.pace, name="pace"),
    path(f"{BASE}notices/mine/key/", mine.keep_key, name="keep_key"),
    path(f"{BASE}notices/mine/key/forget/", mine.forget_key, name="forget_key"),
    path(f"{BASE}settings/groups/", views.groups, name="groups"),
    path(f"{BASE}settings/groups/set/", views.set_group, name="set_group"),
]
