"""Addresses to report to, as they are written: plain, masked, spelled out, in a link, or still to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.denied import denied, joined
from troth.policy.words.offices import (
    DESK,
    ELSEWHERE,
    FLAWS,
    OFFICE,
    OFFICE_TITLE,
    REGULATOR,
    SECURITY_MATTER,
    SUPPORT,
    other_part,
)
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign, speaks
from troth.policy.words.ways_in import (
    ALIAS,
    ANNOUNCES,
    ASK,
    BUT,
    BY_MAIL,
    CLOSED,
    DOT,
    INWARD,
    MAIL,
    MAILED,
    MASKED,
    NOBODY,
    NOT_HERE,
    OTHERS_TOLD,
    PLACE,
    SENT,
    SOMEBODY,
    SPOKEN,
    TO_COME,
    UNLESS,
)
from troth.terms.commitment import Contact
from troth.terms.statement import Target

REPORTS = Role.REPORTING | Role.CHANNELS
TITLE = 60
"""Characters of a heading that is but a name."""
SHORT = 110
"""Characters of a line that says little beside an address."""
OF_SECURITY = Words(
    r"^\W*(?:\d+\W+)?(?:(?:it|information|cyber|software|product|project) ?)?(?:security|sicherheit|sécurité|"
    r"seguridad|segurança|"
    r"sicurezza|beveiliging|безопасность|安全|安全性|セキュリティ|보안)"
    r"(?: (?:policy|issues?|problems?|bugs?|flaws?|matters|stuff|questions?|notes?|notice|info|information))?\W*$"
)
"""A heading that says nothing but security: an address below it is for what is found."""
MADE_BY = Words(
    r"\b(?:by|copyright|author|maintained|written|developed|licen[cs]e\w*|from|signed|users?|accounts?|example(?!\.)|"
    r"log(?:ged|in)?|git|clone|ssh|owner|sent|mails? sent)\b|©"
)
"""What an address stands for that is no way in."""
SETTING = Words(
    r"(?<![\w.-])(?!(?:contact|e-?mail|mail|security|report\w*)\s?=)[a-z][\w.-]*\s?=\s?[\"'`]?[\w.+%-]+@|"
    r"(?<![\w-])--[a-z][\w-]*[ =][\"'`]?[\w.+%-]+@|(?-i:\b[A-Z]+(?:_[A-Z]+)+)[\"'`]{0,2}(?:\s?:\s?|\s(?:to|as)\s)"
    r"[\"'`]?[\w.+%-]+@"
)
"""An address that a program is set up with: "ADMIN_EMAIL=…", "--admin-mail …"."""
FIELD = Words(r"[\"'](?!contact|security|report)\w+[\"']\s?:\s?[\"'](?P<mail>[\w.+%-]+@)")
"""An address in a field of data that is sent: "'user': 'mate@quay.example'"."""
PLAIN_LABELS = frozenset(
    {"email", "e-mail", "mail", "phone", "telephone", "tel", "contact", "address", "telefone", "telefon"}
)
"""Labels that name a way, not whose it is."""


FOREIGN_LETTER = Words(r"(?![a-z])[^\W\d_]", 0)
PLAINLY = Words(
    r"(?<![\w.@])(?:security|psirt|vulnerabilit\w{1,3}|vuln-?reports?|security-reports?|report-security)@[\w-]|"
    r"github\.com/[\w.-]+/[\w.-]+/security/advisories/new\b"
)
"""Addresses and pages that are for nothing but reports, whatever language stands around."""


PEOPLE_FILE = Words(
    r"\b(?:listed|named|found|given|shown|in|of|from|see)\b[^.;]{0,30}?[\s`(]"
    r"((?:[\w-]+/)*(?:MAINTAINERS|CODEOWNERS|OWNERS|AUTHORS|CONTRIBUTORS|COMMITTERS|CONTACTS?|TEAM|"
    r"SECURITY_CONTACTS)(?:\.(?:md|txt|rst|adoc))?)\b",
    0,
)
"""The file in which people and their addresses are listed."""
FOR_EXAMPLE = Words(
    r"(?:\b(?:e\.?\s?g\.?|for (?:example|instance)|such as|z\. ?B\.|por ejemplo|par exemple|per esempio|bijvoorbeeld|"
    r"например)|例如|例えば|例|예)[\s,:：`*\"'(<]{0,4}$"
)
"""Right before an address that is but an example."""
ADVISED = Words(
    r"\b(?:recommend|suggest|encourage|advise|propose)\w*(?: you| to)? (?:\w+ly )?(?:includ|add|put|plac|set|list|"
    r"publish|stat|"
    r"document|defin|provid|embed)(?:e|ing|ting)?\b(?:(?!\b(?:send|sending|write|writing|e-?mailing|mailing|"
    r"contacting|(?:reports?|e-?mails?|mails?|messages?) to|(?:e-?mail|mail|report) (?:it|them|this|us)|"
    r"you e-?mail|(?:and|then) (?:contact|e-?mail|mail|notify|tell|reach))\b)[^.;]){0,120}$|"
    r"(?<![\w.])@custom:security-contact $"
)
"""Before an address that readers are to give for something of their own: "we recommend listing it as …"."""
STANDS = Words(
    r"\b(?:e-?mail address(?:es)?|address(?:es)?|e-?mails?) (?:\w+ )?(?:listed|found|given|shown|published|stated|"
    r"provided|displayed|in|on)(?: (?:in|on|at|under))? (?:the |our |my |their |his |her |its )?"
    r"(?:[\w.'’/-]+ ){0,3}(?:profile(?: page)?|headers?|page|website|homepage|metadata|manifest|commits?|"
    r"commit log|git log|history|repository|readme(?:\.\w+)?|pyproject\.toml|package\.json|cargo\.toml|"
    r"(?-i:[A-Z]{2,}_[A-Z]{2,}|[A-Z]{5,})(?:\.\w+)?)(?![\w'’])"
)
"""Where an address stands that the policy does not give itself: "the address on my profile"."""
TOLD = Words(r"secur|vulnerab|report|disclos", 0)
"""Headings below which even those who help users take reports."""
HELPS = Words(r"(?:support|help|info)@")
TRAP = Words(
    r"(?<![\w.-])([a-z0-9][\w.+-]{0,40}?)[\s._-]{0,2}\(?no-?spam\)?[\s._-]{0,2}@\s?((?:[\w-]{1,60}\.){1,4}[a-z]{2,24})\b"
)
"""An address with a word in it that has to be taken out."""
SPOKEN_ALONE = Words(r"\W{0,4}(?:e-?mail:?\s)?([a-z0-9][\w.+-]{0,40}) at ((?:[\w-]{1,60}\.){1,4}[a-z]{2,24})\W{0,4}")
"""A line that is but an address, spelled out."""


def asks(saying: Saying) -> bool:
    """Whether anything in or around it asks to be written to."""
    if plainly(saying) or saying.role & REPORTS:
        return True
    if setting := SETTING.search(saying.text):
        return bool(ASK.search(saying.text[: setting.start()]))
    if ASK.search(saying.text) or ASK.search(saying.around):
        return True
    return bool(OF_SECURITY.search(saying.above[0])) and len(saying.text) < SHORT and not MADE_BY.search(saying.text)


def plainly(saying: Saying) -> bool:
    """Whether a way in says itself what it is for, in a sentence whose words the reader does not know."""
    return bool(FOREIGN_LETTER.search(saying.low)) and bool(
        PLAINLY.search(saying.text) or any(PLAINLY.search(link.url) for link in saying.statement.links)
    )


def mails(saying: Saying) -> Iterator[Contact]:
    """Addresses, plain, masked ("security [at] example.org") or spelled, each once."""
    text = saying.text
    linked = any(_mailed(each) for each in saying.statement.links)
    if not (linked or MAILED.search(text)) or not asks(saying):
        return
    led = "" if saying.role & Role.REPORTING else saying.statement.lead[-160:]
    if ANNOUNCES.search(f"{led} {text}") and not INWARD.search(text):
        return
    if _member(saying):
        return
    seen: set[str] = set()
    place = PLACE.search(text)
    if place and not SOMEBODY.search(saying.low) and (BY_MAIL.search(saying.low) or "@" in place[0]):
        yield saying.make(Contact, place.start(), channel="email", value=place[0], strength="promise")
        return
    if (
        not linked
        and "@" not in text
        and "→" not in text
        and not MASKED.search(text)
        and (given := TO_COME.search(text))
    ):
        if (
            not denied(saying.text, given.start(), 40)
            and not below(saying)
            and ("mail" in saying.low or ASK.search(text) or foreign("contacts.ask", text))
        ):
            yield saying.make(
                Contact, given.start(), channel="email", value=_list_of_people(saying), strength="promise"
            )
        return
    if OTHERS_TOLD.search(saying.statement.lead[-200:]):
        return
    for address, offset in _addresses(saying):
        if OTHERS_TOLD.search(text[max(0, offset - 90) : offset]):
            continue
        if address.lower() in seen or closed(saying, offset, len(address)) or _in_field(text, offset):
            continue
        if not NOBODY.search(address) and not _for_example(saying, offset) and not _another(saying, address, offset):
            seen.add(address.lower())
            yield saying.make(Contact, offset, channel="email", value=address, strength="promise")


def _in_field(text: str, offset: int) -> bool:
    """Whether the address at ``offset`` is the value of a field of data, which others in the sentence are not."""
    return any(field.start("mail") == offset for field in FIELD.finditer(text))


def below(saying: Saying) -> bool:
    """Whether the address or page of what it names stands right below: "Mail the owner:"."""
    if not saying.text.rstrip(" *_").endswith((":", "：")):
        return False
    after = saying.company.after(saying.number)
    return after is not None and bool("@" in after.text or after.links)


def _list_of_people(saying: Saying) -> str:
    """The file that lists whom to mail ("… listed in MAINTAINERS.md"), else where the address is to be found, or ""."""
    match = PEOPLE_FILE.search(saying.text)
    if match:
        return match[1]
    place = STANDS.search(saying.text)
    return re.sub(r"[`*]", "", place[0]) if place else ""


def _mailed(link: Target) -> str:
    """The address that ``link`` leads to, however its characters are written, or ""."""
    url = unescape(link.url)
    address = url.removeprefix("mailto:").split("?")[0].replace("%40", "@").replace("%2E", ".")
    return address if MAIL.fullmatch(address) else ""


def _member(saying: Saying) -> bool:
    """Whether it is the row of somebody of the team, in a table that nobody is sent to."""
    named = saying.statement.form == "row" and any(name in {"name", "member", "person"} for name, _ in saying.cells)
    return named and not SENT.search(saying.around)


def _for_example(saying: Saying, offset: int) -> bool:
    """Whether an address only shows what one looks like: "e.g. security@harbour.example"."""
    if ADVISED.search(saying.text[max(0, offset - 180) : offset]):
        return True
    return bool(FOR_EXAMPLE.search(saying.text[max(0, offset - 30) : offset])) or (
        bool(saying.label) and saying.label.startswith(("example", "for example", "e.g"))
    )


def closed(saying: Saying, start: int, length: int) -> bool:
    """Whether the words right around a way in say that it is none (any more)."""
    before = BUT.split(joined(saying.text[max(0, start - 270) : start])[-110:])[-1]
    if CLOSED.search(saying.text[start + length : start + length + 40]):
        return True
    if NOT_HERE.search(before) and not UNLESS.search(before):
        return True
    return speaks(saying.text) and denied(saying.text, start, min(60, len(before)))


def _another(saying: Saying, address: str, offset: int) -> bool:
    """Whether ``address`` is of a list that publishes, or of an office that reports do not go to."""
    if ELSEWHERE.search(address) or other_part(saying.text, offset):
        return True
    if DESK.search(address) and not SECURITY_MATTER.search(saying.text):
        return True
    if _of_supplier(saying, address):
        return True
    return office(saying) and not FLAWS.search(address) and not SECURITY_MATTER.search(saying.text)


def _of_supplier(saying: Saying, address: str) -> bool:
    """Whether those who help users of what the label names are told of: "Ferry: support@ferry.example"."""
    if not HELPS.match(address) or not saying.label or _taken_here(saying):
        return False
    name = re.match(r"\W*([\w-]{3,})", saying.label)
    return name is not None and name[1] in address.partition("@")[2].lower()


def _taken_here(saying: Saying) -> bool:
    """Whether reports are taken where ``saying`` stands, by the title above it or by what leads to it."""
    return bool(TOLD.search(saying.above[0].lower()) or SECURITY_MATTER.search(saying.lead))


def office(saying: Saying) -> bool:
    """Whether its label, or the title right above it, names an office that reads no reports."""
    if REGULATOR.search(saying.label) or any(len(each) < TITLE and REGULATOR.search(each) for each in saying.above[:1]):
        return True
    if saying.label and SUPPORT.search(saying.label) and "secur" not in saying.label and not _taken_here(saying):
        return True
    if saying.label and saying.label not in PLAIN_LABELS:
        return bool(OFFICE.search(saying.label)) and not re.search(r"secur|vulnerab|report", saying.label)
    title = (saying.statement.heading[-1:] or ("",))[0].lower()
    return len(title) < TITLE and bool(OFFICE_TITLE.search(title)) and not FLAWS.search(title)


def _addresses(saying: Saying) -> Iterator[tuple[str, int]]:
    text = saying.text
    trap = TRAP.search(text)
    if trap:
        yield f"{trap[1]}@{trap[2]}", trap.start()
    for match in MAIL.finditer(text):
        if trap is None or not trap.start() <= match.start() < trap.end():
            yield match[1].rstrip("."), match.start()
    mailed = [(link.start, link.start + len(link.label)) for link in saying.statement.links if _mailed(link)]
    for match in MASKED.finditer(text):
        if any(start <= match.start() < end for start, end in mailed) or (trap and match.end() == trap.end()):
            continue
        domain = "".join(DOT.sub(".", match[2]).split())
        yield f"{match[1]}@{domain}", match.start()
    for match in ALIAS.finditer(text):
        yield f"{match[1]}@{match[2]}", match.start()
    for match in SPOKEN.finditer(text):
        yield f"{match[1]}@{match[2]}", match.start()
    if alone := SPOKEN_ALONE.fullmatch(text):
        yield f"{alone[1]}@{alone[2]}", alone.start(1)
    for link in saying.statement.links:
        if address := _mailed(link):
            yield address, link.start
