"""Where to report privately: an address, a form, GitHub's private reporting, a telephone, a chat, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.markup.security_txt import HEADING
from troth.policy.phrases.contact_mail import FOR_EXAMPLE, closed, mails, office, plainly
from troth.policy.phrases.contact_people import chats, people, profile
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.channels import BY
from troth.policy.words.denied import denied
from troth.policy.words.offices import (
    OTHER_MATTER,
    REGULATOR,
    SECURITY_MATTER,
)
from troth.policy.words.sieve import Words, lowered
from troth.policy.words.spoken import foreign
from troth.policy.words.ways_in import (
    ASK_LINK,
    AT_MAIL,
    CALL,
    CHAT_ASK,
    CHAT_NAME,
    CHAT_PAGE,
    CHATTER,
    CLOSED,
    COULD,
    ENCRYPTED,
    FOR_MORE,
    FORM_AT,
    FORM_NAME,
    FORM_PAGE,
    GITHUB_PAGE,
    GITHUB_WORDS,
    HERE,
    HOURS,
    IN_PUBLIC,
    KEY_LABEL,
    MANUAL,
    NOT_LINK,
    OTHER_PAGE,
    OTHERS,
    OTHERS_PROGRAM,
    OURSELVES,
    OUTWARD,
    OUTWARD_ALONE,
    PEOPLE,
    PHONE,
    PUBLIC_PAGE,
    PUBLISHES,
    READ,
    REFERRED,
    REPORT_AT,
    REPORT_IT,
    REPORT_LABEL,
    REPORTING_VERB,
    RULED_BY,
    SENDS,
    TELLS_MORE,
    THROUGH,
    THROUGH_THIS,
    WAYS_BELOW,
)
from troth.terms.commitment import Contact
from troth.terms.statement import Target

BY_PHONE = Words(
    r"^\W*(?:(?:by|via|par|per|por|24/7|emergency|security) )*(?:phone|telephone|hotline|call|tel|telefone?|telefono|"
    r"teléfono|telefoon|téléphone|телефон|電話|电话|"
    r"电话热线|热线|전화)(?: number| hotline)?(?: \([^()]{0,30}\))?\.?[*`\s]{0,4}"
    r"[:：|–-]\W{0,3}?(?P<value>[\[+(]?[\w].{2,58})$"
)
"""A telephone as the label of a line, and what is to be dialled, however it is written."""
NUMBER = Words(r"^\W*(?:\+|\()?[\dX][\dX\s().–/-]{5,20}[\dX](?![\w@])|\d-[A-Z]{4,}", 0)
"""A number to dial, or the letters that stand for one."""
HOTLINE = Words(r"\b(?:hotline|24/7|emergency line|security line|pager|helpline)\b")
"""A line to call that has no number yet."""
MODEL = Words(r"\b(?:templates?|vorlagen?|plantillas?|modelos? de|modèles? de|modelli|sjabloon)\b")
"""A heading over a letter that is still to be written, whose addresses are those of its sender."""
NAMED_ON = Words(r"\b(?:acknowledg|credit|listed|recogni[sz]|thank|named|mention)\w*\b", 0)
"""Before the page on which reporters are named."""
THANKED = Words(r"\bhall of fame\b|^\W*(?:acknowledge?ments?|(?:special )?thanks|credits|contributors|honou?rs)\b", 0)
"""A heading over people who are thanked, whose addresses take no reports."""
FORM_NEAR = 45
"""Characters before the address of a page in which a form is named."""
OWN_STEP = Words(
    r"\W*(?:step \d+\W+)?(?:create|open|file|draft) (?:an? |the |new |private |draft |github )*(?:security )?"
    r"advisor(?:y|ies)\b",
    0,
)
"""A step of the project's own, apart from sections on reporting: "create a security advisory"."""
SPOKEN_TO = Words(r"\byou(?:['’]ve)?\b|\bto (?:tell|reach|contact|notify|alert) (?:us|me|the)\b", 0)
"""That a step is for those who found something: "open an advisory if you found a flaw"."""
LEFT_OVER = Words(
    r"\b(?:pre-?existing|existing|previous|earlier|older|open|past|previously|already)\b[^.;]{0,40}"
    r"\b(?:report(?:s|ed)?|submissions?|submitted|issues|vulnerabilit\w+|tickets)\b.{0,140}"
    r"\b(?:continues?|remains?|still)\b[^.;]{0,20}\b(?:worked|processed|handled|tracked|honou?red|valid|reviewed|"
    r"answered|open|looked)\b"
)
"""What becomes of reports that came in by a way that is closed: "Older reports sent to … will still be handled"."""
SENT_ON = Words(r"\b(?:mail|e-?mail|write|contact|send|message|reach|tell|use|open|report)\b")
FIELD = re.compile(
    r"(?:acknowledg(?:e)?ments|bug-bounty|canonical|csaf|encryption|expires|hiring|policy|preferred-languages):"
)
"""Fields of security.txt that are no contact."""


def _left_over(saying: Saying) -> bool:
    """Whether reports of a closed way in are told of; a way that only stands behind that is for new ones."""
    match = LEFT_OVER.search(saying.text)
    if match is None:
        return False
    end = match.end()
    before = "@" in saying.text[:end] or any(link.start < end for link in saying.statement.links)
    return before or not SENT_ON.search(saying.text[end:])


def _find(saying: Saying) -> Iterator[Contact]:
    if not (saying.statement.links or "@" in saying.text or saying.scene.languages or COULD.search(saying.text)):
        return
    if saying.statement.form in {"bullet", "row"} and THANKED.search(lowered(saying.above[0])):
        return
    if MODEL.search(saying.above[0]) or _other_field(saying) or _left_over(saying):
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
    yield from mails(saying)
    yield from _phones(saying)
    if saying.statement.form != "code":
        yield from _links(saying)
        yield from _openly(saying)
        yield from people(saying)
    yield from chats(saying)


def _phones(saying: Saying) -> Iterator[Contact]:
    given = BY_PHONE.search(saying.text) if saying.statement.form in {"bullet", "sentence"} else None
    if given and _answers(saying, given["value"]):
        value = re.sub(r"[*`]|\s*\((?=[^()]*[a-z]|24)[^()]*\)\s*$", "", given["value"]).strip()
        yield saying.make(Contact, given.start("value"), channel="phone", value=value, strength="promise")
        return
    match = None if "redact" in saying.low else PHONE.search(saying.text)
    if match and not office(saying) and CALL.search(f"{saying.low}\n{saying.around}"):
        yield saying.make(
            Contact, match.start(), channel="phone", value=HOURS.sub("", match[0]).strip(), strength="promise"
        )


def _answers(saying: Saying, value: str) -> bool:
    """Whether what a line labelled as a telephone gives is one that reports may be told by."""
    told = saying.role & (Role.REPORTING | Role.INCIDENT) and not saying.role & (Role.SCOPE | Role.HISTORY)
    named = NUMBER.search(value) or HOTLINE.search(value)
    return bool(told and named) and "@" not in value and not office(saying)


def _links(saying: Saying) -> Iterator[Contact]:
    """Links that lead to a form, a platform or GitHub's private reporting."""
    publishing = PUBLISHES.search(saying.low) is not None
    asks = plainly(saying) or bool(ASK_LINK.search(saying.low) or ASK_LINK.search(saying.around))
    found = False
    for link in saying.statement.links:
        if _aside(saying, link):
            continue
        if GITHUB_PAGE.search(link.url):
            if asks and _inward(saying, link.url, publishing=publishing):
                found = True
                yield saying.make(Contact, link.start, channel="github", value=link.url, strength="promise")
        elif CHAT_PAGE.search(link.url) or CHAT_NAME.fullmatch(link.label.strip()):
            if (
                not KEY_LABEL.search(link.label)
                and not ("keybase" in link.url and ENCRYPTED.search(saying.low))
                and (CHAT_ASK.search(f"{saying.low}\n{saying.around}") or saying.role & Role.REPORTING)
                and not CHATTER.search(saying.low)
                and not office(saying)
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


def _aside(saying: Saying, link: Target) -> bool:
    """Whether the words around ``link`` say that it is closed, but an example, or the rules that reports are under."""
    before = saying.text[max(0, link.start - 40) : link.start]
    closing = CLOSED.search(saying.text[link.start + len(link.label) :][:40])
    return bool(closing or FOR_EXAMPLE.search(before[-30:]) or RULED_BY.search(before))


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
        if PUBLIC_PAGE.search(link.url) and not closed(saying, link.start, len(link.label)):
            if not saying.unsaid(link.start, 90):
                channel = "url" if "discussions" in link.url else "other"
                yield saying.make(Contact, link.start, channel=channel, value=link.url, strength="promise")
            return


def _inward(saying: Saying, url: str, *, publishing: bool) -> bool:
    """Whether a page of GitHub is named as the way in, not as the place of announcements."""
    if url.split("?", 1)[0].rstrip("/").endswith("new"):
        return True
    if saying.role & Role.CHANNELS and not saying.role & Role.REPORTING:
        return False
    if (
        OUTWARD.search(saying.low)
        or OUTWARD_ALONE.search(saying.low)
        or (MANUAL.search(url) and REFERRED.search(saying.low))
    ) and not REPORT_IT.search(saying.low):
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
    if TELLS_MORE.match(saying.text[link.start + len(link.label) :]):
        return False
    host = re.match(r"https?://(?:www\.)?github\.com/", url)
    if host and not re.search(r"/issues/new|#report|/security\.txt$", url):
        return False
    if (
        FOR_MORE.search(saying.low[: link.start])
        or OTHERS_PROGRAM.search(saying.low)
        or OTHERS.search(saying.low)
        or saying.role & Role.HISTORY
        or REGULATOR.search(saying.label or saying.text[max(0, link.start - 60) : link.start])
    ):
        return False
    if url.endswith("security.txt"):
        return "contact" in saying.low or bool(REPORT_IT.search(saying.low))
    reported = re.search(r"\breport\w*|submit", saying.low)
    apart = saying.role & (Role.USERS | Role.ABOUT | Role.MEASURES) and not saying.role & Role.REPORTING
    if apart and not reported and "contact" not in saying.low:
        return False
    return not NOT_LINK.search(saying.low) or bool(reported)


def _alone(saying: Saying, link: Target) -> bool:
    """Whether a page is all that it says, below a sentence that sends reports there: "… through this page:"."""
    if saying.statement.form == "bullet":
        return _listed(saying, link)
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


def _listed(saying: Saying, link: Target) -> bool:
    """Whether it is an item that is but a page, in a list of the ways by which reports are sent."""
    lead, words = saying.statement.lead.lower()[-200:], saying.text.strip("<> .`*")
    own = words[saying.value_at :] if saying.label else words
    if own.strip("<> .`*") not in {link.url, link.label.strip()}:
        return False
    ways = WAYS_BELOW.search(lead) and (SENDS.search(lead) or saying.role & Role.REPORTING)
    return bool(ways) and not OURSELVES.search(lead) and not office(saying)


def _other_field(saying: Saying) -> bool:
    """Whether it is another field of a security.txt: only ``Contact`` says where reports go (RFC 9116 §2.5.3)."""
    return saying.statement.heading == HEADING and FIELD.match(saying.low) is not None


def _field(saying: Saying) -> bool:
    """Whether it is the field of a security.txt that says where reports go."""
    return saying.statement.heading == HEADING and saying.low.startswith("contact:")


def _through(saying: Saying, link: Target) -> bool:
    """Whether the words right before a link send reports through it, whatever page it is."""
    if _field(saying):
        return link.url.startswith("http")
    if REPORT_LABEL.fullmatch(link.label.strip()) and re.search(r"^[^#]\S*#\S*report", link.url):
        return not (OTHERS.search(saying.low) or saying.role & Role.SCOPE or MANUAL.search(link.url))
    if not link.url.startswith("http") or OTHER_PAGE.search(link.url) or saying.role & Role.SCOPE:
        return False
    before = saying.text[max(0, link.start - 60) : link.start]
    after = saying.text[link.start + len(link.label) :]
    if TELLS_MORE.match(after) or FOR_MORE.search(saying.low[: link.start]) or AT_MAIL.match(after):
        return False
    sends = (
        SENDS.search(saying.text)
        or (saying.role & Role.REPORTING and REPORT_IT.search(before.lower()))
        or (saying.role & Role.REPORTING and (FORM_NAME.search(link.label.strip()) or FORM_AT.search(before)))
    )
    if REPORT_AT.search(saying.text[: link.start]) or _by_form(saying, link.start):
        return True
    if REPORT_LABEL.fullmatch(link.label.strip()) and saying.role & Role.REPORTING:
        return not (OTHERS.search(saying.low) or NOT_LINK.search(before) or denied(saying.text, link.start, 60))
    if _alone(saying, link):
        return True
    if FORM_NAME.search(link.label.strip()) and saying.text.strip(" .*") == link.label and saying.role & Role.REPORTING:
        return not office(saying)
    if HERE.fullmatch(link.label.strip()) and SENDS.search(f"{before} it") and not denied(saying.text, link.start, 60):
        return not (NOT_LINK.search(before) or OURSELVES.search(saying.low[: link.start]))
    return (
        bool(THROUGH.search(saying.text[max(0, link.start - 120) : link.start]) or FORM_AT.search(before))
        and not NAMED_ON.search(before)
        and bool(sends)
        and not denied(saying.text, link.start, 60)
        and not NOT_LINK.search(before)
        and not OURSELVES.search(saying.low[: link.start])
    )


def _by_form(saying: Saying, start: int) -> bool:
    """Whether another language names a form or a way in right before the page at ``start``, and sends reports there."""
    if not (saying.role & Role.REPORTING or foreign("contacts.ask", saying.text)) or denied(saying.text, start, 60):
        return False
    before = saying.text[max(0, start - FORM_NEAR) : start]
    return bool(foreign("contacts.form", before)) and not foreign("contacts.publishes", saying.text)


def _reports(saying: Saying, *, publishing: bool) -> bool:
    """Whether GitHub's words stand for the way in, not for the place of announcements."""
    told = bool(REPORT_IT.search(saying.low))
    if OUTWARD.search(saying.low) or (OUTWARD_ALONE.search(saying.low) and not told):
        return False
    prose = saying.statement.form == "sentence" and "privat" in saying.low  # bids readers; steps are items of lists
    own_step = OWN_STEP.match(saying.low) and not (told or prose or SPOKEN_TO.search(saying.low))
    if not saying.role & Role.REPORTING and (saying.role & Role.CHANNELS or own_step):
        return False
    if saying.statement.form == "heading" and not REPORT_IT.search(saying.low) and "privat" not in saying.low:
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
        "## Policy\n\nReports are subject to the [Code of Conduct](https://www.harbour.org/policies/code-of-conduct/).",
        "## Authors\n\nMaintained by [Mona](https://github.com/mona).",
    ),
)
