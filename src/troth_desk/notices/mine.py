"""How a member is mailed: how often, and under which OpenPGP key."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from troth_desk import clock
from troth_desk.notices import actions, queries
from troth_desk.notices.forms import CertificateForm, PaceForm
from troth_desk.notices.models import CertificateSource, Pace
from troth_desk.openpgp import certificates
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of


@require_GET
@access.member()
def page(request: TeamRequest, organisation: str) -> HttpResponse:
    """How often am I mailed, and who can read it on the way?"""
    return _page(request)


@require_POST
@access.member()
def pace(request: TeamRequest, organisation: str) -> HttpResponse:
    """Say how often."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _page(request, pace_form=form)
    chosen = Pace(form.cleaned_data["pace"])
    actions.choose_pace(request.membership, chosen, by=actor_of(request.membership), at=clock.now())
    messages.success(request, f"You are mailed {chosen.label}.")
    return redirect("notices:mine", organisation)


@require_POST
@access.member()
def keep_key(request: TeamRequest, organisation: str) -> HttpResponse:
    """Keep one's public key: notices are encrypted to it from now on."""
    form = CertificateForm(request.POST)
    if not form.is_valid():
        return _page(request, key_form=form)
    kept = actions.keep_certificate(
        request.organisation,
        f"member:{request.membership.pk}",
        form.cleaned_data["key"],
        source=CertificateSource.PASTED,
        by=actor_of(request.membership),
        at=clock.now(),
    )
    messages.success(request, f"Kept: mail to you is encrypted to {kept.fingerprint if kept else 'the key before'}.")
    return redirect("notices:mine", organisation)


@require_POST
@access.member()
def forget_key(request: TeamRequest, organisation: str) -> HttpResponse:
    """From now on one's mail goes in clear."""
    gone = actions.forget_certificate(
        request.organisation,
        f"member:{request.membership.pk}",
        by=actor_of(request.membership),
        at=clock.now(),
    )
    messages.info(request, "Your key is out of use: mail to you goes in clear." if gone else "There was no key.")
    return redirect("notices:mine", organisation)


def _page(
    request: TeamRequest, *, pace_form: PaceForm | None = None, key_form: CertificateForm | None = None
) -> HttpResponse:
    kept = queries.certificate(request.organisation, f"member:{request.membership.pk}")
    context = {
        "address": request.membership.user.email,
        "mail": queries.mail_is_set_up(),
        "pace": pace_form or PaceForm(initial={"pace": queries.pace_of(request.membership)}),
        "key": certificates.read(kept.armoured) if kept else None,
        "form": key_form or CertificateForm(),
        "at": clock.now(),
    }
    return render(request, "notices/mine.html", context, status=422 if pace_form or key_form else 200)
