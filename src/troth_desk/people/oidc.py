"""Addresses of the login provider: sent there, back again, taken off one's account, logged out there as well."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from troth_desk.people import access, provider, queries
from troth_desk.people.access import confirmed_just_now
from troth_desk.tenants.addresses import whole

UNREACHABLE = "{} does not answer as a login provider does. Try again in a minute, or log in in another way."
Faults = tuple[type[Exception], ...]


@require_POST
@never_cache
@access.public
def begin(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the provider, with what it comes back for: to come in, to add it, or to confirm."""
    if not settings.OIDC:
        return _none(request)
    process = request.POST.get("process", provider.LOGIN)
    if process in {provider.CONNECT, provider.AGAIN} and not request.user.is_authenticated:
        return redirect_to_login(reverse("people:provider"))
    if process == provider.CONNECT and not confirmed_just_now(request):
        return _confirm_first()
    wanted: dict[str, Any] = {"next_url": get_next_redirect_url(request, REDIRECT_FIELD_NAME)}
    if process == provider.CONNECT:
        wanted["next_url"] = reverse("people:provider")
    if process == provider.AGAIN:
        wanted[provider.AGAIN] = request.user.pk
        wanted["auth_params"] = {"prompt": "login", "max_age": "0"}  # OpenID Connect Core 1.0 §3.1.2.1
    if request.POST.get("join"):
        wanted["join"] = request.POST["join"][:500]
    kind = provider.CONNECT if process == provider.CONNECT else provider.LOGIN
    try:
        return cast("HttpResponseBase", _provider(request).redirect(request, kind, **wanted))
    except _faults():
        return provider.refused(request, UNREACHABLE.format(provider.name()), 502)


@require_GET
@never_cache
@access.public
def callback(request: HttpRequest) -> HttpResponseBase:
    """Back from the provider: allauth holds the answer against what it was sent with, then asks who may come in."""
    if not settings.OIDC:
        return _none(request)
    from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView

    view = OAuth2CallbackView.adapter_view(_provider(request).get_oauth2_adapter(request))
    try:
        return cast("HttpResponseBase", view(request))
    except ImmediateHttpResponse as answer:
        return cast("HttpResponseBase", answer.response)
    except _faults():
        return provider.refused(request, UNREACHABLE.format(provider.name()), 502)


@require_GET
@access.account
def mine(request: HttpRequest) -> HttpResponse:
    """One's account at the provider: add it, or take it off."""
    accounts = SocialAccount.objects.filter(user=cast("User", request.user)).order_by("date_joined")
    present = [each for each in accounts if each.provider == provider.provider_id()]
    content = {
        "accounts": [(each, each in present) for each in accounts],
        "connected": bool(present),
        "provider": provider.name(),
    }
    return render(request, "people/provider.html", content)


@require_POST
@access.account
def take_off(request: HttpRequest) -> HttpResponse:
    """An account at a provider opens one's own no more; the last way in stays."""
    if not confirmed_just_now(request):
        return _confirm_first()
    user = cast("User", request.user)
    found = SocialAccount.objects.filter(user=user, pk=_number(request.POST.get("account", ""))).first()
    if found is None:
        raise Http404("no such account at a provider")
    others = SocialAccount.objects.filter(user=user, provider=provider.provider_id()).exclude(pk=found.pk).exists()
    if not (others or user.has_usable_password() or queries.has_passkey(user)):
        messages.error(request, "Nothing was changed: it is your only way in. Add a passkey first.")
    else:
        found.delete()
        messages.success(request, "It opens your account no more.")
    return HttpResponseRedirect(reverse("people:provider"))


@require_GET
@access.account
def again(request: HttpRequest) -> HttpResponse:
    """Confirm at the provider that it is you, for whoever comes in by it."""
    if not settings.OIDC:
        return _none(request)
    next_ = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    return render(request, "people/provider_again.html", {"provider": provider.name(), "next": next_})


@require_GET
@access.public
def logged_out(request: HttpRequest) -> HttpResponse:
    """After a login by the provider: out of the desk, still logged in there."""
    if not settings.OIDC:
        return _none(request)
    return render(request, "people/logged_out.html", {"provider": provider.name()})


@require_GET
@never_cache
@access.public
def end(request: HttpRequest) -> HttpResponse:
    """On to the provider's own page for logging out (OpenID Connect RP-Initiated Logout 1.0 §2); it asks there."""
    if not settings.OIDC:
        return _none(request)
    try:
        address = _provider(request).get_oauth2_adapter(request).openid_config.get("end_session_endpoint", "")
    except _faults():
        address = ""
    if not str(address).startswith(("https://", "http://")):
        return provider.refused(request, f"{provider.name()} has no address for logging out. Log out there.", 200)
    said = {"client_id": settings.OIDC["client_id"], "post_logout_redirect_uri": whole(reverse("account_login"))}
    return HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}{urlencode(said)}")


def _none(request: HttpRequest) -> HttpResponse:
    messages.info(request, "This desk has no login provider.")
    return HttpResponseRedirect(reverse("people:profile" if request.user.is_authenticated else "account_login"))


def _provider(request: HttpRequest) -> Any:
    """allauth's provider, which comes back to this app's own address."""
    from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

    class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth is untyped here
        def get_callback_url(self, request: HttpRequest, app: object) -> str:  # noqa: ARG002 - allauth's signature
            return whole(reverse("people:oidc_callback"))

    found = get_adapter(request).get_provider(request, provider.provider_id())
    found.oauth2_adapter_class = Adapter
    return found


def _faults() -> Faults:
    """What a provider that is down, or is none, ends in: no answer, or one that lacks what the standard asks for."""
    from allauth.socialaccount.providers.oauth2.client import OAuth2Error
    from requests import RequestException

    return (RequestException, OAuth2Error, KeyError, ValueError, TypeError, AttributeError)


def _confirm_first() -> HttpResponse:
    query = urlencode({REDIRECT_FIELD_NAME: reverse("people:provider")})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
