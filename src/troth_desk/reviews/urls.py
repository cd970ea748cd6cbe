"""Addresses of the reviews of a team."""

from __future__ import annotations

from django.urls import URLPattern, path

from troth_desk.reviews import pages, views

app_name = "reviews"
REVIEWS = "o/<slug:organisation>/reviews/"
ONE = f"{REVIEWS}<slug:reference>/"
urlpatterns: list[URLPattern] = [
    path(REVIEWS, pages.agenda, name="agenda"),
    path(f"{REVIEWS}month/", pages.month, name="month"),
    path(f"{REVIEWS}policy/", pages.policy, name="policy"),
    path(f"{REVIEWS}policy/<slug:project>/take/", views.take, name="take"),
    path(f"{REVIEWS}policy/<slug:project>/take-all/", views.take_all, name="take-all"),
    path(f"{REVIEWS}policy/<slug:project>/automatic/", views.automatic, name="automatic"),
    path(f"{REVIEWS}new/", views.new, name="new"),
    path(ONE, pages.review, name="review"),
    path(f"{ONE}change/", views.change, name="change"),
    path(f"{ONE}end/", views.end, name="end"),
    path(f"{ONE}before/", views.before, name="before"),
    path(f"{ONE}again/", views.again, name="again"),
    path(f"{ONE}files/<int:pk>/", pages.download, name="file"),
    path(f"{ONE}<int:pk>/tick/", views.tick, name="tick"),
    path(f"{ONE}<int:pk>/done/", views.done, name="done"),
    path(f"{ONE}<int:pk>/excuse/", views.excuse, name="excuse"),
]
