"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.proofs import views
from troth_desk.proofs.audit import audit

app_name = "proofs"
urlpatterns: list[URLPattern | URLResolver] = [
    path(".well-known/troth-desk-key.pem", views.key, name="key"),
    path("o/<slug:organisation>/settings/audit/", audit, name="audit"),
    path("o/<slug:organisation>/settings/proof/", views.proof, name="proof"),
    path("o/<slug:organisation>/settings/proof/ledger.jsonl", views.ledger, name="ledger"),
    path("o/<slug:organisation>/settings/proof/cases.jsonl", views.cases, name="cases"),
    path("o/<slug:organisation>/settings/proof/<slug:project>/facts/", views.facts_of, name="facts"),
]
