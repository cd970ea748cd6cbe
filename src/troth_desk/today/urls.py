"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.today import feed_views, views

app_name = "today"
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/", views.today, name="today"),
    path("o/<slug:organisation>/cases/", views.cases, name="cases"),
    path("o/<slug:organisation>/cases/board/", views.board, name="board"),
    path("o/<slug:organisation>/views/", views.keep_view, name="keep_view"),
    path("o/<slug:organisation>/views/<int:view>/give-up/", views.give_up_view, name="give_up_view"),
    path("o/<slug:organisation>/set-up/", views.set_up_page, name="set_up"),
    path("o/<slug:organisation>/set-up/skip/", views.skip_set_up, name="skip_set_up"),
    path("o/<slug:organisation>/settings/", views.settings, name="settings"),
    path("o/<slug:organisation>/settings/calendar-feed/", feed_views.feeds, name="feeds"),
    path("o/<slug:organisation>/settings/calendar-feed/new/", feed_views.new_feed, name="new_feed"),
    path("o/<slug:organisation>/settings/calendar-feed/<int:pk>/revoke/", feed_views.revoke_feed, name="revoke_feed"),
    path("o/<slug:organisation>/calendar/<str:token>/due.ics", feed_views.calendar, name="feed"),
]
