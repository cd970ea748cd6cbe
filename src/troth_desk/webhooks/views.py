"""Pages of webhooks, under Settings: who is told, of what, and what came of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_desk import clock
from troth_desk.people import access
from troth_desk.people.access import TeamRequest, actor_of
from troth_desk.people.models import Role
from troth_desk.people.once import pop_once, show_once
from troth_desk.webhooks import actions, queries
from troth_desk.webhooks.delivery import GIVEN_UP_AFTER
from troth_desk.webhooks.forms import SubscriptionForm
from troth_desk.webhooks.kinds import KINDS
from troth_desk.webhooks.models import DeliveryState, Subscription

PAGE = 50
"""Deliveries of one page."""
SECRET = "webhook"
"""The kind of secret that a page shows once."""


@require_GET
@access.member()
def webhooks(request: TeamRequest, organisation: str) -> HttpResponse:
    """Which other programs are told?"""
    found = [(each, _machine(each)) for each in queries.subscriptions(request.organisation)]
    return render(request, "webhooks/webhooks.html", {"webhooks": found, "owns": _owns(request)})


@require_http_methods(["GET", "POST"])
@access.member(access.OWN)
@access.fresh("webhooks:webhooks")
def new(request: TeamRequest, organisation: str) -> HttpResponse:
    """Tell one more program; its page shows the secret once."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made, secret = actions.subscribe(
                request.organisation,
                name=said["name"],
                url=said["url"],
                kinds=said["kinds"],
                member=request.membership,
                by=actor_of(request.membership),
                at=clock.now(),
            )
        except actions.RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            show_once(request, SECRET, secret, made.name)
            return redirect("webhooks:webhook", organisation, made.pk)
    return render(request, "webhooks/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@access.member()
def webhook(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Is it told, and does it take what it is told?"""
    return _page(request, _found(request, pk))


@require_POST
@access.member(access.OWN)
@access.fresh("webhooks:webhooks")
def change(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Another name, address or choice of events."""
    found = _found(request, pk)
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    said = form.cleaned_data
    actions.change(
        found, name=said["name"], url=said["url"], kinds=said["kinds"], by=actor_of(request.membership), at=clock.now()
    )
    messages.success(request, "Kept. It holds for what happens from now on, and for what waits to be sent.")
    return redirect("webhooks:webhook", organisation, pk)


@require_POST
@access.member(access.OWN)
@access.fresh("webhooks:webhooks")
def rotate(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """A new secret; the page shows it once."""
    found = _found(request, pk)
    show_once(request, SECRET, actions.rotate(found, by=actor_of(request.membership), at=clock.now()), found.name)
    return redirect("webhooks:webhook", organisation, pk)


@require_POST
@access.member(access.OWN)
def test(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Send something that says it is a test."""
    try:
        actions.test(_found(request, pk), by=actor_of(request.membership), at=clock.now())
        messages.success(request, "A test goes out within seconds. Load this page again to see what came of it.")
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("webhooks:webhook", organisation, pk)


@require_POST
@access.member(access.OWN)
def on(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Tell it again, of what it missed too where that was asked."""
    catch_up = request.POST.get("missed") == "send"
    if actions.switch_on(_found(request, pk), catch_up=catch_up, by=actor_of(request.membership), at=clock.now()):
        messages.success(request, "It is on, and told what it missed." if catch_up else "It is on from now on.")
    else:
        messages.info(request, "It was on already.")
    return redirect("webhooks:webhook", organisation, pk)


@require_POST
@access.member(access.OWN)
def off(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """Tell it nothing for now."""
    if actions.switch_off(_found(request, pk), by=actor_of(request.membership), at=clock.now()):
        messages.success(request, "It is off. What happens meanwhile can be sent when it is switched on.")
    else:
        messages.info(request, "It was off already.")
    return redirect("webhooks:webhook", organisation, pk)


@require_POST
@access.member(access.OWN)
@access.fresh("webhooks:webhooks")
def remove(request: TeamRequest, organisation: str, pk: int) -> HttpResponse:
    """End it for good."""
    found = _found(request, pk)
    actions.remove(found, by=actor_of(request.membership), at=clock.now())
    messages.success(request, f"“{found.name}” is told nothing any more.")
    return redirect("webhooks:webhooks", organisation)


@require_POST
@access.member(access.OWN)
def again(request: TeamRequest, organisation: str, pk: int, delivery: int) -> HttpResponse:
    """Send an event once more."""
    found = _found(request, pk)
    one = queries.deliveries(request.organisation, found).filter(pk=delivery).select_related("subscription").first()
    if one is None:
        raise Http404("There is no such delivery.")
    if actions.send_again(one, by=actor_of(request.membership), at=clock.now()):
        messages.success(request, "It goes out again within seconds, under the same id.")
    else:
        messages.info(request, "It waits to be sent already, or the webhook is off.")
    return redirect("webhooks:webhook", organisation, pk)


def _found(request: TeamRequest, pk: int) -> Subscription:
    found = queries.subscription(request.organisation, pk)
    if found is None:
        raise Http404("There is no such webhook.")
    return found


def _owns(request: TeamRequest) -> bool:
    return Role(request.membership.role) in access.OWN


def _machine(subscription: Subscription) -> str:
    """The machine of its address: the rest often holds a secret, and is shown to owners alone."""
    return urlsplit(subscription.url).netloc


def _page(request: TeamRequest, found: Subscription, form: SubscriptionForm | None = None) -> HttpResponse:
    deliveries = queries.deliveries(request.organisation, found)
    initial = {"name": found.name, "url": found.url, "kinds": found.kinds}
    on = found.state == "on"
    context = {
        "webhook": found,
        "machine": _machine(found),
        "on": on,
        "taken": deliveries.filter(state=DeliveryState.TAKEN).exists(),
        "told": [KINDS[kind].says if kind in KINDS else kind for kind in found.kinds],
        "missed": 0 if on else queries.missed(request.organisation, found),
        "page": Paginator(deliveries, PAGE).get_page(request.GET.get("page")),
        "days": GIVEN_UP_AFTER.days,
        "form": form or SubscriptionForm(initial=initial),
        "owns": _owns(request),
        "once": pop_once(request, SECRET),
    }
    return render(request, "webhooks/webhook.html", context, status=422 if form else 200)
