"""Where to report privately: an address, a form, GitHub's private reporting, a telephone, a chat, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.terms.commitment import Contact
from troth.terms.statement import Target

NOBODY = Words(
    r"^(?:no-?reply|attacker|victim|user|username|you|name|yourname)@|^git@(?:github|gitlab|bitbucket)\.|"
    r"\.(?:png|jpg|svg|gif)$"
)
NOT_HERE = Words(
    r"\b(?:do not|don['’]t|never|please don['’]t|no longer|cannot|must not|should not|shouldn['’]t|not to) (?:\w+ )?"
    r"(?:use|e-?mail|mail|write|send|contact|report|submit|reach|disclose|message|call|monitor|read)\b[^.;!?]{0,80}$|"
    r"\b(?:not|instead of)(?: \w+){0,2} (?:via|by|to|through|at|using|e-?mail\w*)(?: (?:the|our|this|us at))?\W{0,3}$",
)
"""A way in that is closed stands right behind: "Do not mail …", "not to …"."""
CLOSED = Words(
    r"^[`\"'*>)\]]{0,3}\s(?:is|has been|was) (?:no longer|not|un|retired|closed|abandoned|gone)|^[`\"'*>)\]]{0,3}\s"
    r"(?:no longer|does not|doesn['’]t)\b"
)
"""What stands behind a way in that is closed: "… is no longer read"."""
UNLESS = Words(r"\b(?:public\w*|issues?|pull requests?|github|other than|except|before|until|anything|only|but)\b")
"""Words after which a negation closes another way, or all ways but this one."""
BUT = Words(r"[,;]?\s(?:but|instead|however|rather)\b|[;:—–.!?]\s|\s-\s|,\s|[、，。；]")
ANNOUNCES = Words(
    r"\b(?:announce\w*|mailing lists?|retrospective|nominat\w+|announcement|well-known|distros|advance "
    r"notice|post(?:ed|s)? to|subscribe\w*|bcc|cc(?:'d)?)\b"
)
INWARD = Words(r"\b(?:report\w*|e-?mail (?:us|me|the|to)|contact|disclos\w*|vulnerabilit\w*|suspect\w*)\b")
MAIL = Words(
    r"(?<![\w.+/@:-])(?:mailto:)?([A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![\w@/])", 0
)
MASKED = Words(
    r"(?<![\w.+@-])([A-Za-z0-9][\w.+-]{1,63})\s?(?:[\[({<]\s?(?:at|@)\s?[\])}>]| at "
    r"(?=[\w-]+\s?(?:[\[({<]\s?dot\b| dot )))\s?((?:[\w-]{1,63}\s?(?:\.|[\[({<]\s?(?:dot|\.)\s?[\])}>]?| dot "
    r")\s?){1,5}[A-Za-z]{2,24})[\])}>]?(?![\w@])"
)
SPOKEN = Words(
    r"(?<![\w.-])((?:[\w-]{1,30}-)?(?:security|report|reports|psirt|vuln\w*|secure|contact|info|"
    r"maintainers?|support|abuse|cert|disclosure))"
    r" at ((?:[\w-]{1,63}\.){1,4}[a-z]{2,24})\b"
)
TO_COME = Words(
    r"(?P<place>\[[^\]@]{0,40}(?:e-?mail|correo|contact address|contact)[^\]@]{0,40}\])|"
    r"\b(?:e-?mail(?:ing)?|e-?mails? to|mail to|per e-?mail an|por correo a)\W{1,3}(?:(?:to|at|den|die|das|un|us|"
    r"an?)\W{1,3})?"
    r"(?:the |our |a |one of the |one or more of the )?(?:[\w-]{1,14}[\s-]){0,2}"
    r"(?:maintainers?|owners?|authors?|team|developers?|security contact)\b(?! (?:at|via|on|@)\b)|"
    r"\b(?:maintainers?|owners?|team|us|me)(?: directly| privately)? (?:via|by|per|through) e-?mail\b(?! (?:at|to)\b)|"
    r"\be-?mail the address\b|"
    r"\b(?:using|via|through|to|at) (?:the|their|my|our) e-?mail (?:address )?(?:listed|advertised|found|given|shown|"
    r"on|in)\b"
)
"""A mail to somebody whose address is still to be filled in, or stands elsewhere."""
COULD = Words(
    r"github|advisor|report|maintain|owner|author|contact|disclos|inform|notif|\birc\b|matrix|discord|slack|telegram|"
    r"signal|whatsapp|wechat|keybase|mattermost|zulip|libera|freenode|oftc|mail|\bdm\b|message|phone|\btel\b|hotline|"
    r"emergency|\bcall\b|\bat\b|security tab|correo|team|\bsms\b"
)
"""English words of which one stands in every sentence that names a way to report without a link or an address."""
MAILED = ("@", " at", "[at", "(at", "mail", "correo")
"""Words without which no sentence gives an address."""
DOT = Words(r"\s?(?:[\[({<]\s?(?:dot|\.)\s?[\])}>]?| dot )\s?")
PHONE = Words(
    r"(?<![\w+])(\+\d{1,3}-\d{3}-[A-Z]{4,12})\b|"
    r"(?<![\w+])(\+\d{1,3}[-\s().]{0,2}(?:[\dX][-\s().]{0,2}){5,13}[\dX]|"
    r"1?-?\(?[\dX]{3}\)?[-\s]XXX-XXXX)(?![\w])",
    0,
)
HOURS = re.compile(r"\s*\(\d{1,2}$")
"""The hours at which a telephone is answered: "(24/7)"."""
ASK = Spoken(
    r"\b(?:report|e-?mail|mail|send|contact|submit|disclos\w*|reach|write|notify|let us know|escalat\w+|"
    r"inform|get in touch|open|raise|file|use|via|through|alert|privately|confidential\w*|security "
    r"(?:team|contact|issues?)|coordinator|vulnerabilit\w*|bounty)\b",
    "contacts.ask",
)
OTHER_MATTER = Spoken(
    r"\b(?:general|non-?security|other|commercial|sales|licens\w+|feature requests?|usage|press|billing|"
    r"trademark|code of conduct|conduct) (?:\w+ )?(?:questions?|inquir\w+|enquir\w+|support|issues?|bugs?|"
    r"feedback|matters|requests?)\b|\bfor (?:general|product|technical|usage|any other|other) "
    r"\w*\s?(?:questions?|support|inquir\w+|issues?|help)|"
    r"\bnot (?:for |related to |a )?(?:security|vulnerab)|\bnon-?security\b|\bquestions about (?:this|the) (?:policy|"
    r"document)|"
    r"\bsubscrib\w+|\bto be notified\b|\bnon-?sensitive\b|\bnot security\b|\bnon-?vulnerability\b",
    "contacts.other_matter",
)
SECURITY_MATTER = Words(
    r"(?<!not )(?<!not for )(?<!non-)(?<!not a )\b(?:vulnerabilit|security issues?|security (?:reports?|concerns?|"
    r"bugs?))"
)
ELSEWHERE = Words(
    r"^(?:oss-security|bugtraq|full-?disclosure|fulldisclosure|linux-distros|distros|[\w.-]*announce\w*)@"
)
"""Lists where vulnerabilities are made public, or told to distributors."""
OFFICE = Words(
    r"\b(?:officer|coordinator|customer|sales|billing|legal|press|media|partnerships?|careers|hr)\b(?! team lead)"
)
"""Labels of an address of another office."""
PEOPLE = Words(r"\b(?:copyright|signed-off-by|co-authored(?:-by)?)\b|^\W*authors?\W|\bSPDX-")
GITHUB_PAGE = Words(
    r"^https?://(?:www\.)?github\.com/[\w.-]+/[\w.-]+(?:/security(?:/advisories(?:/new)?|/policy)?/?|"
    r"/security/advisories/new\?.*)$|(?:docs\.github\.com|help\.github\.com)/.*(?:privately-report|"
    r"security-advisor|report\w*-a-security|coordinated-disclosure|private-vuln)|"
    r"^(?:\.\./|\./|/)*security/advisories(?:/new)?/?$"
)
GITHUB_WORDS = Spoken(
    r"private(?:ly)?[\s-]+(?:vulnerability[\s-]+report\w*|report\w*(?: a)? (?:security )?vulnerabilit\w+)|"
    r"private security (?:vulnerability )?report\w*|(?:->|→|>|›)\s*[\"“'`*]?report a (?:security "
    r")?vulnerability|(?:creat\w*|open\w*) (?:a |an )?(?:new )?(?:draft )?security advisory (?:in|on|"
    r"through|via) github|[\"“'`*]?report a (?:security "
    r")?vulnerability[\"”'`*]? (?:button|link|feature|form|option|on github|under|in the)|(?:click|button|"
    r"select|choose|use|press|feature|via|using)\W{1,4}(?:\w+ ){0,3}\W{0,3}report a (?:security "
    r")?vulnerability|"
    r"github(?:['’]s)? (?:private )?(?:security )?(?:vulnerability )?(?:advisor(?:y|ies)|report\w*)(?! "
    r"database)|(?:private|draft|confidential) (?:github |security |repository )*advisor(?:y|ies)|"
    r"security advisor(?:y|ies) (?:feature|form|tab|page|system|on github)|"
    r"[\"“'`*]?security[\"”'`*]? tab\b|advisory (?:form|feature)|github private advis\w+",
    "contacts.github",
)
PUBLIC_PAGE = Words(
    r"^https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]+/(?:-/)?(?:issues|"
    r"discussions)(?:/new\S*|/?)$"
)
IN_PUBLIC = Words(
    r"\b(?:report\w*|open|file|start|create|submit|raise|use)\b[^.;]{0,60}\b(?:issues?|discussions?|tracker|thread)\b|"
    r"\b(?:issues?|discussions?|tracker)\b[^.;]{0,40}\bto report\b"
)
"""Reports that go where everybody reads them."""
FORM_PAGE = Words(
    r"hackerone\.com/|bugcrowd\.com/|intigriti\.com/|yeswehack\.com/|huntr\.(?:dev|com)/|forms\.gle/|"
    r"docs\.google\.com/forms|typeform\.com/|immunefi\.com/|tidelift\.com/security|bugzilla|"
    r"/security(?:\.html?|/)?(?:report\w*)?/?(?:$|#report)|/-/(?:issues/new|work_items|issues/?$)|"
    r"/report\w*(?:-a)?-?(?:security|vulnerabilit|bug|an-issue)?|"
    r"vuln\w*-?(?:disclosure|report)|disclosure|security\.txt|confidential|msrc\.microsoft"
)
THROUGH = Words(
    r"\b(?:via|through|using|use|visit|fill(?:ing)? (?:in|out)|(?:report|submit|disclose|send|reach|contact|sent|"
    r"submitted|reported)\w*\b[^.;]{0,30}\b(?:at|to|on|in|with)|form|portal|page|here)\W{0,3}\s?"
    r"(?:(?:our|the|this|a|an|following|online|web|secure|dedicated|official|private|security|vulnerability|disclosure|"
    r"contact|reporting|report|bug|bounty|program\w*|form|page|portal|link|at|on|system|website)[\s:]+){0,6}[\W_]{0,4}$"
)
SENDS = Words(
    r"\b(?:report|submit|disclos|send|contact|notify|reach)\w*\b[^.;]{0,80}\b(?:vulnerab\w+|security|bugs?|issues?|"
    r"findings?|report|it|them|concerns?|details|us|team)\b|\b(?:vulnerabilit\w+|security issues?|bugs?)\b[^.;]{0,60}"
    r"\b(?:reported|submitted|disclosed|sent)\b"
)
OURSELVES = Words(
    r"\bwe (?:\w+ ){0,3}(?:share|report|notify|forward|disclose|submit|contact|open|file|create|start|raise)\b", 0
)
"""What the project passes on itself."""
OTHER_PAGE = Words(
    r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|twitter\.com|x\.com|linkedin\.com|"
    r"[\w.]*wikipedia\.org|cve\.|nvd\.|www\.first\.org|cwe\.|owasp\.|semver\.org|[\w.]*slack\.com|stackoverflow\.com|"
    r"docs\.|help\.|choosealicense\.|[\w.]*gnupg\.org|keys\.|keyserver\.|pgp\.|t\.me|discord|matrix\.to)|"
    r"\.(?:asc|gpg|pub|md|rst|pdf|txt)(?:$|[#?])|/(?:docs?|blog|wiki|releases|changelog|keys?|pgp)\b|img\.shields"
)
"""Pages that take no reports, or are recognised by their own rules."""
MANUAL = Words(
    r"^https?://(?:docs\.(?:gitlab|github)\.com|help\.github\.com)/|/reports/\d+|/resources?/|what-is|"
    r"\.gov(?:\.\w\w)?/"
)
"""Pages that explain how such reports work, and single reports."""
ASK_LINK = Spoken(
    r"\b(?:report\w*|submit\w*|disclos\w*|contact|use|form|via|through|notify|inform|reach|send|file|open|"
    r"escalat\w+|bounty|methods?|channels?)\b|report",
    "contacts.ask",
)
NOT_LINK = Words(
    r"\b(?:see|read|refer|learn|follow\w*|inspired|based on|according|under the terms|as defined|list of|"
    r"defined|outlined|described|pursuant|accordance|documentation|faq)\b"
)
CHAT = Words(
    r"\b(?:on|via|in|over|through|join)\b[^.]{0,40}\b(?:irc|libera\.?chat|freenode|oftc|matrix|discord|"
    r"slack|telegram|signal|whatsapp|wechat|keybase|mattermost|zulip)\b|\b(?:discord|telegram|signal|"
    r"matrix|slack)\s?:\s|(?:t\.me|discord\.gg)/"
)
CHAT_ASK = Words(r"\b(?:report|contact|reach|dm|direct message|message us|privately|private message|security)\b")
PERSON = Words(
    r"\b(?:contact|reach out to|notify|inform|report\w*(?: \w+){0,6} to|message|dm|write to|disclose(?: "
    r"\w+){0,6} to|direct(?:ly)? to)\s(?:\w+\s){0,3}?(?P<who>(?:the |our |a |any |one of the )?(?:project "
    r"|repository |core |repo |package )?(?:maintainers?|owners?|security team|author|developers|"
    r"admins?))\b(?: \w+){0,3}? (?:privately|directly|confidentially|through a private|via a private|in "
    r"private)|"
    r"\b(?:privately|directly|confidentially) (?:to|contact|with|notify|reach|inform|message) "
    r"(?P<who2>(?:the |our |a |one of the )?(?:project |repository |core |repo )?(?:maintainers?|owners?|"
    r"security team|author))\b|\bcontact (?P<who3>(?:the |our |a )?(?:project |repository |repo "
    r")?(?:maintainers?|owners?|author)) (?:privately|directly)")  # fmt: skip
CALL = Spoken(r"phone|call|emergency|hotline|tel\b|tel[.:]|\bsms\b", "contacts.phone")
REPORTS = Role.REPORTING | Role.CHANNELS
PUBLISHES = Spoken(
    r"\b(?:publish\w*|document(?:ed)? the|announc\w*|issued|posted|released|notified|subscribe|"
    r"watch)\b",
    "contacts.publishes",
)
CHAT_PAGE = Words(r"/discord/?$|(?:^|//)(?:t\.me|discord\.(?:gg|com/invite)|matrix\.to|wa\.me|signal\.me|keybase\.io)/")
CHAT_NAME = Words(
    r"(?:our )?(?:discord|slack|telegram|matrix|signal|keybase|zulip|gitter)(?: server| channel| chat|"
    r" workspace)?"
)
CHATTER = Words(
    r"#[\w-]*(?:social|announce|general|internal|triage)|\b(?:announce|publish|notif|general|community|question|"
    r"discuss|do not|don't|not support|internal)",
    0,
)
OTHERS_PROGRAM = Words(
    r"\b(?:operates?|has|have) an? (?:\w+ ){0,3}(?:bounty|program)|\brelated products\b|\bfor more "
    r"(?:information|details)\b|\bconsult\b",
    0,
)
OUTWARD = Words(
    r"\b(?:describes?|explains?|about) how\b|\b(?:we|maintainers|the team|fixes|vulnerabilities|"
    r"step) (?:\w+ ){0,3}(?:will|publish|announce|"
    r"disclose|create|request|issue|open|is to)|\bonly visible\b",
    0,
)
REPORTING_VERB = Spoken(
    r"\b(?:report|submit|open|use|using|create|click|go to|contact|draft|send|file|via|through|preferred|"
    r"prefer)\w*\b",
    "contacts.ask",
)


def _asks(saying: Saying) -> bool:
    return bool(ASK.search(saying.text) or saying.role & REPORTS or ASK.search(saying.around))


def _find(saying: Saying) -> Iterator[Contact]:
    if not (saying.statement.links or "@" in saying.text or saying.scene.languages or COULD.search(saying.text)):
        return
    if (OTHER_MATTER.search(saying.text) and not SECURITY_MATTER.search(saying.text)) or PEOPLE.search(saying.text):
        return
    if OTHER_MATTER.search(saying.statement.lead[-200:]) or (
        saying.statement.form == "code" and not saying.role & REPORTS
    ):
        return
    if saying.role & Role.SCOPE and re.search(r"out[\s-]of[\s-]scope|not (?:in|covered)|exclu", saying.around):
        return
    yield from _mails(saying)
    yield from _phones(saying)
    if saying.statement.form != "code":
        yield from _links(saying)
        yield from _openly(saying)
        yield from _people(saying)
    yield from _chats(saying)


def _mails(saying: Saying) -> Iterator[Contact]:
    """Addresses, plain, masked ("security [at] example.org") or spelled, each once."""
    text = saying.text
    linked = any(each.url.startswith("mailto:") for each in saying.statement.links)
    if not (linked or any(each in saying.low for each in MAILED)) or not _asks(saying):
        return
    if ANNOUNCES.search(f"{saying.statement.lead[-160:]} {text}") and not INWARD.search(text):
        return
    seen: set[str] = set()
    if (
        "@" not in text
        and not any("mailto:" in each.url for each in saying.statement.links)
        and (given := TO_COME.search(text))
    ):
        yield saying.make(Contact, given.start(), channel="email", value=given["place"] or "", strength="promise")
        return
    for address, offset in _addresses(saying):
        if address.lower() in seen or _closed(saying, offset, len(address)):
            continue
        if not NOBODY.search(address) and not _another(saying, address):
            seen.add(address.lower())
            yield saying.make(Contact, offset, channel="email", value=address, strength="promise")


def _closed(saying: Saying, start: int, length: int) -> bool:
    """Whether the words right around a way in say that it is none (any more)."""
    before = BUT.split(saying.text[max(0, start - 110) : start])[-1]
    if CLOSED.search(saying.text[start + length : start + length + 40]):
        return True
    if NOT_HERE.search(before) and not UNLESS.search(before):
        return True
    return speaks(saying.text) and saying.negated(start, min(60, len(before)))


def _another(saying: Saying, address: str) -> bool:
    """Whether ``address`` is of a list that publishes, or of an office that reports do not go to."""
    return bool(ELSEWHERE.search(address)) or (
        bool(OFFICE.search(saying.label))
        and not re.search(r"secur|vulnerab|report", f"{saying.label} {address}")
        and not SECURITY_MATTER.search(saying.text)
    )


def _addresses(saying: Saying) -> Iterator[tuple[str, int]]:
    for match in MAIL.finditer(saying.text):
        yield match[1].rstrip("."), match.start()
    for match in MASKED.finditer(saying.text):
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
    if match and CALL.search(f"{saying.low}\n{saying.around}"):
        yield saying.make(
            Contact, match.start(), channel="phone", value=HOURS.sub("", match[0]).strip(), strength="promise"
        )


def _links(saying: Saying) -> Iterator[Contact]:
    """Links that lead to a form, a platform or GitHub's private reporting."""
    publishing = PUBLISHES.search(saying.low) is not None
    asks = bool(ASK_LINK.search(saying.low) or ASK_LINK.search(saying.around))
    found = False
    for link in saying.statement.links:
        if GITHUB_PAGE.search(link.url):
            if asks and _inward(saying, link.url, publishing=publishing):
                found = True
                yield saying.make(Contact, link.start, channel="github", value=link.url, strength="promise")
        elif CHAT_PAGE.search(link.url) or CHAT_NAME.fullmatch(link.label.strip()):
            if (
                CHAT_ASK.search(f"{saying.low}\n{saying.around}") or saying.role & Role.REPORTING
            ) and not CHATTER.search(saying.low):
                yield saying.make(Contact, link.start, channel="chat", value=link.url, strength="promise")
        elif asks and not publishing and (_form(saying, link.url) or _through(saying, link)):
            yield saying.make(Contact, link.start, channel="url", value=link.url, strength="promise")
    words = GITHUB_WORDS.search(saying.text)
    if words and not found and not saying.negated(words.start()) and _reports(saying, publishing=publishing):
        yield saying.make(Contact, words.start(), channel="github", value=words[0], strength="promise")


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
    verb = re.search(
        r"\b(?:report|submit|open|use|create|click|go to|privately|private|file|contact|draft|send)\w*", saying.low
    )
    return bool(verb or saying.role & Role.REPORTING or foreign("contacts.ask", saying.text)) and (
        not publishing or bool(re.search(r"\b(?:report|submit|submitt)\w*\b", saying.low))
    )


def _form(saying: Saying, url: str) -> bool:
    """Whether ``url`` is a form or page to report through."""
    if not url.startswith("http") or not FORM_PAGE.search(url) or saying.role & Role.SCOPE or MANUAL.search(url):
        return False
    host = re.match(r"https?://(?:www\.)?github\.com/", url)
    if host and "/issues/new" not in url and "#report" not in url:
        return False
    if OTHERS_PROGRAM.search(saying.low):
        return False
    return not NOT_LINK.search(saying.low) or bool(re.search(r"\breport\w*|submit", saying.low))


def _through(saying: Saying, link: Target) -> bool:
    """Whether the words right before a link send reports through it, whatever page it is."""
    if not link.url.startswith("http") or OTHER_PAGE.search(link.url) or saying.role & Role.SCOPE:
        return False
    before = saying.text[max(0, link.start - 60) : link.start]
    return (
        bool(THROUGH.search(before))
        and bool(SENDS.search(saying.text))
        and not saying.negated(link.start, 60)
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


def _people(saying: Saying) -> Iterator[Contact]:
    match = PERSON.search(saying.text)
    if TO_COME.search(saying.text):
        return
    if speaks(saying.text) and not MAIL.search(saying.text) and not saying.statement.links:
        person = foreign("contacts.people", saying.text)
        if person and foreign("contacts.write", saying.text) and not saying.negated(person.start()):
            yield saying.make(Contact, person.start(), channel="other", value=person[0], strength="promise")
    if match and not MAIL.search(saying.text) and not saying.statement.links and not saying.negated(match.start()):
        who = (match["who"] or match["who2"] or match["who3"]).lower()
        yield saying.make(
            Contact,
            match.start(),
            channel="other",
            value=re.sub(r"^(?:the|our|a|any|one of the) (?=\w+ \w)", "", who),
            strength="promise",
        )


def _chats(saying: Saying) -> Iterator[Contact]:
    match = CHAT.search(saying.text)
    if not match or any(
        CHAT_PAGE.search(link.url) or CHAT_NAME.fullmatch(link.label.strip()) for link in saying.statement.links
    ):
        return
    coded = saying.statement.form == "code"
    if not coded and not CHAT_ASK.search(f"{saying.low}\n{saying.around}"):
        return
    if CHATTER.search(saying.low) or (coded and ("irc" not in saying.low or "otr" in saying.low)):
        return
    yield saying.make(
        Contact,
        match.start(),
        channel="chat",
        value=saying.text.strip()[:120] if coded else match[0],
        strength="promise",
    )


EXAMPLES = (
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
    counter_examples=("## Support\n\nFor general questions write to hello@harbour.example.org.",),
)
