"""The words of letters to known users: plain text, what it is and what to do first, and how to get no more."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from troth.formats import advisory_markdown
from troth.formats.markdown_prose import plain
from troth.terms.own_advisory import OwnAdvisory
from troth_desk.channels.models import Contact, Kind
from troth_desk.tenants.addresses import number_of, signed, whole

_LEAVING = "channels.leave"
EARLY_TITLE = "Early notice: a security advisory is coming"
"""The subject of an early notice: it goes out in clear, so it names nothing."""
_BEGIN = {
    Kind.PUBLISHED: "{who} has published a security advisory about {what}.",
    Kind.REVISED: "{who} has changed a security advisory about {what}: {change}",
    Kind.WITHDRAWN: "{who} has withdrawn a security advisory about {what}: {change}",
    Kind.EARLY: (
        "{who} tells you of a weakness of {what} before it is published, because you agreed to keep silent about it. "
        "Use it to prepare, and tell nobody {until}."
    ),
}


def title(advisory: OwnAdvisory, kind: Kind) -> str:
    """The subject line."""
    if kind is Kind.EARLY:
        return EARLY_TITLE
    return f"{'Withdrawn: ' if kind is Kind.WITHDRAWN else ''}Security advisory {advisory.id}: {advisory.title}"


def body(advisory: OwnAdvisory, kind: Kind, contact: Contact, until: datetime | None = None) -> str:
    """The letter; ``until`` is how long an early notice is to be kept silent, None for "until it is published"."""
    project = contact.project
    begin = _BEGIN[kind].format(
        who=project.organisation.name,
        what=contact.product or project.name,
        change=advisory.revisions[-1].words if advisory.revisions else "",
        until=f"before {until:%d %B %Y, %H:%M} UTC" if until else "before it is published",
    )
    parts = [f"Dear {contact.name},", begin, f"{advisory.title}\n{', '.join(advisory.names)}"]
    parts += [_facts(advisory), advisory.summary.strip()]
    if advisory.remediations:
        parts.append("What to do:\n" + "\n".join(_advice(advisory)))
    parts.append(f"Read it: {advisory.page}" if kind is not Kind.EARLY else "It is published at: " + advisory.page)
    parts.append(
        f"You get this as a known user of {project.name}. To get no more of these letters, open\n"
        f"{leave_address(contact)}"
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(advisory: OwnAdvisory) -> str:
    severity = advisory_markdown.severity_words(advisory)
    lines = [f"Severity: {severity}"] if severity else []
    for product in advisory.products:
        if product.status == "affected":
            lines.append(f"Affected: {product.name} {advisory_markdown.affected_words(product)}")
            fixed = advisory_markdown.fixed_versions(product)
            lines += [f"Fixed in: {product.name} {', '.join(fixed)}"] if fixed else []
    return "\n".join(lines)


def _advice(advisory: OwnAdvisory) -> list[str]:
    return [f"- {plain(each.words)}" + (f" {each.url}" if each.url else "") for each in advisory.remediations]


def leave_address(contact: Contact) -> str:
    """Where ``contact`` ends the letters by themselves, without an account."""
    token = signed(contact.pk, _LEAVING)
    return whole(reverse("channels:leave", args=(contact.project.organisation.slug, token)))


def leaving(token: str) -> int | None:
    """The number of the contact whose link has ``token``; None for a token that the desk did not make."""
    return number_of(token, _LEAVING)
