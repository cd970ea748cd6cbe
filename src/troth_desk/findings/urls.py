"""Addresses of the findings of a team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.findings import gate_views, result_views, vex_views, views, waiver_views

app_name = "findings"
ROOT = "o/<slug:organisation>/findings/"
GATES = "o/<slug:organisation>/gates/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(ROOT, views.index, name="index"),
    path(f"{ROOT}findings.csv", views.as_csv, name="csv"),
    path(f"{ROOT}decide/", views.decide, name="decide"),
    path(f"{ROOT}waive/", views.waive, name="waive"),
    path(f"{ROOT}<int:pk>/", views.finding, name="finding"),
    path(f"{ROOT}<int:pk>/respond/", views.respond, name="respond"),
    path(f"{ROOT}<int:pk>/rate/", views.rate, name="rate"),
    path(f"{ROOT}<int:pk>/assign/", views.assign, name="assign"),
    path(f"{ROOT}<int:pk>/case/", views.make_case, name="case"),
    path(f"{ROOT}results/", result_views.results, name="results"),
    path(f"{ROOT}results/upload/", result_views.upload, name="upload"),
    path(f"{ROOT}results/<int:pk>/", result_views.result, name="result"),
    path(f"{ROOT}waivers/", waiver_views.waivers, name="waivers"),
    path(f"{ROOT}waivers/<int:pk>/", waiver_views.waiver, name="waiver"),
    path(f"{ROOT}waivers/<int:pk>/approve/", waiver_views.approve, name="approve"),
    path(f"{ROOT}waivers/<int:pk>/refuse/", waiver_views.refuse, name="refuse"),
    path(f"{ROOT}waivers/<int:pk>/end/", waiver_views.end, name="end"),
    path(f"{ROOT}vex/<slug:project>.openvex.json", vex_views.openvex, name="openvex"),
    path(f"{ROOT}vex/<slug:project>.openvex.dsse.json", vex_views.signed, name="openvex_signed"),
    path(GATES, gate_views.gates, name="gates"),
    path(f"{GATES}new/", gate_views.new, name="new_release"),
    path(f"{GATES}<int:pk>/", gate_views.release, name="release"),
    path(f"{GATES}<int:pk>/tested/", gate_views.tested, name="tested"),
    path(f"{GATES}<int:pk>/shipped/", gate_views.shipped, name="shipped"),
]
