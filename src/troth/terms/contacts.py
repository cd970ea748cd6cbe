"""Values of security contacts: which are left-over template text, which cannot work, which are the same.

Reserved names: RFC 2606 (https://www.rfc-editor.org/rfc/rfc2606), RFC 6761, RFC 6762 (".local") and ICANN's
".internal"; reserved telephone numbers: 555-0100 to 555-0199 of the North American plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from troth.terms.seen.documents import ContactSeen

RESERVED_ENDS = ("local", "internal", "test", "invalid", "example", "localhost")
_OWN = (
    r"(?:your|my|our)[-_.]?(?:org\w*|organi[sz]ation|company|corp|domain|project|product|team|app|site|website"
    r"|name|user\w*|repo\w*|host|e?-?mail|security|account|business|brand)"
)
_HOST = re.compile(
    rf"(?:^|\.)(?:example\.(?:com|org|net|edu)|{_OWN}[\w-]*(?:\.[a-z.]+)?|(?:domain|company"
    rf"|yourdomain|organi[sz]ation)\.(?:com|org|net|tld)|[\w-]+\.tld)$",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"[\[<{(]{1,2}\s*(?:insert|your|add|enter|tbd|replace|placeholder)\b[^\])>}]{0,60}[\])>}]{1,2}"
    r"|[\[<{]{1,2}\s*(?:security[ _-]?)?"
    r"(?:e-?mail|contact|url|link|phone|owner|org|user|username|repo|project|name|address)"
    r"(?:[ _-](?:address|name|number|here))?\s*[\]>}]{1,2}(?!\()"
    r"|\$\{|\{\{|\b(?:TODO|FIXME|TBD)\b|\bCHANGE[-_ ]?ME\b|\bREPLACE[-_ ]?(?:ME|THIS|WITH)\b"
    r"|\bPLACEHOLDER\b|\bINSERT[-_ ](?:YOUR|EMAIL|CONTACT|URL)\b|(?<![A-Za-z])X{3,}(?![A-Za-z])",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"[(\[](?:please |to be )?(?:replace|change|update|fill in|customi[sz]e)d? [^)\]]{0,60}[)\]]"
    r"|\breplace (?:this |it )?with (?:your|the actual|actual|the real|real)\b[^.)]{0,40}",
    re.IGNORECASE,
)
_SMALL_X = re.compile(r"(?<![A-Za-z])x{3}(?![A-Za-z])")
_LOCAL = re.compile(rf"^(?:{_OWN}|your[-_.]?\w*|e?mail|name|user|username|someone|you)$", re.IGNORECASE)
_OWNER = re.compile(
    rf"^(?:{_OWN}[\w-]*|your[-_]?\w*|owner|user|username|org|organi[sz]ation|orgname|<[^>]*>|\[[^\]]*\])$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"[xX]{3}|^\+?1?\D{0,2}555\D|555\D{0,2}01\d\d(?!\d)|123\D{0,2}456\D{0,2}7890|555\D{0,2}123\D{0,2}4567|0{6,}"
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<host>[A-Za-z0-9.-]{1,253})")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_FORGE = re.compile(r"^(?:www\.)?(?:github|gitlab)\.com$", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"(?:mailto:)?(?:privacy|legal|dpo|gdpr|press|support|billing|sales|conduct|abuse|info|hello)\b", re.IGNORECASE
)
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<slashes>//)?(?P<rest>.*)", re.DOTALL)
_ANSWER = r"(?:respon(?:d|se)\w*|repl(?:y|ied|ies)|answer\w*|acknowledg\w*|hear[ds]?|feedback)"
_UNANSWERED = re.compile(
    r"\b(?:if|when(?:ever)?|where|should|in case|in the event|after|once|until)\b(?:,[^.;:,]{1,40},)?[^.;:,]{0,80}?"
    r"(?:\b(?:no|not|never|nobody|none|no[\s-]one|nothing|without|unable|fail\w*|lack\w*|cannot)\b|n['’]t\b)"
    rf"(?:[^.;:,]{{0,60}}?\b{_ANSWER}\b|[^.;:,]{{0,12}}?\b(?:to |be )?(?:reach(?:ed|able)?|contact(?:ed)?)\b)|"
    rf"\bunless\b[^.;:,]{{0,60}}?\b{_ANSWER}\b|\b(?:un(?:answered|acknowledged|responsive)|goes silent)\b|"
    r"\b(?:without|no|lacking|absence of|lack of) (?:an? |any |timely |our )?"
    r"(?:response|reply|answer|acknowledge?ment)\b",
    re.IGNORECASE,
)
"""That nobody answered, where it is said as a case: "do not open an issue but report responsibly" is none."""


def placeholder(channel: str, value: str) -> str:
    """Why ``value`` is template text that nobody filled in; empty where it is not."""
    text = value.strip()
    found = _BLANK.search(text)
    if found and not (channel in ("url", "github") and _SMALL_X.fullmatch(found[0])):
        return f"template text {found[0]} left in"
    address = address_of(text) if channel == "email" else ""
    if address:
        local, _, host = address.rpartition("@")
        if _LOCAL.match(local) and not _is_mere_word(local):
            return f"template text {local}@ left in"
        return reserved(host)
    if channel == "phone" and _PHONE.search(text):
        return "a number that stands for any number"
    if channel in ("url", "github"):
        host, path = split_url(text)
        first = path.strip("/").split("/")[0]
        if host and _FORGE.match(host) and first and _OWNER.match(first):
            return f"placeholder owner {first} in the link"
        return reserved(host)
    return ""


def instruction(sentence: str) -> str:
    """The words of ``sentence`` that tell the author of a template to put the real contact in; empty where none do."""
    found = _INSTRUCTION.search(sentence)
    return found[0].strip("()[] ") if found else ""


def _is_mere_word(local: str) -> bool:
    return re.fullmatch(r"e?mail", local, re.IGNORECASE) is not None


def reserved(host: str) -> str:
    """Why ``host`` can never be anybody's; empty where it may be."""
    name = host.lower().rstrip(".").split(":")[0]
    if not name:
        return ""
    if name.rpartition(".")[2] in RESERVED_ENDS:
        return f".{name.rpartition('.')[2]} is reserved and leads nowhere"
    if _HOST.search(name):
        return f"placeholder host {name}"
    return ""


def malformed(channel: str, value: str) -> str:
    """Why ``value`` cannot work as written; empty where it may."""
    text = value.strip().removeprefix("mailto:")
    if channel == "email" and "@" in text:
        text = text.split("?")[0].strip("<>")
        match = _ADDRESS.fullmatch(text)
        if match is None:
            return "no e-mail address by its form" if text.count("@") == 1 or "@@" in text else ""
        labels = match["host"].split(".")
        if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
            return "the host of the address is malformed"
        local = text.rpartition("@")[0]
        if local.startswith(".") or local.endswith(".") or ".." in local or not re.search("[A-Za-z]", labels[-1]):
            return "no e-mail address by its form"
    if channel in ("url", "github"):
        match = _URL.fullmatch(text)
        if match and match["scheme"].lower() in ("http", "https"):
            host, _ = split_url(text)
            if not match["slashes"] or not host or " " in text:
                return "no address by its form"
    return ""


def address_of(value: str) -> str:
    """The bare mail address in ``value``, lower-case; empty where there is none."""
    text = value.strip().removeprefix("mailto:").split("?")[0].strip("<>")
    return text.lower() if text.count("@") == 1 and " " not in text else ""


def split_url(value: str) -> tuple[str, str]:
    """Host and path of a web address; both empty for anything else."""
    match = _URL.fullmatch(value.strip())
    if match is None or match["scheme"].lower() not in ("http", "https"):
        return "", ""
    host, slash, path = match["rest"].partition("/")
    return host.rpartition("@")[2], slash + path


def canonical(channel: str, value: str) -> str:
    """What makes two values of one channel the same; empty where that cannot be told."""
    if channel == "email":
        return address_of(value)
    if channel == "phone":
        return re.sub(r"[^0-9+]", "", value)
    host, path = split_url(value)
    if channel == "github":
        parts = path.strip("/").lower().split("/")
        return "/".join(parts[:2]) if host.lower().endswith("github.com") and len(parts) > 1 and parts[1] else ""
    return f"{host.lower()}{path.rstrip('/')}" if host else ""


def same(channel: str, value: str, other: ContactSeen) -> bool:
    """Whether ``other`` is this very contact."""
    own = canonical(channel, value)
    return bool(own) and other.channel == channel and canonical(other.channel, other.value) == own


def second_way(sentence: str) -> bool:
    """Whether ``sentence`` names who is asked where the first way led nowhere: "if nobody answers, write to …"."""
    return bool(_UNANSWERED.search(sentence))


def conflicting(channel: str, value: str, seen: Iterable[ContactSeen]) -> tuple[ContactSeen, ...]:
    """Those of ``seen`` that name another value of the same channel, one a document.

    A document that names this one too is no conflict, nor is a value that the policy names itself. Web pages are held
    against security.txt alone: projects link many pages. For GitHub the repository counts. Mailboxes for other matters
    (privacy@, support@) contradict none for security.
    """
    everything = tuple(seen)
    agreeing = {one.span.path for one in everything if same(channel, value, one)}
    own = "" if channel == "email" and _OTHER_MATTER.match(value) else canonical(channel, value)
    found: dict[str, ContactSeen] = {}
    for one in everything:
        differs = own and one.channel == channel and canonical(channel, one.value) not in ("", own)
        counts = channel != "url" or one.source == "security.txt"
        if differs and counts and one.span.path not in agreeing and not one.also_here:
            found.setdefault(one.span.path, one)
    return tuple(found.values())
