"""A document, playbook or policy that the project says it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.listed import headed
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.terms.commitment import Document

PATH = Words(r"`?(?<![\w/.])((?:\.{0,2}/)?(?:[\w.-]+/){0,6}[\w.-]+\.(?:md|rst|adoc|txt|ya?ml|pdf|json))(?![\w/])`?")
FILE = re.compile(r"\.(?:md|rst|adoc|txt|ya?ml|pdf|json)$")
FOLDER = re.compile(r"(?:\./)?[\w-]+/(?:[\w-]+/)*[\w-]*")
NOUN = Words(
    r"\b(?:security |incident |vulnerability |disaster |threat |response |business |testing |data |"
    r"privacy |access |architecture |operations? |recovery |continuity |risk )*(?:polic(?:y|ies)|"
    r"playbooks?|runbooks?|procedures?|documentation|threat model|response plan|recovery plan|continuity "
    r"plan|\bplan|guide|guidelines|handbook|manual|register|inventory|records?|reports?|checklist)\b"
)
REFERS = Words(
    r"\b(?:see|refer to|read|described in|documented in|recorded in|defined in|declared in|listed in|"
    r"lives? in|maintained in|kept in|tracked in|details in|outlined in|moved to|found in|available in|"
    r"evidence|procedure|policy|canonical|authoritative|full policy|machine-readable|more information|"
    r"must|lives)\b|[:→]\s*`?[\w./-]+\.\w+|siehe|voir|véase|ver|см\.|参照|참고|详见"
)
KEPT = Words(r"\b(?:documented|maintained|written|kept|playbooks?|runbooks?|plan\b|documentation\b|procedures\b)")
SELF = Words(
    r"\b(?:readme|license|licence|contributing|code_of_conduct|authors|notice|support|changelog|changes|history|"
    r"package|requirements\w*|release-notes)\b"
)
TRANSLATION = Words(
    r"\b(?:english|chinese|spanish|french|german|japanese|korean|russian|portuguese|deutsch|français|español|"
    r"português|русский|translations?)\b|中文|日本語|한국어"
)
"""Links to the same text in another language."""
KEPT_PLAN = Words(
    r"\b(?:(?:security )?incident response|disaster recovery|business continuity|breach response|data retention|"
    r"data classification|data collection|recovery|dr)\s(?:plan|policy|runbook|playbook)\b"
)
POLICY_LINK = Words(
    r"threat[\s_-]?model|incident[\s_-]?response|response plan|disclosure policy|security[\s_-](?:policy|"
    r"guide|implementation|architecture|model|docs)|playbook|runbook|polic(?:y|ies)\b|advisor.*process|"
    r"handbook|release process|severity ratings"
)


def _find(saying: Saying) -> Iterator[Document]:
    if saying.role & (Role.REPORT | Role.SCOPE | Role.RESEARCH):
        return
    found = False
    for name, target, offset in _targets(saying):
        found = True
        yield saying.make(Document, offset, name=name, target=target, strength="promise")
    if not found and saying.statement.form == "bullet" and _documents(saying):
        match = NOUN.search(saying.text)
        if match and len(saying.text) < 90:
            found = True
            yield saying.make(Document, 0, name=_bare(saying), strength=saying.strength)
    plan = KEPT_PLAN.search(saying.text) if not found and saying.statement.form == "bullet" else None
    if plan and len(saying.text) < 70 and plan.start() < 40:
        yield saying.make(Document, plan.start(), name=plan[0].lower(), strength=saying.strength)


def _folder(saying: Saying, label: str, url: str) -> bool:
    """Whether a bullet that names documents links a folder: "[Incident response playbooks](docs/incidents)"."""
    return saying.statement.form == "bullet" and bool(FOLDER.fullmatch(url)) and bool(NOUN.search(label))


def _targets(saying: Saying) -> Iterator[tuple[str, str, int]]:
    """Name, path or address and offset of each document that the sentence points to."""
    refers = bool(REFERS.search(saying.text)) or saying.role & Role.DOCUMENTS
    seen: set[str] = set()
    for link in saying.statement.links:
        url = link.url.split("#")[0]
        local = not re.match(r"[a-z]+:", link.url) and (FILE.search(url) or _folder(saying, link.label, url))
        about = (
            POLICY_LINK.search(f"{link.label} {url}")
            and url.startswith("http")
            and re.search(r"\.md$|/blob/|/tree/", url)
        )
        if (
            (local or about)
            and (refers or local or POLICY_LINK.search(f"{link.label} {url}"))
            and not SELF.search(url.rsplit("/", 1)[-1])
            and url not in seen
            and not (local and TRANSLATION.search(saying.text))
        ):
            seen.add(url)
            listed = not link.start and headed(saying, Role.DOCUMENTS) and " " in link.label
            yield link.label if listed else _name(link.label.strip("` "), url), url, link.start
    if not refers or re.search(r"\b(?:scan\w*|run[s]?|install|audit[s]?|requirements)\b[^.]{0,30}`", saying.low):
        return
    for match in PATH.finditer(saying.text):
        if _own_document(saying, match) and not any(match[1] in each or each.endswith(match[1]) for each in seen):
            seen.add(match[1])
            titled = (
                saying.statement.form == "bullet" and 0 < len(saying.label) < 50 and saying.value_at <= match.start()
            )
            yield re.sub(r"^\W+", "", saying.label) if titled else match[1], match[1], match.start()


def _own_document(saying: Saying, match: re.Match[str]) -> bool:
    """Whether a path in the words is a document of the project, not code, an address or a file such as the readme."""
    path = match[1]
    word = saying.text[: match.start()].rsplit(" ", 1)[-1]
    return (
        bool(re.search(r"\.(?:md|rst|adoc|pdf|txt)$", path, re.IGNORECASE) or "polic" in path.lower())
        and not SELF.search(path.rsplit("/", 1)[-1])
        and "requirements" not in path
        and "://" not in word
    )


def _name(label: str, url: str) -> str:
    """What a linked document is called: its title where the link gives one, else its file."""
    title = POLICY_LINK.search(label) and len(re.findall(r"\b[A-Z]", label)) >= 2 and "." not in label
    if title or ("/" in label and " " not in label):
        return label
    return url.rstrip("/").rsplit("/", 1)[-1] if re.match(r"[a-z]+:|/", url) else re.sub(r"^\./", "", url)


def _documents(saying: Saying) -> bool:
    """Whether the bullet lists a document: its section is about documentation, or its words say that one is kept."""
    headings = saying.statement.heading
    if headings and re.search(r"documentation|required documents|playbooks|runbooks", headings[-1], re.IGNORECASE):
        return True
    return bool(
        re.match(
            r"^\W*(?:documented )?(?:[\w-]+ ){0,3}(?:playbooks?|runbooks?|(?:response|recovery|continuity|"
            r"dr) plan)\W*$",
            saying.text,
            re.IGNORECASE,
        )
    ) or bool(re.search(r"\bdocumented\b[^.]{0,40}\b(?:procedures?|process|plan|policy)\b", saying.low))


def _bare(saying: Saying) -> str:
    value = saying.text[saying.value_at :] if saying.label and len(saying.text) - saying.value_at > 8 else saying.text
    return re.sub(r"^documented ", "", value.strip(" .✅").lower())


EXAMPLES = (
    Example(
        text="## Documentation\n\nThe runbook is kept in [docs/runbook.md](docs/runbook.md).",
        makes=({"kind": "document", "name": "docs/runbook.md", "target": "docs/runbook.md"},),
        negated="## Documentation\n\nThere is no runbook.",
        advice="## For operators\n\nWrite a runbook of your own.",
        past="## Documentation\n\nIn 2020 we wrote a runbook.",
        code="For example:\n\n```\nsee docs/runbook.md\n```",
    ),
)

PHRASE = Phrase(name="document", find=_find, forms=PROSE, examples=EXAMPLES)
