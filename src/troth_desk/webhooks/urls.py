"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.webhooks import views

app_name = "webhooks"
_ALL = "o/<slug:organisation>/settings/webhooks/"
_ONE = f"{_ALL}<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.webhooks, name="webhooks"),
    path(f"{_ALL}new/", views.new, name="new"),
    path(_ONE, views.webhook, name="webhook"),
    path(f"{_ONE}change/", views.change, name="change"),
    path(f"{_ONE}rotate/", views.rotate, name="rotate"),
    path(f"{_ONE}test/", views.test, name="test"),
    path(f"{_ONE}on/", views.on, name="on"),
    path(f"{_ONE}off/", views.off, name="off"),
    path(f"{_ONE}remove/", views.remove, name="remove"),
    path(f"{_ONE}deliveries/<int:delivery>/again/", views.again, name="again"),
]
