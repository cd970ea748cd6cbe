"""Addresses of the channels."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.channels import views

app_name = "channels"
_ALL = "o/<slug:organisation>/channels/"
_LIST = f"{_ALL}contacts/<slug:project>/"
_ONE = f"{_ALL}contact/<int:pk>/"
_ADVISORY = f"{_ALL}advisory/<slug:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ALL, views.index, name="index"),
    path(_LIST, views.contacts, name="contacts"),
    path(f"{_LIST}add/", views.add, name="add"),
    path(f"{_LIST}import/", views.take_list, name="import"),
    path(f"{_LIST}contacts.csv", views.as_list, name="csv"),
    path(_ONE, views.contact, name="contact"),
    path(f"{_ONE}change/", views.change, name="change"),
    path(f"{_ONE}end/", views.end, name="end"),
    path(_ADVISORY, views.advisory, name="advisory"),
    path(f"{_ADVISORY}early/", views.early, name="early"),
    path(f"{_ADVISORY}github/", views.github, name="github"),
    path("letters/<slug:organisation>/<str:token>/", views.leave, name="leave"),
]
