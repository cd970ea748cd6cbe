"""The OpenPGP key of an organisation: its public half for everybody, and what the team has to know of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from troth_desk import clock
from troth_desk.intake import key_life, own_key
from troth_desk.openpgp import keys, life, wkd
from troth_desk.openpgp.keys import UnusableKeyError
from troth_desk.people.access import OWN, READ, TeamRequest, actor_of, fresh, member, public
from troth_desk.people.models import Role
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation


@public
@require_safe
def public_half(request: HttpRequest, organisation: str) -> HttpResponse:
    """The certificate in ASCII armour, under one address for as long as the organisation has its name.

    Certificates that were taken back stand below it: who has one learns of it by asking again.
    """
    found: Organisation | None = getattr(request, "organisation", None)
    key = own_key.usable(found) if found else None
    if found is None or key is None:
        raise Http404("This organisation has no OpenPGP key on this desk.")
    response = HttpResponse("".join(key_life.published(found)), content_type="application/pgp-keys")
    response["Content-Disposition"] = f'inline; filename="{organisation}.asc"'
    return response


@public
@require_safe
def succession(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the key before signed about the present one."""
    found: Organisation | None = getattr(request, "organisation", None)
    key = own_key.usable(found) if found else None
    said = life.succession(found.pk, key.fingerprint) if found and key else ""
    if not said:
        raise Http404("No key before the present one has said anything about it.")
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@public
@require_safe
def directory_policy(request: HttpRequest, domain: str = "") -> HttpResponse:
    """That there is a Web Key Directory: an empty file (draft §4.5)."""
    return _open_to_all(HttpResponse(b"", content_type="text/plain; charset=utf-8"))


@public
@require_safe
def directory_direct(request: HttpRequest, hashed: str) -> HttpResponse:
    """The key of an address at the very host that is asked."""
    return _of_directory(urlsplit(f"//{request.get_host()}").hostname or "", hashed)


@public
@require_safe
def directory_advanced(request: HttpRequest, domain: str, hashed: str) -> HttpResponse:
    """The key of an address at ``domain``, which this host answers for."""
    return _of_directory(domain.lower(), hashed)


@require_safe
@member(READ)
def setting(request: TeamRequest, organisation: str) -> HttpResponse:
    """Fingerprint, end, addresses, the keys before it; what to do where there is no key or it cannot be used."""
    owns = request.membership.role == Role.OWNER
    return render(request, "intake/openpgp.html", {**context(request.organisation, clock.now()), "owns": owns})


@require_POST
@member(OWN)
@fresh("intake:openpgp")
def rotate(request: TeamRequest, organisation: str) -> HttpResponse:
    """Make a new key in place of the one that the page showed."""
    expected = _known(request)
    try:
        key = key_life.rotate(request.organisation, by=actor_of(request.membership), at=clock.now(), expected=expected)
    except UnusableKeyError as error:
        messages.error(request, f"No new key was made: {error}.")
    else:
        messages.success(request, f"The key in use is now {' '.join(key.halves)}. The one before still opens mail.")
    return redirect("intake:openpgp", organisation)


@require_POST
@member(OWN)
@fresh("intake:openpgp")
def revoke(request: TeamRequest, organisation: str) -> HttpResponse:
    """Take a key back for good."""
    wanted = _known(request)
    try:
        key_life.revoke(request.organisation, wanted, by=actor_of(request.membership), at=clock.now())
    except UnusableKeyError as error:
        messages.error(request, f"No key was taken back: {error}.")
    else:
        messages.success(request, "The key was taken back. Whoever fetches yours again learns of it.")
    return redirect("intake:openpgp", organisation)


def _known(request: TeamRequest) -> str:
    """The fingerprint that was sent, where it is of a key of this organisation: one in use, or one before it."""
    sent = request.POST.get("fingerprint", "")
    try:
        known = {key.fingerprint for key in keys.every(request.organisation.pk)}
    except UnusableKeyError as error:
        raise Http404(f"The OpenPGP key cannot be read: {error}.") from None
    if sent not in known:
        raise Http404("This organisation has no such OpenPGP key.")
    return sent


def context(organisation: Organisation, at: datetime) -> dict[str, object]:
    """What the page says; ``signs``: it is this organisation that signs security.txt, which is one for the desk."""
    problem, key = "", None
    try:
        key = keys.key(organisation.pk)
    except UnusableKeyError as error:
        problem = str(error)
    days = life.threshold(key.expires_at, at) if key else None
    taken_back = life.revocations(organisation.pk)
    fingerprint = key.fingerprint if key else ""
    return {
        "key": key,
        "problem": problem,
        "given": keys.given(),
        "signs": own_key.signed("")[1] == organisation,
        "file": keys.path(organisation.pk).name,
        "address": own_key.address(organisation),
        "ended": days == 0,
        "soon": bool(days),
        "before": [
            {"key": each, "revoked": each.fingerprint in taken_back}
            for each in keys.before(organisation.pk)
            if each.fingerprint != fingerprint
        ],
        "succession": bool(key and life.succession(organisation.pk, fingerprint)),
        "directories": [_directory(address) for address in key_life.directory(organisation)],
    }


def _directory(address: str) -> dict[str, object]:
    """Where the key of ``address`` is looked for, and whether this desk is that host."""
    local, _, domain = address.rpartition("@")
    host = urlsplit(settings.ADDRESS).hostname or ""
    hosts = {host, *settings.ALLOWED_HOSTS}
    return {
        "address": address,
        "domain": domain,
        "advanced": f"openpgpkey.{domain}",
        "name": wkd.hashed(local),
        "served": bool({domain, f"openpgpkey.{domain}"} & hosts),
    }


def _of_directory(domain: str, hashed: str) -> HttpResponse:
    """By the hash alone: what a client adds as ``l`` says nothing that the hash does not."""
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            for address, content in key_life.directory(organisation).items():
                local, _, of = address.rpartition("@")
                if of == domain and wkd.hashed(local) == hashed:
                    return _open_to_all(HttpResponse(content, content_type="application/octet-stream"))
    raise Http404("No key of such an address is kept here.")


def _open_to_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"  # draft §3.1: pages of programs for mail ask as well
    return response
