"""Addresses of the app: settings of the team, one's own account, the way into a team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from troth_desk.people import oidc, own, security, views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", own.profile, name="profile"),
    path("accounts/sessions/", own.sessions, name="sessions"),
    path("accounts/provider/", oidc.mine, name="provider"),
    path("accounts/provider/take-off/", oidc.take_off, name="take_off_provider"),
    path("accounts/oidc/login/", oidc.begin, name="oidc_begin"),
    path("accounts/oidc/callback/", oidc.callback, name="oidc_callback"),
    path("accounts/oidc/again/", oidc.again, name="oidc_again"),
    path("accounts/oidc/end/", oidc.end, name="oidc_end"),
    path("accounts/logged-out/", oidc.logged_out, name="logged_out"),
    path("teams/", own.teams, name="teams"),
    path("o/<slug:organisation>/join/<str:token>/", own.join, name="join"),
    path("o/<slug:organisation>/settings/people/", views.people, name="people"),
    path("o/<slug:organisation>/settings/people/invite/", views.invite, name="invite"),
    path("o/<slug:organisation>/settings/people/second-factor/", views.second_factor, name="second_factor"),
    path("o/<slug:organisation>/settings/people/<int:pk>/", views.member, name="member"),
    path("o/<slug:organisation>/settings/people/<int:pk>/end/", views.end, name="end"),
    path(
        "o/<slug:organisation>/settings/people/invitations/<int:pk>/revoke/",
        views.revoke_invitation,
        name="revoke_invitation",
    ),
    path("o/<slug:organisation>/settings/security/", security.log, name="security"),
    path("o/<slug:organisation>/settings/keys/", views.keys, name="keys"),
    path("o/<slug:organisation>/settings/keys/new/", views.new_key, name="new_key"),
    path("o/<slug:organisation>/settings/keys/<int:pk>/revoke/", views.revoke_key, name="revoke_key"),
]
