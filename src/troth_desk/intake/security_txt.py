"""``/.well-known/security.txt`` (RFC 9116) of the desk: written from what the policies say, never by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote, urlsplit

from troth_desk.intake import addresses, queries
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.tenants import scope

VALID = timedelta(days=90)
"""§2.5.5 recommends less than a year; the desk writes it anew at each request, so a short time costs nothing."""
MOST_LINES = 200

Signing = Callable[[str], str]
"""From the plain file to the signed one. OpenPGP's cleartext signature (§2.3) takes this place."""


def unsigned(text: str) -> str:
    """No signature: what the desk serves where it has no OpenPGP key."""
    return text


def security_txt(at: datetime, sign: Signing = unsigned) -> str | None:
    """The file as of ``at``; None where there is no project that could be reported to."""
    found = queries.open_projects()
    if not found:
        return None
    lines = [f"Contact: {addresses.report_page(each.organisation, each.project)}" for each in found]
    written = [line for each in found for line in _of_policy(each)]
    lines += [line for line in written if line.startswith("Contact:")]
    lines.append(f"Expires: {_expires(at)}")
    lines += [line for line in written if line.startswith("Encryption:")]
    lines.append(f"Canonical: {addresses.whole('/.well-known/security.txt')}")
    lines += [f"Policy: {addresses.policy_page(each.organisation, each.project)}" for each in found]
    lines.append("Preferred-Languages: en")
    return sign("\n".join(dict.fromkeys(lines[:MOST_LINES])) + "\n")


def contacts(version: PolicyVersion) -> list[tuple[str, str]]:
    """How the policy says one can report, as URI and in its own words; placeholders are left out."""
    found: dict[str, str] = {}
    for promise in policies.promises(version, kind="contact"):
        uri = _contact(promise)
        if uri:
            found.setdefault(uri, str(promise.fields.get("value")).strip())
    return list(found.items())


def _of_policy(opened: queries.Open) -> Iterator[str]:
    with scope.inside(opened.organisation):
        version = policies.current_version(opened.project)
        if version is None:
            return
        yield from (f"Contact: {uri}" for uri, _ in contacts(version))
        for promise in policies.promises(version, kind="pgp"):
            key = str(promise.fields.get("value") or "")
            if _is_https(key):
                yield f"Encryption: {key}"


def _contact(promise: Promise) -> str:
    """The address as a URI (§2.5.3), "" for what is none: a placeholder of a number, a chat, a page without TLS."""
    channel, value = promise.fields.get("channel"), str(promise.fields.get("value") or "").strip()
    if channel == "email" and re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", value):
        return f"mailto:{quote(value, safe='@+.-_')}"
    if channel == "phone" and re.fullmatch(r"\+?[\d\s().-]{6,20}", value):
        return f"tel:{re.sub(r'[^0-9+]', '-', value)}"
    return value if channel in {"url", "github"} and _is_https(value) else ""


def _is_https(value: str) -> bool:
    if not re.fullmatch(r"https://[\x21-\x7e]+", value):
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def _expires(at: datetime) -> str:
    """Midnight, so that the file is the same for a whole day."""
    day = (at.astimezone(UTC) + VALID).date()
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
