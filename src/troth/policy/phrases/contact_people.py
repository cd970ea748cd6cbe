"""People to report to, and the networks and chats on which they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.contact_mail import PEOPLE_FILE, below
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.denied import denied
from troth.policy.words.offices import SECURITY_MATTER
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, foreign, speaks
from troth.policy.words.ways_in import (
    APP,
    BY_MAIL,
    CHAT,
    CHAT_APP,
    CHAT_ASK,
    CHAT_NAME,
    CHAT_NAMED,
    CHAT_PAGE,
    CHAT_SAID,
    CHAT_URL,
    CHATTER,
    FEDERATED,
    HANDLE,
    MAIL,
    NETWORK,
    OTHERS,
    OURSELVES,
    PERSON,
    PLACE,
    PROFILE,
    TO_COME,
    TO_PERSON,
    VAGUE,
    WAY,
)
from troth.terms.commitment import Contact
from troth.terms.statement import Target

WRITTEN_TO = Words(
    r"\b(?:contacts?|reach(?: out)?(?: to)?|message|notify|inform|write to|report\w*\b[^.;]{0,60}\bto|dm|ping|tell|"
    r"get in touch with)\b[^.;]{0,60}\b(?:maintainers?|owners?|authors?|committers?|developers?|someone|somebody|"
    r"people|"
    r"persons?|one|any(?:one|body)?|members?|team|leads?)\b[^.;]{0,30}$",
    0,
)
"""Before the file that lists people: that one of them is to be written to."""
ADDRESS_ON = Words(r"\b(?:address(?:es)?|e-?mails?) (?:\w+ )?(?:on|in|at|from)\b[^.;]{0,30}$")
NAMED_THERE = Words(r"@[\w-]+@|\b(?:on|via)\b")
"""A name with the network on which somebody has it."""
VERB_FIRST = frozenset({"es", "fr", "it", "pt", "ru"})
"""Languages in which whom somebody writes to stands behind the verb."""
ON = Words(r"\b(?:on|via|over|through)$")
ONLY_IF = re.compile(r"\s\((?:if|when|where|for|only|optional|preferred|internal)\b[^()]*\)[\s.]*$", re.IGNORECASE)
"""Behind the name of a room: when it can be used."""
BY_MAIL_BEHIND = Words(r"^\W{0,3}\s(?:\w+ly )?(?:by|via|per|through|using|over) (?:private |direct )?e-?mail\b")
NAME_THERE = re.compile(r"@[\w.-]{2,40}@[\w-]{1,60}(?:\.[\w-]{2,30}){1,3}")
"""The whole name of somebody on a network of many servers, as the label of a link."""
FLAWS_IN = Words(r"\b(?:issues?|vulnerabilit\w+|flaws?|bugs?|problems?|weakness\w*|holes?) (?:in|of|affecting|within)$")
"""Before what has the flaws that are reported, which is no way to report them: "vulnerabilities in Zulip"."""
TOLD_IN = Words(
    r"\b(?:message|tell|ask|ping|dm|pm|contact|write|reach|notify|inform) (?:to )?(?:us|me|@|the |our |maintainers)|"
    r"\bto (?:us|me|(?:the |our |a )?(?:\w+ )?(?:maintainers?|team|moderators?|admins?))\b"
)
"""Who is told, where no other way than a chat is named: "message us about security issues in Discord"."""
NARROW = 50
"""Characters of a line that is but the title of what stands below."""


FOUND = Words(r"\b(?:holes?|vulnerabilit(?:y|ies)|flaws?|exploits?|security (?:bugs?|issues?|problems?))\b")
"""The question that whoever is written to answers: "Found a hole? DM me"."""


def people(saying: Saying) -> Iterator[Contact]:
    """Somebody named by office ("the maintainer"), by name on a network, or by a page."""
    match = PERSON.search(saying.text)
    if TO_COME.search(saying.text) or PLACE.search(saying.text) or below(saying):
        return
    if speaks(saying.text) and not MAIL.search(saying.text) and not saying.statement.links:
        person = foreign("contacts.people", saying.text)
        written = person and foreign("contacts.write", saying.text)
        if person and written and not denied(saying.text, person.start()) and not _acts(person, written):
            if foreign("contacts.mailing", saying.text):
                yield saying.make(Contact, person.start(), channel="email", value="", strength="promise")
            else:
                yield saying.make(Contact, person.start(), channel="other", value=person[0], strength="promise")
    if OTHERS.search(saying.text):
        return
    named = tuple(_networks(saying))
    yield from named
    if named or MAIL.search(saying.text):
        return
    listed = PEOPLE_FILE.search(saying.text)
    if listed and WRITTEN_TO.search(saying.low[: listed.start()]) and not denied(saying.text, listed.start()):
        yield saying.make(Contact, listed.start(1), channel="other", value=listed[1], strength="promise")
        return
    if match and not saying.statement.links and not denied(saying.text, match.start()):
        yield _person(saying, match)
        return
    if handle := HANDLE.search(saying.text):
        yield from _handle(saying, handle)


def _acts(person: re.Match[str], written: re.Match[str]) -> bool:
    """Whether people do something themselves where what is done to them follows its verb: "Los mantenedores …"."""
    return person.start() < written.start() and not VERB_FIRST.isdisjoint(LANGUAGES.get())


def _networks(saying: Saying) -> Iterator[Contact]:
    """Names beside an address ("or message @mona@harbour.example"), and those behind the name of a network."""
    if MAIL.search(saying.text):
        if (beside := HANDLE.search(saying.text)) and beside["who"] and NAMED_THERE.search(beside["who"]):
            yield from _handle(saying, beside)
        return
    told = saying.role & Role.REPORTING and not saying.role & Role.CHANNELS and not saying.statement.links
    if told and (name := NETWORK.search(saying.text)):
        yield saying.make(Contact, name.start("value"), channel="other", value=name["value"], strength="promise")


def _handle(saying: Saying, handle: re.Match[str]) -> Iterator[Contact]:
    """Somebody by the name on a network."""
    before = saying.company.before(saying.number)
    asked = before is not None and before.text.rstrip().endswith("?") and FOUND.search(before.text)
    if not (saying.role & Role.REPORTING or SECURITY_MATTER.search(saying.text) or asked):
        return
    if not saying.statement.links and not CHAT.search(saying.text) and not denied(saying.text, handle.start()):
        who = (handle["who"] or handle["name"]).replace("`", "").replace("*", "").rstrip(".")
        yield saying.make(Contact, handle.start(), channel="other", value=who, strength="promise")


def _person(saying: Saying, match: re.Match[str]) -> Contact:
    who = (match["who"] or match["who2"] or match["who3"]).lower()
    title = [saying.label, *saying.statement.heading[-1:], *saying.statement.lead.splitlines()[-1:]]
    if BY_MAIL.search(saying.text) or any(len(each) < NARROW and BY_MAIL.search(each) for each in title):
        return saying.make(Contact, match.start(), channel="email", value="", strength="promise")
    way = WAY.search(saying.text[match.start() :])
    if way:
        value = "" if VAGUE.fullmatch(way["way"]) else way["way"]
    else:
        value = re.sub(r"^(?:the|our|a|any|this|one of the) (?=\S+ \w)", "", who)
    return saying.make(Contact, match.start(), channel="other", value=value, strength="promise")


def profile(saying: Saying, link: Target) -> Contact | None:
    """The page of a person or group to whom reports go, where the words before ``link`` send there."""
    if not PROFILE.search(link.url) or OTHERS.search(saying.text) or OURSELVES.search(saying.low[: link.start]):
        return None
    before = saying.text[max(0, link.start - 110) : link.start]
    if ADDRESS_ON.search(before):
        return None  # the address on that page is named by the words themselves
    if not TO_PERSON.search(before) or denied(saying.text, link.start, 60):
        return None
    if NAME_THERE.fullmatch(link.label.strip("`* ")):
        return saying.make(Contact, link.start, channel="other", value=link.label.strip("`* "), strength="promise")
    behind = saying.text[link.start + len(link.label) :]
    mailed = re.search(r"\be-?mail(?:ing)?\s?(?::|to|at)?\s{0,2}$", before, re.IGNORECASE) or BY_MAIL_BEHIND.match(
        behind
    )
    channel = "email" if mailed else "chat" if link.url.startswith(("slack:", "skype:", "teams:")) else "url"
    return saying.make(Contact, link.start, channel=channel, value=link.url, strength="promise")


def _plain_noun(saying: Saying, match: re.Match[str]) -> bool:
    """Whether a chat is what has the flaw, or a "Matrix" the end of a longer name: "the Harbour Fleet Matrix"."""
    named = CHAT_APP.search(match[0])
    if named is None:
        return False
    before = saying.text[: match.start() + named.start()].rstrip()
    if FLAWS_IN.search(before) and (
        saying.statement.links or MAIL.search(saying.text) or not TOLD_IN.search(saying.text)
    ):
        return True
    if named[0].lower() not in {"matrix", "signal"}:
        return False
    if named[0].islower() and any(each.isupper() for each in saying.text[1:]) and not ON.search(before):
        return True  # a core signal, a matrix of permissions
    word = re.search(r"(\w+)$", before)
    return bool(word and word[1][0].isupper() and len(word[1]) > 3 and not CHAT_APP.fullmatch(word[1]))


def chats(saying: Saying) -> Iterator[Contact]:
    """Chats: as the label of a bullet, as an address of one, or as the place where somebody is."""
    if any(CHAT_PAGE.search(link.url) or CHAT_NAME.fullmatch(link.label.strip()) for link in saying.statement.links):
        return
    named = APP.search(saying.text) if saying.statement.form in {"bullet", "row", "sentence"} else None
    if named and saying.role & Role.REPORTING and not saying.role & Role.CHANNELS:
        value = ONLY_IF.sub("", named["value"]).strip(" `*|")
        if not CHATTER.search(saying.low) or re.search(r"#\S{0,20}secur", value):
            yield saying.make(Contact, named.start("value"), channel="chat", value=value, strength="promise")
        return
    match = CHAT.search(saying.text)
    if not match:
        return
    coded = saying.statement.form == "code"
    if not coded and not (CHAT_ASK.search(saying.low) or CHAT_SAID.search(saying.around)):
        return
    if CHATTER.search(saying.low) or (coded and ("irc" not in saying.low or "otr" in saying.low)):
        return
    if _plain_noun(saying, match):
        return
    address = CHAT_URL.search(saying.text) or FEDERATED.search(saying.text)
    named = CHAT_APP.search(match[0])
    vague = named[0] if named else match[0]
    who = CHAT_NAMED.match(saying.text[match.start() + match[0].rindex(vague) + len(vague) :])
    vague = who["who"].rstrip(".") if who else vague
    value = saying.text.strip()[:120] if coded else address[0].rstrip(".;:!?") if address else vague
    yield saying.make(Contact, match.start(), channel="chat", value=value, strength="promise")
