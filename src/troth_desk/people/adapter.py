"""What allauth does our way: nobody signs up by themselves, mail that cannot be sent is said, secrets are encrypted."""

from __future__ import annotations

import base64
import hashlib
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse

from troth_desk import clock
from troth_desk.people import attempts, provider, queries
from troth_desk.tenants.addresses import whole

LOG = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped here
    """Accounts begin by an invitation (``people.views.join``)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many failed login attempts. Wait five minutes, or come in by a passkey. A "
        "browser that you came in by before is not held up by attempts from elsewhere.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: a link from an owner is the way in."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The team's first page where there is one team, else the list of teams."""
        found = queries.memberships_of(request.user) if isinstance(request.user, User) else []
        return f"/o/{found[0].organisation.slug}/" if len(found) == 1 else reverse("people:teams")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Who came by the login provider is told that they are still logged in there."""
        records = get_authentication_records(request, request.user)
        by_provider = any(each.get("method") == "socialaccount" for each in records)
        return reverse("people:logged_out") if by_provider else str(super().get_logout_redirect_url(request))

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002 - likewise
        """Not where the person logged in or confirmed who they are within the last five minutes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - each["at"] < app_settings.REAUTHENTICATION_TIMEOUT for each in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's ways to confirm who one is, and the login provider for those who come in by it."""
        found = list(super().get_reauthentication_methods(user))
        if isinstance(user, User) and SocialAccount.objects.filter(user=user, provider=provider.provider_id()).exists():
            label, url = f"Confirm at {provider.name()}", reverse("people:oidc_again")
            found.append({"id": "oidc", "description": label, "url": url})
        return found

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail: by the desk's own address, never by what the request calls its host."""
        return _own(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Likewise."""
        return _own(super().get_email_confirmation_url(request, emailconfirmation))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """One more attempt; raises where there were too many from where this one comes."""
        email = str(credentials.get("email", credentials.get("username", "")))
        self._login_failed_rl_usage = attempts.let_through(request, email)
        if not self._login_failed_rl_usage:
            attempts.failed(request, email, clock.now())
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted, for owners to hear of bursts."""
        attempts.failed(request, str(credentials.get("email", credentials.get("username", ""))), clock.now())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Failed logins count by address alone: with the host of the request in it, each made-up host starts anew."""
        return str(credentials.get("email", credentials.get("username", ""))).lower()

    def send_mail(self, template_prefix: str, email: str, content: dict[str, Any]) -> None:
        """Send it, or say in the log that it did not go: a page that told would tell who has an account."""
        try:
            super().send_mail(template_prefix, email, content)
        except OSError as error:
            LOG.warning("%s was not sent: %s", template_prefix, error)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # likewise
    """Second factors: their secrets are encrypted, and the last one stays where a team asks for one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "A team of yours asks everybody for a second factor. Add another one first.",
    }

    def encrypt(self, text: str) -> str:
        """``text`` as it lies in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; raises ``ImproperlyConfigured`` where the key is another one."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(
                "Secrets of second factors were encrypted with another key: give every process of the desk the same "
                "TROTH_DESK_FACTOR_KEY, or the file keys/factors of the first data folder."
            ) from error

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last second factor of somebody whose team asks for one."""
        if authenticator.type not in queries.SECOND_FACTORS:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=queries.SECOND_FACTORS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        return not queries.teams_that_ask_for_a_second_factor(authenticator.user)


def _own(url: str) -> str:
    parts = urlsplit(url)
    return whole(parts.path) + (f"?{parts.query}" if parts.query else "")


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.FACTOR_KEY.encode()).digest()))
