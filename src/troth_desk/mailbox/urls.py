"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.mailbox import views

app_name = "mailbox"
_SETTINGS = "o/<slug:organisation>/settings/mail/"
_MAIL = "o/<slug:organisation>/mail/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("news/<slug:organisation>/<str:token>/", views.stop, name="stop"),
    path(_SETTINGS, views.mail, name="mail"),
    path(f"{_SETTINGS}choices/", views.choose, name="choose"),
    path(f"{_SETTINGS}addresses/", views.name_address, name="name_address"),
    path(f"{_SETTINGS}addresses/<int:number>/remove/", views.unname_address, name="unname_address"),
    path(_MAIL, views.one, name="one"),
    path(f"{_MAIL}original/", views.original, name="original"),
    path(f"{_MAIL}case/", views.make_case, name="make_case"),
    path(f"{_MAIL}join/", views.join, name="join"),
    path(f"{_MAIL}aside/", views.put_aside, name="put_aside"),
]
