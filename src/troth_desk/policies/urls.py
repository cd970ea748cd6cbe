"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.policies import views

app_name = "policies"
_PROJECT = "o/<slug:organisation>/policies/<slug:project>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/policies/", views.index, name="index"),
    path(_PROJECT, views.project, name="project"),
    path(f"{_PROJECT}upload/", views.upload, name="upload"),
    path(f"{_PROJECT}pull/", views.pull_document, name="pull"),
    path(f"{_PROJECT}remove/", views.remove, name="remove"),
    path(f"{_PROJECT}<int:number>/", views.version, name="version"),
    path(f"{_PROJECT}<int:number>/text/<int:pk>/", views.text, name="text"),
]
