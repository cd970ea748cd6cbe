"""What surrounds a page: the navigation of the desk, and the list of its settings pages, which each app adds to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

MAIN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Today", "", ()),
    ("Cases", "cases/", ("triage/", "reports/")),
    ("Findings", "findings/", ("components/", "gates/", "scans/", "audits/")),
    ("Incidents", "incidents/", ("playbooks/",)),
    ("Reviews", "reviews/", ()),
    ("Advisories", "advisories/", ("channels/",)),
    ("Promises", "promises/", ("standards/", "paper/")),
    ("Notices", "notices/", ()),
    ("Settings", "settings/", ("set-up/", "policies/")),
)
"""Label, address below ``/o/<organisation>/``, others that belong to it; what nobody answers to is left out."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to. ``current`` is what ``aria-current`` says: "page", "true" for a page below it, or "".

    ``part`` is the part of the settings that it belongs to.
    """

    label: str
    address: str
    current: str = ""
    says: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page of the settings: ``url`` is the name that ``reverse`` takes with the organisation's slug."""

    label: str
    url: str
    says: str
    order: int
    part: str


PARTS = ("", "The team", "Our word", "Ways in and out", "This desk")
"""The parts of the settings, in their order; "" is the overview."""
_settings: dict[str, SettingsPage] = {}


def settings_page(*, label: str, url: str, says: str, order: int = 50, part: str = "This desk") -> None:
    """List a page in the frame of the settings; called in ``ready()`` of the app that has it.

    ``says`` is the question that the page answers, ``part`` one of ``PARTS``; the same ``url`` again replaces what was
    said before.

    Raises ``ValueError`` where there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"the settings have no part {part!r}; take one of {PARTS}")
    _settings[url] = SettingsPage(label, url, says, order, part)


def _current(address: str, path: str, root: str) -> str:
    """What ``aria-current`` says of ``address`` on the page ``path``."""
    if path == address:
        return "page"
    return "true" if address != root and path.startswith(address) else ""


def navigation(organisation: str, path: str) -> Sequence[Link]:
    """The pages of the desk of the organisation with that slug, as seen from the page at ``path``."""
    root = f"/o/{organisation}/"
    links = []
    for label, rest, others in MAIN:
        address = root + rest
        try:
            resolve(address)
        except Resolver404:
            continue
        among = any(path.startswith(root + other) for other in others)
        links.append(Link(label, address, "true" if among else _current(address, path, root)))
    return links


def settings_pages(organisation: str, path: str) -> Sequence[Link]:
    """The settings pages of all apps, in their order; a page whose address does not exist is left out."""
    links = []
    root = f"/o/{organisation}/settings/"
    for page in sorted(_settings.values(), key=lambda page: (PARTS.index(page.part), page.order, page.label)):
        try:
            address = reverse(page.url, kwargs={"organisation": organisation})
        except NoReverseMatch:
            continue
        links.append(Link(page.label, address, _current(address, path, root), page.says, page.part))
    return links
