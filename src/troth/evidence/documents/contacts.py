"""Security contacts named outside of a policy: security.txt (RFC 9116), README, issue templates, other policies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import msgspec

from troth.evidence.documents import markup
from troth.evidence.documents.dates import date_in
from troth.evidence.documents.issue_forms import issue_forms
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.contacts import address_of, placeholder
from troth.terms.seen.documents import ContactSeen
from troth.terms.span import Span, excerpt

_SECURITY_TXT = re.compile(
    r"^(?:(?:[\w.-]+/){0,4}\.well-known/|(?:static|public|docs|website|web|site|www|src/static)/)?security\.txt$"
)
_README = re.compile(r"^(?:\.github/|docs/)?readme(?:\.(?:md|rst|txt|adoc|markdown))?$", re.IGNORECASE)
_POLICY = re.compile(
    r"^(?:\.github/|\.gitlab/|docs?/|docs?/security/)?(?:security|security[-_]policy"
    r"|vulnerability[-_](?:disclosure[-_])?policy)(?:\.(?:md|rst|txt|adoc))$"
    r"|^docs?/security/readme\.md$",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third[_-]party|tests?|fixtures|testdata|examples?|templates?)/", re.IGNORECASE
)
_MANIFESTS = ("package.json", "pyproject.toml")
_MAIL = re.compile(
    r"(?<![\w.+/@-])(?:mailto:)?([A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![\w@])"
)
_ADVISORY = re.compile(r"https?://github\.com/[\w.-]+/[\w.-]+/security/advisories(?:/new)?")
_SECURITY = re.compile(r"\b(?:security|vulnerabilit\w*)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:report\w*|disclos\w*|e-?mail|contact|send|reach|notify|write)\b", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(Contact|Expires)\s*:\s*(\S.*?)\s*$", re.IGNORECASE)
NEAR = 3
"""Lines around an address in which "security" must stand where no heading says it."""


def contacts_elsewhere(scene: Scene, want: wants.ContactsElsewhere) -> Answer[ContactSeen]:
    """Security contacts of the tree outside of ``document``; of a security.txt that is it, the day of expiry alone."""
    repository = scene.repository
    if "contacts" not in scene.memory:
        scene.memory["contacts"] = tuple(_all(scene))
    seen: tuple[ContactSeen, ...] = scene.memory["contacts"]
    own = (repository.text(want.document) or "").lower() if want.document in repository.path_set else ""
    found = tuple(
        msgspec.structs.replace(one, also_here=bool(one.value) and one.value.lower() in own)
        for one in seen
        if one.span.path != want.document
    )
    lapses = (one for one in seen if one.span.path == want.document and one.source == "security.txt" and one.expires)
    found += tuple(msgspec.structs.replace(one, channel="other", value="") for one in itertools.islice(lapses, 1))
    read = tuple(dict.fromkeys(path for path in repository.paths if _reads(path)))
    return Answer(found=found, gaps=repository.gaps_of(read), read=read)


def _reads(path: str) -> bool:
    return any(one.match(path) for one in (_SECURITY_TXT, _README, _POLICY)) and not _FOREIGN.search(path)


def _all(scene: Scene) -> Iterator[ContactSeen]:
    repository = scene.repository
    for path in repository.paths:
        if _FOREIGN.search(path):
            continue
        if _SECURITY_TXT.match(path):
            yield from security_txt(path, repository.lines(path))
        elif _README.match(path):
            yield from _in_prose(repository, path, "readme")
        elif _POLICY.match(path):
            yield from _in_prose(repository, path, "policy")
        elif path in _MANIFESTS:
            yield from _in_manifest(repository, path)
    for form in issue_forms(scene, wants.IssueForms()).found:
        for link in form.contact_links:
            address = address_of(link.url) if link.url.lower().startswith("mailto:") else ""
            if address and _SECURITY.search(f"{link.name} {link.about}"):
                yield ContactSeen(channel="email", value=address, span=link.span, source="issue-template")
        for span in form.steering:
            for match in _MAIL.finditer(span.text):
                yield ContactSeen(channel="email", value=match[1].lower(), span=span, source="issue-template")


def security_txt(path: str, lines: tuple[str, ...]) -> Iterator[ContactSeen]:
    """Contacts of a security.txt with the day on which it expires (RFC 9116, sections 2.5.3 and 2.5.5).

    Where it names no contact but expires, one of channel "other" and no value carries that day.
    """
    fields = [(m[1].lower(), m[2], n) for n, line in enumerate(lines[:500], 1) if (m := _FIELD.match(line[:1000]))]
    expires, ends = next(((date_in(value), n) for name, value, n in fields if name == "expires"), (None, None))
    lapses = Span(path, ends, excerpt(lines[ends - 1])) if ends else None
    contacts = 0
    for name, value, number in fields:
        if name == "contact" and "{{" not in value:
            contacts += 1
            yield ContactSeen(
                channel=_channel(value),
                value=address_of(value) or value.removeprefix("tel:"),
                span=Span(path, number, excerpt(lines[number - 1])),
                source="security.txt",
                expires=expires,
                lapses=lapses,
            )
    if not contacts and lapses and expires:
        yield ContactSeen(channel="other", value="", span=lapses, source="security.txt", expires=expires, lapses=lapses)


def _channel(value: str) -> str:
    if address_of(value):
        return "email"
    if value.startswith("tel:"):
        return "phone"
    return "github" if _ADVISORY.match(value) else "url"


def _in_prose(repository: Repository, path: str, source: str) -> Iterator[ContactSeen]:
    """Addresses of a document under a heading, or close to words, that speak of security reports."""
    lines = repository.lines(path)
    everywhere = source == "policy"
    heading = ""
    for number, line in markup.prose(lines):
        if re.match(r"\s{0,3}#{1,6}\s", line):
            heading = line
        if "@" not in line and "advisories" not in line:
            continue
        around = " ".join(lines[max(0, number - 1 - NEAR) : number])[-2000:]
        speaks = _SECURITY.search(heading) or _SECURITY.search(around)
        if not speaks or not (_REPORT.search(around) or re.search(r"\bsecurity@", line, re.IGNORECASE)):
            continue
        if everywhere and re.search(r"\b(?:general|conduct|sales|support|licen[cs]\w+|feature)\b", line, re.IGNORECASE):
            continue
        if _is_aside(line, heading):
            continue
        span = Span(path, number, excerpt(line))
        for match in _MAIL.finditer(line):
            if _NO_LONGER.search(line[: match.start()]):
                continue
            if not re.match(
                r"(?:no-?reply|git|conduct|support|sales|info|hello)@", match[1], re.IGNORECASE
            ) and not placeholder("email", match[1]):
                yield ContactSeen(channel="email", value=match[1].lower(), span=span, source=source)
        for page in _ADVISORY.findall(line):
            if not placeholder("github", page):
                yield ContactSeen(channel="github", value=page, span=span, source=source)


def _is_aside(line: str, heading: str) -> bool:
    """Whether an address on ``line`` is for something else: as it says, or as a row, which speaks for itself."""
    row = line.lstrip().startswith("|") and not _SECURITY.search(heading)
    return bool(row or _OTHER_MATTER.search(line)) and not _SECURITY.search(line)


_OTHER_MATTER = re.compile(
    r"\b(?:partner(?:s|ships?)?|sales|press|media|marketing|advertis\w+|business|enterprise|commercial|billing|"
    r"invest\w+|careers?|jobs?|hiring|sponsor\w*|donat\w+|legal|consult\w+|training|code of conduct)\b",
    re.IGNORECASE,
)
"""What else an address may be for, said beside it."""
_NO_LONGER = re.compile(
    r"\b(?:do not|don['’]?t|never|no longer|must not)\b[^.;,:]{0,60}\b(?:to|at|via|use)\b[\s<(\[`*\"]*(?:mailto:)?$",
    re.IGNORECASE,
)
"""In front of an address that is given up: "Do not report to …"."""


def _in_manifest(repository: Repository, path: str) -> Iterator[ContactSeen]:
    """Addresses that a manifest labels as security contact, on the same line."""
    for number, line in enumerate(repository.lines(path)[:5000], 1):
        match = _MAIL.search(line[:1000]) if "@" in line else None
        if (
            match
            and re.search(r"\"?security\"?[\w -]*\"?\s*[:=]", line, re.IGNORECASE)
            and not placeholder("email", match[1])
        ):
            yield ContactSeen(
                channel="email", value=match[1].lower(), span=Span(path, number, excerpt(line)), source="manifest"
            )
