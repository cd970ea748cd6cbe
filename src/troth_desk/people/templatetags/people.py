"""What the pages of people show: the list of one's own pages, names of browsers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from django import template
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from troth_desk.faces.frame import Link
from troth_desk.people import provider, queries

register = template.Library()

PAGES = (
    ("Your account", "people:profile"),
    ("Mail address", "account_email"),
    ("Password", "account_change_password"),
    ("Second factor", "mfa_index"),
    ("Sessions", "people:sessions"),
    ("Your teams", "people:teams"),
)
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""Marks in User-Agent, in the order in which they are tried: the later ones stand in the earlier ones' words too."""


@register.simple_tag(takes_context=True)
def account_pages(context: Context) -> Sequence[Link]:
    """The pages of one's own account."""
    path = cast("HttpRequest", context["request"]).path
    own = reverse("people:profile")
    links = []
    login = provider.name()
    pages = [*PAGES, (f"Login by {login}", "people:provider")] if login else PAGES
    for label, name in pages:
        address = reverse(name)
        below = "true" if address != own and path.startswith(address) else ""
        links.append(Link(label, address, "page" if path == address else below))
    return links


@register.simple_tag
def login_provider() -> str:
    """The name of the team's login provider, "" where there is none."""
    return provider.name()


@register.simple_tag(takes_context=True)
def teams_asking(context: Context) -> list[str]:
    """Names of one's teams that ask everybody for a second factor."""
    user = cast("User", context["user"])
    return [each.name for each in queries.teams_that_ask_for_a_second_factor(user)]


@register.filter
def browser(agent: str) -> str:
    """ "Firefox on Linux" of a User-Agent header; the beginning of the header where it is none of those."""
    name = next((says for mark, says in BROWSERS if f"{mark}/" in agent), "")
    system = next((says for mark, says in SYSTEMS if mark in agent), "")
    said = " on ".join(each for each in (name, system) if each)
    return said or re.sub(r"\s+", " ", agent)[:60] or "unknown"
