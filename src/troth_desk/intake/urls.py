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
    path(".well-known/openpgp/<slug:organisation>/succession.txt", key_pages.succession, name="openpgp-succession"),
    path(".well-known/openpgpkey/policy", key_pages.directory_policy, name="wkd-policy"),
    path(".well-known/openpgpkey/hu/<slug:hashed>", key_pages.directory_direct, name="wkd"),
    path(".well-known/openpgpkey/<str:domain>/policy", key_pages.directory_policy, name="wkd-policy-of"),
    path(".well-known/openpgpkey/<str:domain>/hu/<slug:hashed>", key_pages.directory_advanced, name="wkd-of"),
    path("o/<slug:organisation>/settings/openpgp/", key_pages.setting, name="openpgp"),
    path("o/<slug:organisation>/settings/openpgp/rotate/", key_pages.rotate, name="openpgp-rotate"),
    path("o/<slug:organisation>/settings/openpgp/revoke/", key_pages.revoke, name="openpgp-revoke"),
    path("robots.txt", views.robots, name="robots"),
    path("report/<slug:organisation>/<slug:project>/", views.report, name="report"),
    path("report/<slug:organisation>/<slug:project>/policy/", views.policy, name="policy"),
    path(_LINK, portal.portal, name="portal"),
    path(f"{_LINK}receipt.json", portal.receipt, name="receipt"),
    path(f"{_LINK}credit/", portal.credit, name="credit"),
    path(f"{_LINK}key/", portal.openpgp_key, name="reporter-key"),
    path(f"{_LINK}embargo/", portal.embargo, name="embargo"),
    path(f"{_LINK}embargo/proposal/", portal.propose, name="propose"),
    path("o/<slug:organisation>/cases/<slug:reference>/files/<int:number>/", files.download, name="file"),
]
