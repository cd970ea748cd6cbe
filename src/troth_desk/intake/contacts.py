"""How the policy says one can report: addresses that can be reached, and keys that it links to."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion, Promise

_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


def contacts(version: PolicyVersion) -> list[tuple[str, str]]:
    """Contacts as URI and in the policy's own words; placeholders are left out."""
    found: dict[str, str] = {}
    for promise in policies.promises(version, kind="contact"):
        uri = _contact(promise)
        if uri:
            found.setdefault(uri, str(promise.fields.get("value")).strip())
    return list(found.items())


def mail_address(version: PolicyVersion) -> str:
    """The first mail address of the policy; "" where it has none."""
    return next((words for uri, words in contacts(version) if uri.startswith("mailto:")), "")


def linked_keys(version: PolicyVersion) -> list[str]:
    """OpenPGP keys that the policy links to."""
    found = [str(promise.fields.get("value") or "") for promise in policies.promises(version, kind="pgp")]
    return [key for key in dict.fromkeys(found) if _is_https(key)]


def _contact(promise: Promise) -> str:
    """The address as a URI (§2.5.3), "" for what is none: a placeholder of a number, a chat, a page without TLS."""
    channel, value = promise.fields.get("channel"), str(promise.fields.get("value") or "").strip()
    if channel == "email" and value.isprintable() and _MAIL.fullmatch(value):
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
