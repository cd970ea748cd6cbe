"""security.txt (RFC 9116): the contacts of the policy for programs that look for them; a date that has passed, moved.

RFC 9116, 2.5: ``Contact`` and ``Expires`` are required, ``Expires`` should be less than a year ahead (2.5.5); web pages
and addresses are URIs (2.5.3); the file is served below ``/.well-known/`` (3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, serves
from troth.terms.commitment import Contact
from troth.terms.contacts import malformed, placeholder
from troth.terms.edit import Serves
from troth.terms.result import Judged, Result
from troth.terms.verdict import Standing

FILE = ".well-known/security.txt"
SITES = ("public", "static", "web/public", "website/static", "docs/public", "docs/static", "site/static")
"""Folders that a site serves as they are."""
_FRONT = frozenset({"index.html", "favicon.ico", "favicon.svg", "robots.txt", "manifest.json", "CNAME"})
_SPOKEN = re.compile(r"\bsecurity\.txt\b|\bRFC ?9116\b", re.IGNORECASE)
LASTS = timedelta(days=364)
"""RFC 9116, 2.5.5: less than a year."""
_EXPIRES = re.compile(r"(?mi)^(Expires:[ \t]*)(\S[^\r\n]*)(?=\r?$)")
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Write the file where the policy has a contact that a URI can name; move the date where it has passed."""
    contacts = [judged for judged in result.judged if isinstance(judged.verdict.commitment, Contact)]
    there = [path for path in ground.paths if path.rpartition("/")[2] == "security.txt"]
    if there:
        _renew(contacts, ground, drafts)
        return
    found: dict[str, dict[Serves, None]] = {}
    for judged in contacts:
        for uri in _uris(judged, ground):
            found.setdefault(uri, {}).setdefault(serves(judged))
    path = _place(result, ground)
    if not found or not path:
        return
    ends = ground.today + LASTS
    lines = [*(f"Contact: {uri}" for uri in found), f"Expires: {ends.isoformat()}T00:00:00Z"]
    policy = policy_page(result, ground)
    lines += [f"Policy: {policy}"] if policy else []
    why = f"Tells programs the contacts of the policy (RFC 9116) until {ends}; it has to be served at /{FILE}."
    promises = tuple(dict.fromkeys(one for each in found.values() for one in each))
    drafts.put(path, "\n".join(lines) + "\n", "security-txt", why, promises)


def _place(result: Result, ground: Ground) -> str:
    """Where the file belongs: into the site that the tree has, or to the top where the policy or a person asks for it.

    The file of a library that no site serves would be read by nobody, and its date would have to be kept all the same.
    """
    for folder in SITES:
        if any(ground.has(f"{folder}/{name}") for name in _FRONT):
            return f"{folder}/{FILE}"
    asked = ground.security_txt or any(_SPOKEN.search(reading.text) for reading in result.readings)
    known = any(path.startswith(".well-known/") or path == "CNAME" for path in ground.paths)
    return FILE if asked or known else ""


def policy_page(result: Result, ground: Ground) -> str:
    """Where the host shows the policy; "" where that is not known."""
    if ground.home.startswith("github.com/"):
        return f"https://{ground.home}/security/policy"
    document = result.readings[0].document if result.readings else ""
    if ground.home.startswith("gitlab.com/") and ground.branch and document:
        return f"https://{ground.home}/-/blob/{ground.branch}/{document}"
    return ""


def _uris(judged: Judged, ground: Ground) -> Iterator[str]:
    commitment = judged.verdict.commitment
    if not isinstance(commitment, Contact) or judged.verdict.standing is Standing.BROKEN:
        return
    value = commitment.value.strip()
    if commitment.channel == "github":
        if ground.home.startswith("github.com/"):
            yield f"https://{ground.home}/security/advisories/new"
        return
    if placeholder(commitment.channel, value) or malformed(commitment.channel, value):
        return
    if commitment.channel == "email" and re.fullmatch(r"[\w.+-]+@[\w.-]+", value, re.ASCII):
        yield f"mailto:{value}"
    elif commitment.channel == "url" and re.fullmatch(r"https://[!-~]{1,300}", value):
        yield value
    elif commitment.channel == "phone" and re.fullmatch(r"\+[\d ()-]{6,24}", value):
        yield "tel:" + re.sub(r"[^\d+-]", "-", value)


def _renew(contacts: list[Judged], ground: Ground, drafts: Drafts) -> None:
    """Move the date of a file that a verdict cites for it."""
    for judged in contacts:
        if judged.verdict.standing not in (Standing.BROKEN, Standing.AT_RISK):
            continue
        for fact in judged.verdict.because:
            path = fact.span.path
            if path.rpartition("/")[2] != "security.txt" or not fact.fact.startswith("expires on"):
                continue
            text = drafts.text(path)
            if text is None or _SIGNED in text:
                drafts.leave(path, "it is signed: whoever signs it has to move its date", (serves(judged),))
                continue
            ends = ground.today + LASTS
            after = _EXPIRES.sub(rf"\g<1>{ends.isoformat()}T00:00:00Z", text)
            drafts.put(path, after, "security-txt", f"Valid until {ends}.", (serves(judged),))
