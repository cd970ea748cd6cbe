"""Addresses of the app: what is done in an incident stands below the address of its page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from troth_desk.incidents import pages, playbook_views, views

app_name = "incidents"
TEAM = "o/<slug:organisation>/"
INCIDENT = f"{TEAM}incidents/<slug:reference>/"
BOOKS = f"{TEAM}playbooks/<slug:project>/"
ACTS = "|".join(sorted(views.ACTS, key=len, reverse=True))
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{TEAM}incidents/", pages.index, name="index"),
    path(f"{TEAM}incidents/new/", views.new, name="new"),
    path(INCIDENT, pages.incident, name="incident"),
    path(f"{INCIDENT}playbook/", pages.playbook, name="playbook-then"),
    path(f"{INCIDENT}move/<int:to>/", views.move, name="move"),
    path(f"{INCIDENT}checklist/", views.checklist, name="checklist"),
    path(f"{INCIDENT}task/<int:pk>/", views.task, name="task"),
    path(f"{INCIDENT}affected/<int:pk>/", views.affected, name="affected"),
    path(f"{INCIDENT}promise/<int:pk>/", views.promise, name="promise"),
    re_path(
        rf"^o/(?P<organisation>[-a-zA-Z0-9_]+)/incidents/(?P<reference>[-a-zA-Z0-9_]+)/(?P<name>{ACTS})/$",
        views.act,
        name="act",
    ),
    path(f"{TEAM}playbooks/", playbook_views.index, name="projects"),
    path(BOOKS, playbook_views.playbooks, name="playbooks"),
    path(f"{BOOKS}new/", playbook_views.new, name="new-playbook"),
    path(f"{BOOKS}export.zip", playbook_views.export, name="export"),
    path(f"{BOOKS}import/", playbook_views.bring, name="import"),
    path(f"{BOOKS}<slug:slug>/", playbook_views.playbook, name="playbook"),
    path(f"{BOOKS}<slug:slug>/edit/", playbook_views.edit, name="edit"),
    path(f"{BOOKS}<slug:slug>/retire/", playbook_views.retire, name="retire"),
    path(f"{BOOKS}<slug:slug>/shipped/", playbook_views.shipped, name="shipped"),
]
