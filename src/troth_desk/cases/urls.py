"""Addresses of the app: what is done to a case stands below the address of its page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from troth_desk.cases import desk_views, pages, views

app_name = "cases"
CASE = "o/<slug:organisation>/cases/<slug:reference>/"
ACTS = "|".join(sorted(views.ACTS, key=len, reverse=True))
urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:organisation>/triage/", desk_views.queue, name="queue"),
    path("o/<slug:organisation>/reports/", desk_views.collected, name="collected"),
    path("o/<slug:organisation>/reports/sent/", desk_views.report_sent, name="report-sent"),
    path(CASE, pages.case, name="case"),
    path(f"{CASE}move/<slug:to>/", views.move, name="move"),
    path(f"{CASE}rate/", views.rate, name="rate"),
    path(f"{CASE}duties/<int:pk>/", views.duty, name="duty"),
    path(f"{CASE}calls/<int:pk>/", views.answer_call, name="answer-call"),
    path(f"{CASE}participants/", views.invite, name="invite"),
    path(f"{CASE}participants/<int:pk>/leave/", views.leave, name="leave"),
    path(f"{CASE}participants/<int:pk>/link/", views.new_link, name="new-link"),
    re_path(
        rf"^o/(?P<organisation>[-a-zA-Z0-9_]+)/cases/(?P<reference>[-a-zA-Z0-9_]+)/(?P<name>{ACTS})/$",
        views.act,
        name="act",
    ),
]
