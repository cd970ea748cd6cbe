"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.intake import files, key_pages, portal, views

app_name = "intake"
_LINK = "case/<slug:organisation>/<slug:token>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path(".well-known/security.txt", views.well_known, name="security-txt"),
    path(".well-known/openpgp/<slug:organisation>.asc", key_pages.public_half, name="openpgp-key"),
    path("o/<slug:organisation>/settings/openpgp/", key_pages.setting, name="openpgp"),
    path("robots.txt", views.robots, name="robots"),
    path("report/<slug:organisation>/<slug:project>/", views.report, name="report"),
    path("report/<slug:organisation>/<slug:project>/policy/", views.policy, name="policy"),
    path(_LINK, portal.portal, name="portal"),
    path(f"{_LINK}receipt.json", portal.receipt, name="receipt"),
    path(f"{_LINK}credit/", portal.credit, name="credit"),
    path(f"{_LINK}embargo/", portal.embargo, name="embargo"),
    path(f"{_LINK}embargo/proposal/", portal.propose, name="propose"),
    path("o/<slug:organisation>/cases/<slug:reference>/files/<int:number>/", files.download, name="file"),
]
