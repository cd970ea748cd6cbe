"""Where to report privately: an address, a form, GitHub's private reporting, a telephone, a chat, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.markup.security_txt import HEADING
from troth.policy.phrases.contact_people import chats, people, profile
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.channels import BY
from troth.policy.words.denied import denied
from troth.policy.words.offices import (
    DESK,
    ELSEWHERE,
    FLAWS,
    OFFICE,
    OFFICE_TITLE,
    OTHER_MATTER,
    SECURITY_MATTER,
    other_part,
)
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign, speaks
from troth.policy.words.ways_in import (
    ANNOUNCES,
    ASK,
    ASK_LINK,
    BUT,
    BY_MAIL,
    CALL,
    CHAT_ASK,
    CHAT_NAME,
    CHAT_PAGE,
    CHATTER,
    CLOSED,
    COULD,
    DOT,
    FOR_MORE,
    FORM_NAME,
    FORM_PAGE,
    GITHUB_PAGE,
    GITHUB_WORDS,
    HERE,
    HOURS,
    IN_PUBLIC,
    INWARD,
    KEY_LABEL,
    MAIL,
    MAILED,
    MANUAL,
    MASKED,
    NOBODY,
    NOT_HERE,
    NOT_LINK,
    OTHER_PAGE,
    OTHERS,
    OTHERS_PROGRAM,
    OTHERS_TOLD,
    OURSELVES,
    OUTWARD,
    PEOPLE,
    PHONE,
    PLACE,
    PUBLIC_PAGE,
    PUBLISHES,
    READ,
    REFERRED,
    REPORT_AT,
    REPORT_IT,
    REPORT_LABEL,
    REPORTING_VERB,
    SENDS,
    SENT,
    SOMEBODY,
    SPOKEN,
    THROUGH,
    THROUGH_THIS,
    TO_COME,
    UNLESS,
)
from troth.terms.commitment import Contact
from troth.terms.statement import Target

REPORTS = Role.REPORTING | Role.CHANNELS
TITLE = 60
"""Characters of a heading that is but a name."""
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


def _asks(saying: Saying) -> bool:
    return _plainly(saying) or bool(ASK.search(saying.text) or saying.role & REPORTS or ASK.search(saying.around))


def _plainly(saying: Saying) -> bool:
    """Whether a way in says itself what it is for, in a sentence whose words the reader does not know."""
    return bool(FOREIGN_LETTER.search(saying.low)) and bool(
        PLAINLY.search(saying.text) or any(PLAINLY.search(link.url) for link in saying.statement.links)
    )


def _find(saying: Saying) -> Iterator[Contact]:
    if not (saying.statement.links or "@" in saying.text or saying.scene.languages or COULD.search(saying.text)):
        return
    if (OTHER_MATTER.search(saying.text) and not SECURITY_MATTER.search(saying.text)) or PEOPLE.search(saying.text):
        return
    if BY.search(saying.lead[-120:]) and not REPORT_IT.search(saying.statement.lead.lower()[-200:]):
        return
    if OTHER_MATTER.search(saying.statement.lead[-200:]) or (
        saying.statement.form == "code" and not saying.role & Role.REPORTING
    ):
        return
    if saying.role & Role.SCOPE and re.search(r"out[\s-]of[\s-]scope|not (?:in|covered)|exclu", saying.around):
        return
    yield from _mails(saying)
    yield from _phones(saying)
    if saying.statement.form != "code":
        yield from _links(saying)
        yield from _openly(saying)
        yield from people(saying)
    yield from chats(saying)


def _mails(saying: Saying) -> Iterator[Contact]:
    """Addresses, plain, masked ("security [at] example.org") or spelled, each once."""
    text = saying.text
    linked = any(each.url.startswith("mailto:") for each in saying.statement.links)
    if not (linked or any(each in saying.low for each in MAILED)) or not _asks(saying):
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
        "@" not in text
        and not any("mailto:" in each.url for each in saying.statement.links)
        and (given := TO_COME.search(text))
    ):
        if not denied(saying.text, given.start(), 40) and (
            "mail" in saying.low or ASK.search(text) or foreign("contacts.ask", text)
        ):
            yield saying.make(Contact, given.start(), channel="email", value="", strength="promise")
        return
    if OTHERS_TOLD.search(saying.statement.lead[-200:]):
        return
    for address, offset in _addresses(saying):
        if OTHERS_TOLD.search(text[max(0, offset - 90) : offset]):
            continue
        if address.lower() in seen or _closed(saying, offset, len(address)):
            continue
        if not NOBODY.search(address) and not _another(saying, address, offset):
            seen.add(address.lower())
            yield saying.make(Contact, offset, channel="email", value=address, strength="promise")


def _member(saying: Saying) -> bool:
    """Whether it is the row of somebody of the team, in a table that nobody is sent to."""
    named = saying.statement.form == "row" and any(name in {"name", "member", "person"} for name, _ in saying.cells)
    return named and not SENT.search(saying.around)


def _closed(saying: Saying, start: int, length: int) -> bool:
    """Whether the words right around a way in say that it is none (any more)."""
    before = BUT.split(saying.text[max(0, start - 110) : start])[-1]
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
    return _office(saying) and not FLAWS.search(address) and not SECURITY_MATTER.search(saying.text)


def _office(saying: Saying) -> bool:
    """Whether its label, or the title right above it, names an office that reads no reports."""
    if saying.label and saying.label not in PLAIN_LABELS:
        return bool(OFFICE.search(saying.label)) and not re.search(r"secur|vulnerab|report", saying.label)
    title = (saying.statement.heading[-1:] or ("",))[0].lower()
    return len(title) < TITLE and bool(OFFICE_TITLE.search(title)) and not FLAWS.search(title)


def _addresses(saying: Saying) -> Iterator[tuple[str, int]]:
    for match in MAIL.finditer(saying.text):
        yield match[1].rstrip("."), match.start()
    mailed = [(link.start, link.start + len(link.label)) for link in saying.statement.links if "mailto:" in link.url]
    for match in MASKED.finditer(saying.text):
        if any(start <= match.start() < end for start, end in mailed):
            continue
        domain = "".join(DOT.sub(".", match[2]).split())
        yield f"{match[1]}@{domain}", match.start()
    for match in SPOKEN.finditer(saying.text):
        yield f"{match[1]}@{match[2]}", match.start()
    for link in saying.statement.links:
        address = link.url.removeprefix("mailto:").split("?")[0].replace("%40", "@")
        if link.url.startswith("mailto:") and MAIL.fullmatch(address):
            yield address, link.start


def _phones(saying: Saying) -> Iterator[Contact]:
    match = PHONE.search(saying.text)
    if match and not _office(saying) and CALL.search(f"{saying.low}\n{saying.around}"):
        yield saying.make(
            Contact, match.start(), channel="phone", value=HOURS.sub("", match[0]).strip(), strength="promise"
        )


def _links(saying: Saying) -> Iterator[Contact]:
    """Links that lead to a form, a platform or GitHub's private reporting."""
    publishing = PUBLISHES.search(saying.low) is not None
    asks = _plainly(saying) or bool(ASK_LINK.search(saying.low) or ASK_LINK.search(saying.around))
    found = False
    for link in saying.statement.links:
        if GITHUB_PAGE.search(link.url):
            if asks and _inward(saying, link.url, publishing=publishing):
                found = True
                yield saying.make(Contact, link.start, channel="github", value=link.url, strength="promise")
        elif CHAT_PAGE.search(link.url) or CHAT_NAME.fullmatch(link.label.strip()):
            if (
                not KEY_LABEL.search(link.label)
                and (CHAT_ASK.search(f"{saying.low}\n{saying.around}") or saying.role & Role.REPORTING)
                and not CHATTER.search(saying.low)
                and not _office(saying)
            ):
                yield saying.make(Contact, link.start, channel="chat", value=link.url, strength="promise")
        elif asks and not publishing and (person := profile(saying, link)):
            yield person
        elif asks and not publishing and (_form(saying, link) or _through(saying, link)):
            yield saying.make(Contact, link.start, channel="url", value=link.url, strength="promise")
    words = GITHUB_WORDS.search(saying.text)
    if words and (there := _elsewhere(saying, words.start())):
        if asks and not found and not denied(saying.text, words.start()):
            yield saying.make(Contact, there.start, channel="url", value=there.url, strength="promise")
        return
    if words and not found and not denied(saying.text, words.start()) and _reports(saying, publishing=publishing):
        yield saying.make(Contact, words.start(), channel="github", value=words[0], strength="promise")


def _elsewhere(saying: Saying, offset: int) -> Target | None:
    """The link whose label stands at ``offset``, where it leads away from GitHub."""
    for link in saying.statement.links:
        if link.start <= offset < link.start + len(link.label) and link.url.startswith("http"):
            return None if re.match(r"https?://[\w.-]*github\.(?:com|io)/", link.url) else link
    return None


def _openly(saying: Saying) -> Iterator[Contact]:
    """Issues and discussions that everybody reads, where they are the way in for reports of vulnerabilities."""
    if not (IN_PUBLIC.search(saying.text) and SECURITY_MATTER.search(saying.text)) or OURSELVES.search(saying.low):
        return
    for link in saying.statement.links:
        if PUBLIC_PAGE.search(link.url) and not _closed(saying, link.start, len(link.label)):
            if not saying.negated(link.start, 90):
                channel = "url" if "discussions" in link.url else "other"
                yield saying.make(Contact, link.start, channel=channel, value=link.url, strength="promise")
            return


def _inward(saying: Saying, url: str, *, publishing: bool) -> bool:
    """Whether a page of GitHub is named as the way in, not as the place of announcements."""
    if url.split("?", 1)[0].rstrip("/").endswith("new"):
        return True
    if saying.role & Role.CHANNELS and not saying.role & Role.REPORTING:
        return False
    if (OUTWARD.search(saying.low) or (MANUAL.search(url) and REFERRED.search(saying.low))) and not REPORT_IT.search(
        saying.low
    ):
        return False
    verb = re.search(
        r"\b(?:report|submit|open|use(?!rs?\b)|create|click|go to|privately|private|file|contact|draft|send)\w*",
        saying.low,
    )
    return bool(verb or saying.role & Role.REPORTING or foreign("contacts.ask", saying.text)) and (
        not publishing or bool(re.search(r"\b(?:report|submit|submitt)\w*\b", saying.low))
    )


def _form(saying: Saying, link: Target) -> bool:
    """Whether ``link`` leads to a form or page to report through."""
    url = link.url
    if READ.search(f"{link.label} {url}") and not THROUGH.search(saying.text[max(0, link.start - 60) : link.start]):
        return False
    if not url.startswith("http") or not FORM_PAGE.search(url) or saying.role & Role.SCOPE or MANUAL.search(url):
        return False
    host = re.match(r"https?://(?:www\.)?github\.com/", url)
    if host and not re.search(r"/issues/new|#report|/security\.txt$", url):
        return False
    if (
        FOR_MORE.search(saying.low[: link.start])
        or OTHERS_PROGRAM.search(saying.low)
        or OTHERS.search(saying.low)
        or saying.role & Role.HISTORY
    ):
        return False
    if url.endswith("security.txt"):
        return "contact" in saying.low or bool(REPORT_IT.search(saying.low))
    return not NOT_LINK.search(saying.low) or bool(re.search(r"\breport\w*|submit", saying.low))


def _alone(saying: Saying, link: Target) -> bool:
    """Whether a page is all that it says, below a sentence that sends reports there: "… through this page:"."""
    before = saying.company.before(saying.number)
    if (
        before is None
        or before.form == "heading"
        or saying.text.strip("<> .`*") != link.url
        or not before.text.endswith(":")
    ):
        return False
    return bool(SENDS.search(before.text) and THROUGH_THIS.search(before.text)) and not OURSELVES.search(
        before.text.lower()
    )


def _field(saying: Saying) -> bool:
    """Whether it is the field of a security.txt that says where reports go."""
    return saying.statement.heading == HEADING and saying.low.startswith("contact:")


def _through(saying: Saying, link: Target) -> bool:
    """Whether the words right before a link send reports through it, whatever page it is."""
    if _field(saying):
        return link.url.startswith("http")
    if REPORT_LABEL.fullmatch(link.label.strip()) and re.search(r"#\S*report", link.url):
        return not (OTHERS.search(saying.low) or saying.role & Role.SCOPE or MANUAL.search(link.url))
    if not link.url.startswith("http") or OTHER_PAGE.search(link.url) or saying.role & Role.SCOPE:
        return False
    before = saying.text[max(0, link.start - 60) : link.start]
    if FOR_MORE.search(saying.low[: link.start]):
        return False
    sends = SENDS.search(saying.text) or (saying.role & Role.REPORTING and FORM_NAME.search(link.label.strip()))
    if REPORT_AT.search(saying.text[: link.start]):
        return True
    if REPORT_LABEL.fullmatch(link.label.strip()) and saying.role & Role.REPORTING:
        return not (OTHERS.search(saying.low) or NOT_LINK.search(before) or denied(saying.text, link.start, 60))
    if _alone(saying, link):
        return True
    if HERE.fullmatch(link.label.strip()) and SENDS.search(f"{before} it") and not denied(saying.text, link.start, 60):
        return not (NOT_LINK.search(before) or OURSELVES.search(saying.low[: link.start]))
    return (
        bool(THROUGH.search(before))
        and bool(sends)
        and not denied(saying.text, link.start, 60)
        and not NOT_LINK.search(before)
        and not OURSELVES.search(saying.low[: link.start])
    )


def _reports(saying: Saying, *, publishing: bool) -> bool:
    """Whether GitHub's words stand for the way in, not for the place of announcements."""
    if OUTWARD.search(saying.low) or (saying.role & Role.CHANNELS and not saying.role & Role.REPORTING):
        return False
    if publishing and not re.search(r"\b(?:report|submit)\w*\b", saying.low):
        return False
    return bool(REPORTING_VERB.search(saying.low) or saying.role & Role.REPORTING)


EXAMPLES = (
    Example(
        text=(
            "## Reporting a vulnerability\n\n"
            "- Email [your security address]\n"
            "- Get in touch with @mona on Mastodon\n"
            "- Signal: +1 555 010 0000\n"
            "- Write to the lead, [Mona](https://github.com/mona)\n"
            "- Fill in our [report form](https://harbour.example.org/tell)\n"
        ),
        makes=(
            {"kind": "contact", "channel": "email", "value": "[your security address]"},
            {"kind": "contact", "channel": "other", "value": "@mona on Mastodon"},
            {"kind": "contact", "channel": "chat", "value": "+1 555 010 0000"},
            {"kind": "contact", "channel": "url", "value": "https://github.com/mona"},
            {"kind": "contact", "channel": "url", "value": "https://harbour.example.org/tell"},
        ),
        negated="## Reporting a vulnerability\n\nDo not contact @mona on Mastodon.",
        advice="## For operators\n\nName a chat of your own on which your users reach you.",
        past="## Reporting a vulnerability\n\nIn 2020 we used a form.",
        code="## Naming\n\nFor example:\n\n```\nEmail [your security address]\n```",
    ),
    Example(
        text="## Reporting\n\nReport vulnerabilities to security@harbour.example.org.",
        makes=({"kind": "contact", "channel": "email", "value": "security@harbour.example.org"},),
        negated="## Reporting\n\nReports are not read anywhere but in the form.",
        advice=(
            "## Reporting\n\nPublish an address of your own, such as security@your-company.example, in your deployment."
        ),
        past="In 2019 we used old@harbour.example.org for reports.",
        code="## Naming\n\nA mail header, for example:\n\n```\nFrom: someone@harbour.example.org\n```",
    ),
    Example(
        text=(
            "## Reporting\n\nUse the [report "
            "form](https://github.com/example/harbour/security/advisories/new) on GitHub."
        ),
        makes=(
            {
                "kind": "contact",
                "channel": "github",
                "value": "https://github.com/example/harbour/security/advisories/new",
            },
        ),
        negated="## Reporting\n\nThere is no form on GitHub.",
        advice="## Hardening your deployment\n\nOffer private reporting in your own fork.",
        past="## History\n\nUntil last year GitHub had a form.",
        code="## Links\n\nFor example:\n\n```\nhttps://github.com/example/harbour/security/advisories/new\n```",
    ),
)

PHRASE = Phrase(
    name="contact",
    find=_find,
    forms=PROSE | {"code", "heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Support\n\nFor general questions write to hello@harbour.example.org.",
        "## Reporting\n\nFlaws of the upstream engine go to the [engine project](https://engine.example.org/security).",
        "## Handling\n\n1. Open a private security advisory to track the issue.",
        "## Authors\n\nMaintained by [Mona](https://github.com/mona).",
    ),
)
