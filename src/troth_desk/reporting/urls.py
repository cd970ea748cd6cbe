"""Addresses of the reporting of a team, and of what everybody may read."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.reporting import pack_views, standard_views, statute_views, views

app_name = "reporting"
TEAM = "o/<slug:organisation>/"
REPORT = f"{TEAM}paper/<slug:project>/reports/<int:number>/"
STANDARDS = f"{TEAM}standards/<slug:project>/"
STATUTES = f"{TEAM}paper/statutes/"
PUBLIC = "status/<slug:organisation>/<slug:project>/reports/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{TEAM}paper/", views.index, name="index"),
    path(f"{TEAM}paper/make/", views.make, name="make"),
    path(STATUTES, statute_views.index, name="statutes"),
    path(f"{STATUTES}<int:pk>/", statute_views.matter, name="matter"),
    path(f"{STATUTES}<int:pk>/told/<slug:what>/", statute_views.tell, name="matter-told"),
    path(f"{STATUTES}<int:pk>/happened/<slug:event>/", statute_views.happened, name="matter-happened"),
    path(f"{STATUTES}<int:pk>/close/", statute_views.close, name="matter-close"),
    path(f"{STATUTES}<slug:project>/<slug:profile>/", statute_views.choose, name="statute-choose"),
    path(f"{STATUTES}<slug:project>/<slug:profile>/begin/", statute_views.begin, name="matter-begin"),
    path(f"{TEAM}paper/<slug:project>/pack/", pack_views.page, name="pack"),
    path(f"{TEAM}paper/<slug:project>/pack.zip", pack_views.archive, name="pack-zip"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}write/", views.write, name="write"),
    path(f"{REPORT}approve/", views.approve, name="approve"),
    path(f"{REPORT}take-back/", views.take_back, name="take-back"),
    path(f"{REPORT}issue/", views.issue, name="issue"),
    path(f"{REPORT}publish/", views.publish, name="publish"),
    path(f"{REPORT}report.pdf", views.paper, name="pdf"),
    path(f"{TEAM}standards/", standard_views.index, name="standard-projects"),
    path(STANDARDS, standard_views.standards, name="standards"),
    path(f"{STANDARDS}<slug:name>/", standard_views.standard, name="standard"),
    path(PUBLIC, views.public_list, name="public-list"),
    path(f"{PUBLIC}<int:number>/", views.public_report, name="public-report"),
    path(f"{PUBLIC}<int:number>/report.pdf", views.public_paper, name="public-pdf"),
]
