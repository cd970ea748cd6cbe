"""Addresses of the team's pages of advisories, and of those that everybody reads."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from troth_desk.publishing import feeds, provider, public, views

_ALL = "o/<slug:organisation>/advisories/"
_ONE = f"{_ALL}<slug:reference>/"
_WORLD = "advisories/<slug:organisation>/"
_CSAF = "csaf/<slug:organisation>/"
_TEAM: list[URLPattern | URLResolver] = [
    path(_ALL, views.index, name="index"),
    path(f"{_ALL}begin/", views.begin, name="begin"),
    path(f"{_ALL}publisher/<slug:project>/", views.publisher, name="publisher"),
    path(f"{_ALL}publisher/<slug:project>/settle/", views.settle, name="settle"),
    path(_ONE, views.advisory, name="advisory"),
    path(f"{_ONE}write/", views.write, name="write"),
    path(f"{_ONE}formats/<slug:name>/", views.file, name="file"),
    *(path(f"{_ONE}{name}/", views.acting(name), name=name) for name in views.ACTS),
]
_EVERYBODY: list[URLPattern | URLResolver] = [
    path(_WORLD, public.listed, name="list"),
    path(f"{_WORLD}feed.atom", feeds.atom, name="atom"),
    path(f"{_WORLD}osv/all.zip", feeds.osv_zip, name="osv-zip"),
    path(f"{_WORLD}osv/all.json", feeds.osv_json, name="osv-json"),
    path(f"{_WORLD}osv/modified_id.csv", feeds.osv_modified, name="osv-modified"),
    path(f"{_WORLD}osv/<slug:reference>.json", feeds.osv_one, name="osv-one"),
    path(f"{_WORLD}<slug:reference>/", public.advisory, name="page"),
    path(f"{_WORLD}<slug:reference>/<str:name>", public.file, name="file"),
    path(".well-known/csaf/provider-metadata.json", provider.well_known, name="csaf-well-known"),
    path(_CSAF + "provider-metadata.json", provider.metadata, name="csaf-provider"),
    path(_CSAF + "key.asc", provider.key, name="csaf-key"),
    path(_CSAF + "white/", provider.folder, name="csaf-tree"),
    path(_CSAF + "white/index.txt", provider.index, name="csaf-index"),
    path(_CSAF + "white/changes.csv", provider.changes, name="csaf-changes"),
    path(_CSAF + "white/csaf-feed-tlp-white.json", provider.rolie, name="csaf-rolie"),
    path(_CSAF + "service.json", provider.service, name="csaf-service"),
    path(_CSAF + "category-tlp-white.json", provider.category, name="csaf-category"),
    path(_CSAF + "white/<int:year>/", provider.year, name="csaf-year"),
    path(_CSAF + "white/<int:year>/<str:name>", provider.document, name="csaf-document"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_TEAM, "publishing"), namespace="publishing")),
    path("", include((_EVERYBODY, "advisories"), namespace="advisories")),
]
